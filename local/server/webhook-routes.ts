import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import { section } from '../console/kit.ts';
import { page } from '../console/layout.ts';
import { type Answer, isSignature, type Signature, type WebhookDraft, webhookForm } from '../console/webhook-form.ts';
import { signWebhook } from '../stripe/index.ts';
import { webhookSecret } from '../world/names.ts';
import { EventTrace } from './event-trace.ts';
import type { Host } from './host.ts';
import { deliver } from './stripe-endpoint.ts';
import { viewFor } from './view.ts';
import { webhooksTable } from './webhooks-table.ts';

const folder = join(import.meta.dirname, '../../docs/examples');
/** An event of Stripe's is at most a few hundred kilobytes. */
const largest = 1_000_000;

/** The page beside the endpoint: events by hand, and what came of all of them. */
export function webhookRoutes(host: Host): Hono {
  const app = new Hono();
  const trace = new EventTrace(host.world);
  const show = (c: Context, draft: WebhookDraft, answers: readonly Answer[]) => {
    const last = section('The last webhooks', webhooksTable(host.world.webhooks.slice(-50), trace));
    const content = html`${webhookForm(draft, answers, examples())}${last}`;
    return c.html(
      page(viewFor(c, host), 'Webhooks', content),
      answers.some(({ status }) => status !== 200) ? 400 : 200,
    );
  };
  app.get('/', (c) => show(c, { text: example(c.req.query('load')), signature: 'good', copies: 1 }, []));
  app.post('/', async (c) => {
    const draft = await draftIn(c);
    const answers = await host.act(() => post(host, draft));
    return show(c, draft, answers);
  });
  return app;
}

type Typed = WebhookDraft & { readonly signature: Signature };

async function draftIn(c: Context): Promise<Typed> {
  const { event, file, signature, copies } = await c.req.parseBody();
  const uploaded = file instanceof File && file.size > 0 && file.size <= largest ? await file.text() : undefined;
  const count = Number(copies);
  return {
    text: uploaded ?? String(event ?? ''),
    signature: isSignature(signature) ? signature : 'good',
    copies: Number.isInteger(count) ? Math.min(Math.max(count, 1), 10) : 1,
  };
}

async function post(host: Host, { text, signature, copies }: Typed): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let copy = 0; copy < copies; copy++) {
    const { statusCode, body } = await postOne(host, text, signature);
    answers.push({ status: statusCode, body });
  }
  return answers;
}

/** A wrong signature goes to the endpoint as it is: the door of this console would take it for one of the wall's time. */
const postOne = (host: Host, text: string, signature: Signature): Promise<HttpResponse> =>
  signature === 'good'
    ? deliver(host, text, signed(text, signature, host))
    : host.world.deliver(text, signed(text, signature, host));

function signed(text: string, signature: Signature, host: Host): string {
  const now = Math.floor(host.world.simulator.now() / 1000);
  if (signature === 'bad') return signWebhook(text, 'whsec_of_somebody_else', now);
  return signWebhook(text, webhookSecret, signature === 'stale' ? now - 3600 : now);
}

const examples = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();

function example(asked: string | undefined): string {
  const names = examples();
  const name = names.find((one) => one === asked) ?? names[0];
  return name === undefined ? '' : readFileSync(join(folder, `${name}.json`), 'utf8');
}
