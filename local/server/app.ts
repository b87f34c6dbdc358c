import { type Context, Hono } from 'hono';
import { TOLERANCE_SECONDS, verifySignature } from '../../lambdas/billing/signature.ts';
import { after, type Instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import { signWebhook } from '../stripe/index.ts';
import { type World, webhookSecret } from '../world/world.ts';
import type { Html } from './layout.ts';
import * as pages from './pages.ts';

/** The console of one world; `wallNow` is read only to judge when a webhook was signed. */
export function createApp(world: World, wallNow: () => Instant): Hono {
  const app = new Hono();
  const show = (c: Context, content: Html | undefined) => (content ? c.html(content) : c.notFound());
  app.get('/', (c) => c.html(pages.overview(world)));
  app.get('/executions', (c) => c.html(pages.executions(world)));
  app.get('/executions/:name', (c) => show(c, pages.execution(world, c.req.param('name'))));
  app.get('/mailbox', (c) => c.html(pages.mailbox(world)));
  app.get('/mailbox/:id', (c) => show(c, pages.mail(world, c.req.param('id'))));
  app.get('/accounts', (c) => c.html(pages.accounts(world)));
  app.get('/accounts/:id', (c) => show(c, pages.account(world, c.req.param('id'))));
  const oneAtATime = serially();
  app.post('/time/:to', (c) => oneAtATime(() => moveTime(c, world)));
  app.post('/webhooks/stripe', (c) => oneAtATime(() => takeWebhook(c, world, wallNow())));
  return app;
}

/** Two clicks at once would run the same events twice: the second waits for the first. */
function serially() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run, run);
    last = next.catch(() => undefined);
    return next;
  };
}

async function moveTime(c: Context, world: World): Promise<Response> {
  const form = await c.req.parseBody();
  const until = target(world, c.req.param('to') ?? '', String(form.date ?? ''));
  if (until === undefined) return c.text('a date is written like 2026-11-10', 400);
  if (until < world.simulator.now()) return c.text('time only moves forward, choose a later date', 400);
  await world.runUntil(until);
  return c.redirect('/', 303);
}

function target(world: World, to: string, date: string): Instant | undefined {
  const now = world.simulator.now();
  if (to === 'hour') return after(now, { hours: 1 });
  if (to === 'day') return after(now, { days: 1 });
  if (to === 'next') return after(now, { milliseconds: (world.simulator.queue.peek()?.due ?? now) - now });
  try {
    return parseInstant(`${date}T23:59:59Z`);
  } catch {
    return undefined;
  }
}

/**
 * The virtual clock is not the sender's: a signature is accepted when its time fits the wall clock or the virtual one.
 * What was accepted is signed again at the virtual time, so that the deployed handler judges it like any other.
 */
async function takeWebhook(c: Context, world: World, wall: Instant): Promise<Response> {
  const body = await c.req.text();
  const signature = c.req.header('stripe-signature') ?? '';
  const now = world.simulator.now();
  const fits = [wall, now].some((receivedAt) => isSigned(body, signature, receivedAt));
  if (fits) adopt(world, body);
  const sent = fits ? signWebhook(body, webhookSecret, Math.floor(now / 1000)) : signature;
  const answer = await world.deliver(body, sent);
  await world.runUntil(now);
  return new Response(answer.body, { status: answer.statusCode, headers: answer.headers });
}

const isSigned = (body: string, header: string, receivedAt: Instant): boolean =>
  verifySignature({
    payload: Buffer.from(body),
    header,
    secrets: [webhookSecret],
    receivedAt,
    toleranceSeconds: TOLERANCE_SECONDS,
  }).kind === 'good';

/** The fake Stripe must know the objects the handlers will ask it for; what is no event is left for the handler to refuse. */
function adopt(world: World, body: string): void {
  try {
    const event: unknown = JSON.parse(body);
    if (isEvent(event) && event.livemode !== true) world.stripe.adopt(event);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

const isEvent = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'data' in value && 'type' in value;
