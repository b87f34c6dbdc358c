import { describe, expect, it } from '@jest/globals';
import { FakeStripe } from '../../../local/stripe/index.ts';
import { DAY, openShop, T } from './shop.ts';

describe('lists', () => {
  const shop = openShop();
  for (let n = 1; n <= 23; n += 1) {
    shop.wait(1000);
    shop.fake.renew({ subscription: 'sub_ada', invoice: `in_${n}` });
  }

  it('come newest first, ten a page, and say whether there is more', async () => {
    const first = await shop.stripe.invoices.list();
    expect([first.data.length, first.has_more, first.data[0]?.id]).toEqual([10, true, 'in_23']);
    const last = await shop.stripe.invoices.list({ starting_after: 'in_4' });
    expect([last.data.map(({ id }) => id), last.has_more]).toEqual([['in_3', 'in_2', 'in_1'], false]);
  });

  it('can be walked to the end by the package', async () => {
    const ids: string[] = [];
    for await (const invoice of shop.stripe.invoices.list({ limit: 5, customer: 'cus_ada' })) ids.push(invoice.id);
    expect([ids.length, new Set(ids).size]).toEqual([23, 23]);
  });

  it('walk back with ending_before', async () => {
    const page = await shop.stripe.invoices.list({ limit: 2, ending_before: 'in_20' });
    expect(page.data.map(({ id }) => id)).toEqual(['in_22', 'in_21']);
  });

  it.each([
    [{ created: { gte: T / 1000 + 22 } }, 2],
    [{ created: { gt: T / 1000 + 22 } }, 1],
    [{ created: { lte: T / 1000 + 2 } }, 2],
    [{ created: { lt: T / 1000 + 2 } }, 1],
    [{ status: 'open' as const }, 0],
    [{ subscription: 'sub_ada', limit: 100 }, 23],
    [{ subscription: 'sub_none' }, 0],
  ])('keep to the filter %j', async (filter, count) => {
    expect((await shop.stripe.invoices.list(filter)).data).toHaveLength(count);
  });

  it('find the invoice of a payment', async () => {
    const intent = shop.fake.charges[4]?.paymentIntent ?? '';
    const payments = await shop.stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
    });
    expect(payments.data.map(({ invoice, status }) => [invoice, status])).toEqual([['in_5', 'paid']]);
  });

  it('give the charges of a payment, the cards of a customer, and the events by type', async () => {
    const charges = await shop.stripe.charges.list({ payment_intent: shop.fake.charges[0]?.paymentIntent ?? '' });
    expect(charges.data.map(({ id }) => id)).toEqual([shop.fake.charges[0]?.charge]);
    expect((await shop.stripe.customers.listPaymentMethods('cus_ada')).data.map(({ id }) => id)).toEqual(['pm_1']);
    expect((await shop.stripe.events.list({ types: ['invoice.paid'], limit: 100 })).data).toHaveLength(23);
  });

  it('leave cancelled subscriptions out unless asked', async () => {
    const { fake, stripe } = openShop();
    fake.cancelSubscription('sub_ada', { when: 'now' });
    const counts = [{}, { status: 'all' as const }, { status: 'canceled' as const }].map(
      async (filter) => (await stripe.subscriptions.list(filter)).data.length,
    );
    expect(await Promise.all(counts)).toEqual([0, 1, 1]);
  });
});

describe('events', () => {
  it('are kept for 30 days', async () => {
    const shop = openShop();
    shop.fake.renew({ subscription: 'sub_ada' });
    const first = shop.events[0]?.id ?? '';
    shop.wait(30 * DAY - 1000);
    shop.fake.upcoming('sub_ada');
    expect((await shop.stripe.events.retrieve(first)).type).toBe('invoice.created');
    shop.wait(1000);
    shop.fake.upcoming('sub_ada');
    await expect(shop.stripe.events.retrieve(first)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('carry a snapshot, not the living object', () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const failed = shop.events.find((event) => event.type === 'invoice.payment_failed');
    shop.fake.customerPays('in_1');
    expect(failed?.data.object).toMatchObject({ status: 'open', amount_remaining: 4900 });
  });

  it('speak the pinned version and the mode of the fake', () => {
    const events: unknown[] = [];
    const live = new FakeStripe({ now: () => T, emit: (event) => events.push(event), livemode: true });
    live.addCard(live.addCustomer({ id: 'cus_1' }).id, { id: 'pm_1' });
    expect(events).toMatchObject([
      { api_version: '2026-10-28.endive', livemode: true, type: 'payment_method.attached', created: T / 1000 },
    ]);
  });

  it('of an upcoming invoice have no id in their object', () => {
    const shop = openShop();
    shop.fake.upcoming('sub_ada');
    expect(shop.events[0]?.data.object).toMatchObject({ amount_due: 4900, billing_reason: 'upcoming' });
    expect(shop.events[0]?.data.object).not.toHaveProperty('id');
  });
});

describe('expand', () => {
  it('fills in customer, card, invoice and charge', async () => {
    const shop = openShop();
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const subscription = await shop.stripe.subscriptions.retrieve('sub_ada', {
      expand: ['customer', 'latest_invoice.payments'],
    });
    expect(subscription).toMatchObject({
      customer: { email: 'ada@acme.test' },
      latest_invoice: { id: 'in_1', payments: { data: [{ status: 'paid' }] } },
    });
    const intent = await shop.stripe.paymentIntents.retrieve(shop.fake.charges[0]?.paymentIntent ?? '', {
      expand: ['latest_charge', 'payment_method'],
    });
    expect(intent).toMatchObject({
      latest_charge: { status: 'succeeded' },
      payment_method: { card: { fingerprint: 'fp_1' } },
    });
  });

  it('never touches the stored object', async () => {
    const shop = openShop();
    await shop.stripe.subscriptions.retrieve('sub_ada', { expand: ['customer'] });
    expect((await shop.stripe.subscriptions.retrieve('sub_ada')).customer).toBe('cus_ada');
  });
});

describe('cards', () => {
  it.each([
    ['customer', ['payment_method.attached', 'customer.updated']],
    ['subscription', ['payment_method.attached', 'customer.subscription.updated']],
  ] as const)('added as the default of the %s emit their events', (on, expected) => {
    const shop = openShop();
    shop.fake.addCard('cus_ada', { id: 'pm_2' }, { default: true, on });
    expect(shop.types()).toEqual(expected);
  });

  it('leave every default when they are removed', async () => {
    const shop = openShop();
    shop.fake.setDefaultCard('pm_1', 'subscription');
    shop.fake.removeCard('pm_1');
    const customer = await shop.stripe.customers.retrieve('cus_ada');
    expect(customer).toMatchObject({ invoice_settings: { default_payment_method: null } });
    expect((await shop.stripe.subscriptions.retrieve('sub_ada')).default_payment_method).toBeNull();
    expect(shop.events.find(({ type }) => type === 'payment_method.detached')?.data.previous_attributes).toEqual({
      customer: 'cus_ada',
    });
  });

  it.each([
    [true, 'payment_method.automatically_updated'],
    [false, 'payment_method.updated'],
  ])('updated (automatic: %s) keep what they were in the event', (automatic, type) => {
    const shop = openShop();
    shop.fake.updateCard('pm_1', { automatic, exp: '2030-01', fingerprint: 'fp_9' });
    expect(shop.events[0]).toMatchObject({
      type,
      data: {
        object: { card: { exp_year: 2030, exp_month: 1, fingerprint: 'fp_9' } },
        previous_attributes: { card: { exp_year: 2027, exp_month: 3, fingerprint: 'fp_1' } },
      },
    });
  });
});

describe('money that moves otherwise', () => {
  it.each([
    [4900, 'paid', 0],
    [900, 'open', 4000],
  ])('a credit note of %i leaves the invoice %s with %i to pay', async (amount, status, remaining) => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    shop.fake.creditNote('in_1', amount);
    expect(await shop.stripe.invoices.retrieve('in_1')).toMatchObject({
      status,
      amount_remaining: remaining,
      amount_paid: 0,
    });
  });

  it('a balance credit pays the next invoice first', async () => {
    const shop = openShop();
    await shop.stripe.customers.createBalanceTransaction('cus_ada', { amount: -5900, currency: 'usd' });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    expect(await shop.stripe.invoices.retrieve('in_1')).toMatchObject({
      status: 'paid',
      amount_due: 0,
      starting_balance: -5900,
      ending_balance: -1000,
    });
    expect([await shop.stripe.customers.retrieve('cus_ada'), shop.fake.charges]).toMatchObject([
      { balance: -1000 },
      [],
    ]);
  });

  it('a dispute and a refund name the charge', async () => {
    const shop = openShop();
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const { id } = shop.fake.dispute('in_1');
    const { charge } = await shop.stripe.disputes.retrieve(id, { expand: ['charge'] });
    expect(charge).toMatchObject({ customer: 'cus_ada', disputed: true });
    shop.fake.refund('in_1', 900);
    expect(shop.events.at(-1)).toMatchObject({
      type: 'charge.refunded',
      data: { object: { amount_refunded: 900, refunded: false } },
    });
  });

  it('a portal session is limited to its flow', async () => {
    const shop = openShop();
    const session = await shop.stripe.billingPortal.sessions.create({
      customer: 'cus_ada',
      flow_data: { type: 'payment_method_update' },
    });
    expect([session.flow?.type, session.url.startsWith('https://')]).toEqual(['payment_method_update', true]);
  });
});
