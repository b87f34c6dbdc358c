import { beforeEach, describe, expect, it } from '@jest/globals';
import { MESSAGE_LIMIT } from '../../lambdas/billing/judge-webhook.ts';
import { handleWebhook } from '../../lambdas/billing/stripe-webhook.handler.ts';
import { signWebhook } from '../../local/stripe/index.ts';
import { type World, webhookSecret } from '../../local/world/world.ts';
import { pass, renew, T, withCharges, worldWith } from './world.ts';

const now = T / 1000;
const sign = (body: string, at = now, secret = webhookSecret): string => signWebhook(body, secret, at);

let world: World;
/** A failed renewal that Stripe has not told of yet. */
let event: Record<string, unknown>;
beforeEach(async () => {
  world = await worldWith(withCharges('processing_error'));
  world.webhookDelayMs = 365 * 86_400_000;
  renew(world);
  const [invoice] = world.stripe.peek('invoices');
  const made = { id: 'evt_1', object: 'event', type: 'invoice.payment_failed', created: now, livemode: false };
  event = { ...made, data: { object: { ...invoice } } };
});

interface Post {
  readonly body: string;
  readonly signature?: string;
}

const good = (): string => JSON.stringify(event);
const other = (over: object): Post => signed(JSON.stringify({ ...event, ...over }));
const signed = (body: string): Post => ({ body, signature: sign(body) });

const post = ({ body, signature }: Post) =>
  handleWebhook({ headers: signature === undefined ? {} : { 'stripe-signature': signature }, body }, world.ports);

const standing = () => ({ items: [...world.table.items()], queued: world.simulator.queue.pending().length });

const bad: readonly [string, () => Post, number, string][] = [
  ['no signature header', () => ({ body: good() }), 400, 'signature: missing'],
  ['an empty signature header', () => ({ body: good(), signature: '' }), 400, 'signature: missing'],
  ['a signature of another secret', () => ({ body: good(), signature: sign(good(), now, 'whsec_x') }), 400, 'no match'],
  ['a signature of another body', () => ({ body: good(), signature: sign(`${good()} `) }), 400, 'no match'],
  ['a signature older than five minutes', () => ({ body: good(), signature: sign(good(), now - 301) }), 400, 'stale'],
  ['a signature from the future', () => ({ body: good(), signature: sign(good(), now + 301) }), 400, 'stale'],
  [
    'the signature header twice, which arrives joined',
    () => ({ body: good(), signature: `${sign(good())},${sign(good())}` }),
    400,
    'signature: malformed',
  ],
  ['an empty body', () => signed(''), 400, 'not JSON'],
  ['a form instead of JSON', () => signed('id=evt_1&type=invoice.payment_failed'), 400, 'not JSON'],
  ['half of the JSON', () => signed(good().slice(0, 99)), 400, 'not JSON'],
  ['a list', () => signed(`[${good()}]`), 400, 'event is a list'],
  ['no id', () => other({ id: undefined }), 400, 'event.id is missing'],
  ['no type', () => other({ type: undefined }), 400, 'event.type is missing'],
  ['no time', () => other({ created: undefined }), 400, 'event.created is missing'],
  ['a time that is none', () => other({ created: 'soon' }), 400, 'event.created is missing'],
  ['no object', () => other({ data: {} }), 400, 'event.data.object'],
  ['an invoice without its id', () => other({ data: { object: { customer: 'cus_acme' } } }), 400, 'does not name its'],
  ['the other mode', () => other({ livemode: true }), 400, 'livemode event at a test stage'],
  ['more than a message may hold', () => other({ note: 'x'.repeat(MESSAGE_LIMIT) }), 413, 'more than'],
];

describe('a bad webhook', () => {
  it.each(bad)('with %s is refused in one line, and nothing is written', async (_name, request, status, why) => {
    const before = standing();

    const response = await post(request());

    expect(response.statusCode).toBe(status);
    expect(response.body).toContain(why);
    expect(response.body).not.toContain('\n');
    expect(standing()).toEqual(before);
    await pass(world, { minutes: 10 });
    expect([...world.table.items()]).toEqual(before.items);
  });

  it('is told from a good one: the same event, as Stripe signs it, opens the case', async () => {
    expect((await post(signed(good()))).statusCode).toBe(200);
    await pass(world, { minutes: 10 });

    expect([...world.table.items()].filter(({ entity }) => entity === 'case')).toHaveLength(1);
  });

  it('that is good and of no use leaves nothing but its answer', async () => {
    const before = standing();

    const response = await post(other({ type: 'charge.captured', data: { object: { id: 'ch_1', object: 'charge' } } }));

    expect(response).toMatchObject({ statusCode: 200, body: expect.stringContaining('ignored') });
    expect(standing()).toEqual(before);
  });
});
