import { beforeEach, describe, expect, it } from '@jest/globals';
import { handleWebhook } from '../../../lambdas/billing/stripe-webhook.handler.ts';
import { type StripeEvent, signWebhook } from '../../../local/stripe/index.ts';
import { type World, webhookSecret } from '../../../local/world/world.ts';
import { pass, renew, T, withCharges, worldWith } from '../../journeys/world.ts';

let world: World;
let failed: Record<string, unknown>;

/** A failed renewal at Stripe whose webhook was lost: each test sends it in the form it is about. */
beforeEach(async () => {
  world = await worldWith(withCharges('processing_error'));
  world.webhookDelayMs = 365 * 86_400_000;
  renew(world);
  const [invoice] = world.stripe.peek('invoices');
  failed = {
    id: 'evt_posted',
    object: 'event',
    api_version: '2026-10-28.endive',
    type: 'invoice.payment_failed',
    created: T / 1000,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object: { ...invoice } },
  } satisfies StripeEvent;
});

const thin = (over: object = {}) => ({
  id: 'evt_thin',
  object: 'v2.core.event',
  type: 'v1.invoice.payment_failed',
  created: '2026-11-10T15:00:00.000Z',
  livemode: false,
  related_object: { id: 'in_1', type: 'invoice', url: '/v1/invoices/in_1' },
  ...over,
});

const wrapped = (detail: object) => ({
  version: '0',
  id: '6f87d5c1-3b7c-4a51-9d4f-1f2c5e0a7b11',
  'detail-type': 'invoice.payment_failed',
  source: 'aws.partner/stripe.com/ed_test_1',
  account: '123456789012',
  time: '2026-11-10T15:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail,
});

async function post(body: object): Promise<number> {
  const text = JSON.stringify(body);
  const headers = { 'stripe-signature': signWebhook(text, webhookSecret, T / 1000) };
  const { statusCode } = await handleWebhook({ headers, body: text }, world.ports);
  await pass(world, { seconds: 1 });
  return statusCode;
}

const rows = (entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const opened = { subject: 'sub_acme', run: 1, status: 'open', data: { lead: 'in_1', customer: 'cus_acme' } };

describe('a failed renewal', () => {
  it.each<[string, () => object]>([
    ['a snapshot', () => failed],
    ['a snapshot in an EventBridge envelope', () => wrapped(failed)],
    ['a thin event', () => thin()],
    ['a thin event in an EventBridge envelope', () => wrapped(thin())],
  ])('opens its case from %s', async (_name, body) => {
    expect(await post(body())).toBe(200);

    expect(rows('case')).toMatchObject([opened]);
    expect(world.queues.deadLetters).toEqual([]);
  });

  it('is one failure however often and in whatever form it is told', async () => {
    for (const body of [failed, thin(), wrapped(failed), failed, thin()]) await post(body);

    expect(rows('case')).toMatchObject([{ ...opened, news: 1 }]);
    expect(world.executions()).toHaveLength(1);
  });

  it('opens nothing when the thin event names an invoice Stripe does not know', async () => {
    await post(thin({ related_object: { id: 'in_gone', type: 'invoice', url: '/v1/invoices/in_gone' } }));

    expect(rows('case')).toEqual([]);
    expect(rows('event')).toMatchObject([{ why: 'it names no customer' }]);
  });

  it('opens nothing when Stripe says by now that it is paid', async () => {
    world.stripe.customerPays('in_1');
    await post(failed);

    expect(rows('case')).toEqual([]);
    expect(rows('event')).toMatchObject([{ pk: 'EVENT#evt_posted', why: 'the invoice is paid already' }]);
  });

  it('is an echo when the attempt was ours', async () => {
    await post({ ...failed, request: { id: 'req_1', idempotency_key: 'holdfast-abc' } });

    expect(rows('case')).toEqual([]);
    expect(rows('event')).toMatchObject([{ why: 'an echo of our own attempt' }]);
  });
});

describe('an attempt of somebody else', () => {
  const slots = () => rows('card').flatMap((card) => card.slots as { actor: string; at: string }[]);

  it.each<[string, string, (of: World) => unknown]>([
    ['the customer', 'customer', ({ stripe }) => stripe.customerPays('in_1', { outcome: 'insufficient_funds' })],
    ['Stripe itself', 'stripe', ({ stripe }) => stripe.stripeCharges('in_1')],
  ])('is kept on the card as one of %s, and keeps ours at its distance', async (_name, actor, act) => {
    world = await worldWith(withCharges('processing_error'));
    renew(world);
    await pass(world, { hours: 20 });
    act(world);
    await pass(world, { hours: 39 });
    expect(slots().map((slot) => slot.actor)).toEqual(['stripe', actor]);

    await pass(world, { hours: 41 });
    expect(slots().map((slot) => slot.actor)).toEqual(['stripe', actor, 'us']);
  });
});

/** As a rule on the partner bus puts it into the queue, without the webhook. */
async function fromBus(body: object): Promise<void> {
  await world.ports.queues.send('billing-events', JSON.stringify(body));
  await pass(world, { hours: 1 });
}

describe('an event from the partner bus', () => {
  it.each<[string, () => object]>([
    ['a snapshot', () => wrapped(failed)],
    ['a thin event', () => wrapped(thin())],
  ])('opens its case as %s', async (_name, body) => {
    await fromBus(body());

    expect(rows('case')).toMatchObject([opened]);
    expect(world.queues.deadLetters).toEqual([]);
  });

  it.each<[string, () => object]>([
    ['of the other mode', () => wrapped({ ...failed, livemode: true })],
    ['of the other mode, thin', () => wrapped(thin({ livemode: true }))],
    ['of another source', () => ({ ...wrapped(failed), source: 'aws.events' })],
    ['without its envelope', () => failed],
    [
      'whose message claims this mode around an event of the other',
      () => ({
        id: 'evt_posted',
        type: 'invoice.payment_failed',
        livemode: false,
        receivedAt: '2026-11-10T15:00:00.000Z',
        body: JSON.stringify({ ...failed, livemode: true }),
      }),
    ],
  ])('opens nothing %s, and ends where a person sees it', async (_name, body) => {
    await fromBus(body());

    expect(rows('case')).toEqual([]);
    expect(world.queues.deadLetters).toHaveLength(1);
  });
});

describe('what recovery went live for', () => {
  const goLive = (at: string) => worldWith(withCharges('processing_error'), { goLive: { 'payment-recovery': at } });

  it.each([
    ['2026-11-10T15:00:00Z', 1],
    ['2026-11-10T15:00:01Z', 0],
  ])('is what failed from %s on: %d cases', async (at, cases) => {
    world = await goLive(at);
    renew(world);
    await pass(world, { days: 2 });

    expect(rows('case')).toHaveLength(cases);
  });
});
