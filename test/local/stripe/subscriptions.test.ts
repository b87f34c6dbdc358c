import { describe, expect, it } from '@jest/globals';
import { DAY, openShop, type Shop, T } from './shop.ts';

const status = async (shop: Shop): Promise<string> => (await shop.stripe.subscriptions.retrieve('sub_ada')).status;

describe('the end of a subscription', () => {
  it('comes at once through the API, with the reason and the last event', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const ended = await shop.stripe.subscriptions.cancel('sub_ada', {
      cancellation_details: { feedback: 'unused', comment: 'bye' },
    });
    expect(ended).toMatchObject({
      status: 'canceled',
      ended_at: T / 1000,
      cancellation_details: { reason: 'cancellation_requested', feedback: 'unused', comment: 'bye' },
    });
    expect(shop.types().slice(-2)).toEqual(['invoice.updated', 'customer.subscription.deleted']);
    expect(shop.fake.nextAutomaticAttempt()).toBeUndefined();
  });

  it('comes at the end of the period when it was asked for, and can be taken back', async () => {
    const shop = openShop();
    shop.fake.renew({ subscription: 'sub_ada' });
    shop.fake.cancelSubscription('sub_ada', { when: 'period_end' });
    expect(shop.fake.nextEnding()).toEqual({ due: Date.parse('2026-12-10T09:00:00Z'), subscription: 'sub_ada' });
    shop.fake.resumeSubscription('sub_ada');
    expect(shop.fake.nextEnding()).toBeUndefined();
    await shop.stripe.subscriptions.update('sub_ada', { cancel_at_period_end: true });
    shop.fake.endSubscription('sub_ada');
    expect([shop.types().at(-1), await status(shop)]).toEqual(['customer.subscription.deleted', 'canceled']);
  });

  it('replaces the renewal of a subscription that was to end', () => {
    const shop = openShop();
    shop.fake.cancelSubscription('sub_ada', { when: 'period_end' });
    expect(shop.fake.renew({ subscription: 'sub_ada' })).toBeUndefined();
    expect(shop.types().at(-1)).toBe('customer.subscription.deleted');
  });
});

describe('a new subscription', () => {
  const plan = { plan: 'solo', amount: 1900, currency: 'usd', customer: 'cus_ada' } as const;

  it.each([
    [['ok'], 'active'],
    [['insufficient_funds'], 'incomplete'],
  ])('with a card that answers %j is %s', (charges, expected) => {
    const shop = openShop({ charges });
    shop.fake.createSubscription({ id: 'sub_new', ...plan });
    const [invoice] = shop.fake.peek('invoices');
    expect(invoice?.billing_reason).toBe('subscription_create');
    expect(shop.fake.peek('subscriptions').find(({ id }) => id === 'sub_new')?.status).toBe(expected);
    expect(shop.types()[0]).toBe('customer.subscription.created');
  });

  it('can be made through the API with a known price', async () => {
    const shop = openShop();
    const { id } = shop.fake.addPrice({ plan: 'solo', amount: 1900, currency: 'usd' });
    const made = await shop.stripe.subscriptions.create({
      customer: 'cus_ada',
      items: [{ price: id }],
      metadata: { from: 'win-back' },
    });
    expect(made).toMatchObject({
      status: 'active',
      metadata: { from: 'win-back' },
      latest_invoice: expect.stringMatching(/^in_/),
    });
    expect(shop.fake.charges[0]).toMatchObject({ actor: 'us', amount: 1900 });
  });

  it.each([
    [['ok'], 'active'],
    [['insufficient_funds'], 'past_due'],
  ])('in trial costs nothing, and its conversion with %j makes it %s', async (charges, expected) => {
    const shop = openShop({ charges });
    const trial = shop.fake.startTrial({ id: 'sub_try', ...plan, trialDays: 14 });
    expect([trial.status, trial.trial_end, shop.fake.charges]).toEqual(['trialing', T / 1000 + 14 * 86_400, []]);
    shop.wait(14 * DAY);
    const invoice = shop.fake.convertTrial('sub_try');
    expect([invoice?.billing_reason, invoice?.amount_due]).toEqual(['subscription_cycle', 1900]);
    expect((await shop.stripe.subscriptions.retrieve('sub_try')).status).toBe(expected);
  });
});

describe('a changed subscription', () => {
  it('says what it cost before', () => {
    const shop = openShop();
    shop.fake.changeSubscription('sub_ada', { plan: 'business', amount: 9900, quantity: 3 });
    const event = shop.events.at(-1);
    expect(event?.data.object).toMatchObject({
      items: { data: [{ quantity: 3, price: { unit_amount: 9900, nickname: 'business' } }] },
    });
    expect(event?.data.previous_attributes).toMatchObject({
      items: { data: [{ quantity: 1, price: { unit_amount: 4900 } }] },
    });
  });

  it('is billed less while a discount lasts', () => {
    const shop = openShop();
    shop.fake.addDiscount('sub_ada', { percent: 25, months: 2 });
    const amounts = [0, 31, 31].map((days) => {
      shop.wait(days * DAY);
      return shop.fake.renew({ subscription: 'sub_ada' })?.amount_due;
    });
    expect(amounts).toEqual([3675, 3675, 4900]);
  });

  it('falls to past due by the newest invoice only and returns with it', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    shop.wait(30 * DAY);
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_2' });
    shop.fake.customerPays('in_1');
    expect(await status(shop)).toBe('past_due');
    shop.fake.customerPays('in_2');
    expect(await status(shop)).toBe('active');
  });

  it('moves its monthly period by the calendar from the anchor', () => {
    const shop = openShop();
    shop.fake.addSubscription({
      id: 'sub_31',
      customer: 'cus_ada',
      plan: 'team',
      amount: 1,
      currency: 'jpy',
      createdAt: Date.parse('2026-10-31T09:00:00Z'),
    });
    const end = shop.fake.peek('subscriptions').find(({ id }) => id === 'sub_31')?.items.data[0]?.current_period_end;
    expect(end).toBe(Date.parse('2026-11-30T09:00:00Z') / 1000);
  });
});
