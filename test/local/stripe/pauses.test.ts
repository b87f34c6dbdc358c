import { describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY, errorOf, openShop, type Shop, T } from './shop.ts';

const NO_CREDIT = {
  type: 'subscription',
  bill_for: { unused_time_from: { type: 'none' }, outstanding_usage_through: { type: 'none' } },
} as const;
const ON_SUCCESS = {
  billing_cycle_anchor: { type: 'now' },
  payment_behavior: 'resume_on_payment_success',
  proration_behavior: 'none',
} as const;

const status = async (shop: Shop): Promise<string> => (await shop.stripe.subscriptions.retrieve('sub_ada')).status;
const since = (shop: Shop, from: number): string[] => shop.types().slice(from);
const periodEnd = (subscription: Stripe.Subscription): number =>
  (subscription.items.data[0]?.current_period_end ?? 0) * 1000;

describe('subscriptions.pause', () => {
  it('pauses a past-due subscription, ends its period and says so twice', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const from = shop.events.length;
    shop.wait(14 * DAY);
    const paused = await shop.stripe.subscriptions.pause('sub_ada', NO_CREDIT, { idempotencyKey: 'pause' });
    expect([paused.status, paused.status_details?.paused.subscription.type]).toEqual(['paused', 'pause_requested']);
    expect(periodEnd(paused)).toBe(T + 14 * DAY);
    expect(since(shop, from)).toEqual(['customer.subscription.updated', 'customer.subscription.paused']);
  });

  it.each([
    ['now', -2450],
    ['none', undefined],
  ] as const)('credits unused time from %s with %s on the next invoice', async (type, credit) => {
    const shop = openShop();
    shop.fake.renew({ subscription: 'sub_ada' });
    shop.wait(15 * DAY);
    await shop.stripe.subscriptions.pause('sub_ada', { bill_for: { unused_time_from: { type } } });
    await shop.stripe.subscriptions.resume('sub_ada', ON_SUCCESS);
    const [latest] = (await shop.stripe.invoices.list({ subscription: 'sub_ada', limit: 1 })).data;
    expect(latest?.lines.data[1]?.amount).toBe(credit);
  });

  it('keeps old invoices payable and pausing bills nothing', async () => {
    const shop = openShop({ charges: ['insufficient_funds', 'ok'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    await shop.stripe.subscriptions.pause('sub_ada', NO_CREDIT);
    expect(shop.fake.renew({ subscription: 'sub_ada' })).toBeUndefined();
    expect((await shop.stripe.invoices.pay('in_1')).status).toBe('paid');
    expect(await status(shop)).toBe('paused');
  });
});

describe('subscriptions.resume', () => {
  const paused = async (charges: string[]): Promise<Shop> => {
    const shop = openShop({ charges: ['insufficient_funds', ...charges] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    await shop.stripe.subscriptions.pause('sub_ada', NO_CREDIT);
    shop.wait(20 * DAY);
    return shop;
  };

  it('bills, collects and only then resumes, with a period from now', async () => {
    const shop = await paused(['ok']);
    const from = shop.events.length;
    const resumed = await shop.stripe.subscriptions.resume('sub_ada', ON_SUCCESS, { idempotencyKey: 'resume' });
    expect([resumed.status, periodEnd(resumed)]).toEqual(['active', Date.parse('2026-12-30T09:00:00Z')]);
    expect(since(shop, from).slice(-3)).toEqual([
      'customer.updated',
      'customer.subscription.updated',
      'customer.subscription.resumed',
    ]);
    expect(shop.fake.charges[1]).toMatchObject({ actor: 'us', outcome: 'ok', idempotencyKey: 'resume' });
  });

  it('stays paused and voids the new invoice when the card declines', async () => {
    const shop = await paused(['do_not_honor']);
    const error = await errorOf(shop.stripe.subscriptions.resume('sub_ada', ON_SUCCESS));
    expect([error.statusCode, error.decline_code, await status(shop)]).toEqual([402, 'do_not_honor', 'paused']);
    const invoices = await shop.stripe.invoices.list({ subscription: 'sub_ada' });
    expect(invoices.data.map((invoice) => [invoice.id === 'in_1', invoice.status])).toEqual([
      [false, 'void'],
      [true, 'open'],
    ]);
    expect(shop.types()).not.toContain('customer.subscription.resumed');
  });

  it.each([
    ['ok', 'active'],
    ['do_not_honor', 'past_due'],
  ])('by default attempts nothing; the first attempt (%s) makes it %s', async (outcome, expected) => {
    const shop = await paused([outcome]);
    const waiting = await shop.stripe.subscriptions.resume('sub_ada');
    expect([waiting.status, shop.fake.charges.length]).toEqual(['paused', 1]);
    await shop.stripe.invoices.pay(String(waiting.latest_invoice)).catch(() => undefined);
    expect(await status(shop)).toBe(expected);
  });

  it('tells from outside whether the customer could pay', async () => {
    const shop = await paused(['do_not_honor', 'ok']);
    expect([shop.fake.resumeSubscription('sub_ada'), await status(shop)]).toEqual([false, 'paused']);
    expect([shop.fake.resumeSubscription('sub_ada'), await status(shop)]).toEqual([true, 'active']);
    expect(shop.fake.charges.slice(-2).map(({ actor }) => actor)).toEqual(['stripe', 'stripe']);
  });
});

describe('pause_collection', () => {
  it.each([
    ['void', 'void', true],
    ['mark_uncollectible', 'uncollectible', true],
    ['keep_as_draft', 'draft', false],
  ] as const)('with %s leaves each new invoice %s', async (behavior, expected, finalised) => {
    const shop = openShop({ charges: ['ok'] });
    const from = shop.events.length;
    const subscription = await shop.stripe.subscriptions.update('sub_ada', { pause_collection: { behavior } });
    expect([subscription.status, since(shop, from)]).toEqual(['active', ['customer.subscription.updated']]);
    const invoice = shop.fake.renew({ subscription: 'sub_ada' });
    expect([invoice?.status, shop.types().includes('invoice.finalized'), shop.fake.charges]).toEqual([
      expected,
      finalised,
      [],
    ]);
  });

  it('is cleared by an empty text', async () => {
    const shop = openShop();
    await shop.stripe.subscriptions.update('sub_ada', { pause_collection: { behavior: 'void' } });
    expect((await shop.stripe.subscriptions.update('sub_ada', { pause_collection: '' })).pause_collection).toBeNull();
  });
});
