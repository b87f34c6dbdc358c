import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { TOLERANCE_SECONDS, verifySignature } from '../../lambdas/billing/signature.ts';
import { after, type Instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import { signWebhook } from '../stripe/index.ts';
import { type World, webhookSecret } from '../world/world.ts';
import * as accountPages from './account-pages.ts';
import * as executionPages from './execution-pages.ts';
import type { Host } from './host.ts';
import { type Html, page } from './layout.ts';
import { linkPage } from './link-page.ts';
import { opsRoutes } from './ops-routes.ts';
import * as pages from './pages.ts';

/** The console of one world. */
export function createApp(host: Host): Hono {
  const app = new Hono();
  const show = (c: Context, content: Html | undefined) => (content ? c.html(content) : c.notFound());
  app.get('/', (c) => c.html(pages.overview(host)));
  app.get('/executions', (c) => c.html(executionPages.executions(host)));
  app.get('/executions/:name', (c) => show(c, executionPages.execution(host, c.req.param('name'))));
  app.get('/mailbox', (c) => c.html(pages.mailbox(host)));
  app.get('/mailbox/:id', (c) => show(c, pages.mail(host, c.req.param('id'))));
  app.get('/accounts', (c) => c.html(accountPages.accounts(host)));
  app.get('/accounts/:id', (c) => show(c, accountPages.account(host, c.req.param('id'))));
  app.post('/time/:to', (c) => host.act(() => moveTime(c, host)));
  app.post('/webhooks/stripe', (c) => host.act(() => takeWebhook(c, host)));
  app.get('/p/:purpose/:token', (c) => linkPage(c, host));
  app.route('/ops', opsRoutes(host));
  app.notFound((c) =>
    c.html(page(host, 'There is no such page', html`<p>Nothing is at <code>${c.req.path}</code>.</p>`), 404),
  );
  return app;
}

/** Virtual seconds in one second. */
const speeds: Readonly<Record<string, number>> = { 'play-hour': 3600, 'play-day': 86_400 };

async function moveTime(c: Context, host: Host): Promise<Response> {
  const to = c.req.param('to') ?? '';
  const speed = Object.hasOwn(speeds, to) ? speeds[to] : undefined;
  if (host.pace.kind === 'wall') return c.text(host.pace.why, 409);
  if (speed !== undefined) host.play(speed);
  else if (to === 'pause') host.pause();
  else return jump(c, host, to);
  return c.redirect(pageBefore(c), 303);
}

/** Where the button stood; never another site, nor the answer to a wrong date. */
function pageBefore(c: Context): string {
  const from = c.req.header('referer') ?? '';
  const url = URL.canParse(from) ? new URL(from) : undefined;
  const known = /^\/(executions|mailbox|accounts)(\/[^/]+)?$/;
  return url && url.host === c.req.header('host') && known.test(url.pathname) ? url.pathname : '/';
}

/** More than any journey lasts; a slip in the year must not keep the console busy for hours. */
const farthest = { days: 400 };

async function jump(c: Context, host: Host, to: string): Promise<Response> {
  const form = await c.req.parseBody();
  const until = target(host, to, String(form.date ?? ''));
  const now = host.world.simulator.now();
  const refuse = (why: string) => c.html(page(host, 'Time did not move', html`<p>${why}</p>`), 400);
  if (until === undefined) return refuse('A date is written like 2026-11-10.');
  if (until < now) return refuse('Time only moves forward: choose a later date.');
  if (until > after(now, farthest))
    return refuse(`That is too far for one jump: choose a date within ${farthest.days} days.`);
  await host.jump(until);
  return c.redirect(pageBefore(c), 303);
}

function target({ world }: Host, to: string, date: string): Instant | undefined {
  const now = world.simulator.now();
  if (to === 'hour') return after(now, { hours: 1 });
  if (to === 'day') return after(now, { days: 1 });
  if (to === 'next') return world.simulator.nextDue() ?? now;
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
async function takeWebhook(c: Context, host: Host): Promise<Response> {
  const body = await c.req.text();
  const signature = c.req.header('stripe-signature') ?? '';
  const { world } = host;
  await host.catchUp();
  const now = world.simulator.now();
  const fits = host.pace.kind !== 'wall' && [host.wallNow(), now].some((at) => isSigned(body, signature, at));
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
