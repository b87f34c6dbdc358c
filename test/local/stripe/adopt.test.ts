import { describe, expect, it } from '@jest/globals';
import { errorOf, openShop, T } from './shop.ts';

const EXPANDED = { expand: ['payments.data.payment.payment_intent'] };

const event = (
  type: string,
  object: Record<string, unknown>,
  previous?: Record<string, unknown>,
): Record<string, unknown> => ({
  id: `evt_foreign_${type}`,
  object: 'event',
  created: T / 1000 - 60,
  type,
  data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
});

/** The same failed invoice as API versions of 2017, 2020 and today would write it. */
const FAILED: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    '2017',
    {
      id: 'in_f',
      object: 'invoice',
      customer: 'cus_f',
      subscription: 'sub_f',
      charge: 'ch_f',
      amount_due: 2500,
      currency: 'eur',
      paid: false,
      closed: false,
      attempted: true,
      attempt_count: 1,
      date: 1,
    },
  ],
  [
    '2020',
    {
      id: 'in_f',
      object: 'invoice',
      customer: { id: 'cus_f' },
      subscription: { id: 'sub_f' },
      payment_intent: 'pi_f',
      status: 'open',
      amount_due: 2500,
      amount_remaining: 2500,
      currency: 'eur',
      attempted: true,
      auto_advance: true,
      created: 1,
    },
  ],
  [
    'today',
    {
      id: 'in_f',
      object: 'invoice',
      customer: 'cus_f',
      parent: {
        type: 'subscription_details',
        subscription_details: { subscription: 'sub_f', metadata: { account_id: 'f' } },
      },
      status: 'open',
      amount_due: 2500,
      amount_remaining: 2500,
      currency: 'eur',
      attempted: true,
      auto_advance: true,
      created: 1,
    },
  ],
];

describe('adopt', () => {
  it.each(FAILED)('makes a failed invoice of %s readable and payable', async (_, object) => {
    const { fake, stripe, events } = openShop();
    fake.adopt(event('invoice.payment_failed', object));
    const invoice = await stripe.invoices.retrieve('in_f', EXPANDED);
    expect(invoice).toMatchObject({
      status: 'open',
      amount_remaining: 2500,
      parent: { subscription_details: { subscription: 'sub_f' } },
      payments: {
        data: [{ payment: { payment_intent: { last_payment_error: { decline_code: 'insufficient_funds' } } } }],
      },
    });
    expect('subscription' in invoice || 'charge' in invoice || 'payment_intent' in invoice).toBe(false);
    expect(await stripe.subscriptions.retrieve('sub_f')).toMatchObject({ status: 'past_due', customer: 'cus_f' });
    expect([events, fake.charges]).toEqual([[], []]);
    expect((await errorOf(stripe.invoices.pay('in_f'))).decline_code).toBe('insufficient_funds');
    fake.addCard('cus_f', { id: 'pm_good' });
    expect((await stripe.invoices.pay('in_f', { payment_method: 'pm_good' })).status).toBe('paid');
    expect((await stripe.subscriptions.retrieve('sub_f')).status).toBe('active');
  });

  it('lets the card of an adopted invoice answer as told', async () => {
    const { fake, stripe } = openShop();
    fake.adopt(event('invoice.payment_failed', { ...FAILED[2]?.[1] }), { charges: ['do_not_honor', 'ok'] });
    const intent = (await stripe.invoices.retrieve('in_f', EXPANDED)).payments?.data[0]?.payment.payment_intent;
    expect(intent).toMatchObject({ last_payment_error: { decline_code: 'do_not_honor' } });
    expect((await errorOf(stripe.invoices.pay('in_f', {}, { idempotencyKey: '1' }))).decline_code).toBe('do_not_honor');
    expect((await stripe.invoices.pay('in_f', {}, { idempotencyKey: '2' })).status).toBe('paid');
  });

  it('shows an adopted call for authentication as such', async () => {
    const { fake, stripe } = openShop();
    fake.adopt(event('invoice.payment_action_required', { ...FAILED[1]?.[1] }));
    const intent = (await stripe.invoices.retrieve('in_f', EXPANDED)).payments?.data[0]?.payment.payment_intent;
    expect(intent).toMatchObject({
      id: 'pi_f',
      status: 'requires_action',
      last_payment_error: { code: 'authentication_required' },
    });
  });

  it.each([
    ['invoice.paid', 'paid', 'active'],
    ['invoice.voided', 'void', 'active'],
    ['invoice.updated', 'open', 'past_due'],
  ])('moves our own open invoice by a foreign %s to %s', async (type, status, subscription) => {
    const { fake, stripe } = openShop({ charges: ['insufficient_funds'] });
    fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    fake.adopt(
      event(type, {
        id: 'in_1',
        object: 'invoice',
        customer: 'cus_ada',
        subscription: 'sub_ada',
        status,
        amount_due: 1,
        amount_paid: 4900,
      }),
    );
    expect(await stripe.invoices.retrieve('in_1')).toMatchObject({ status, amount_due: 4900 });
    expect((await stripe.subscriptions.retrieve('sub_ada')).status).toBe(subscription);
  });

  it.each([
    ['invoice.paid', 'invoice.voided', 'paid'],
    ['invoice.voided', 'invoice.paid', 'void'],
  ])('never turns an invoice that %s closed by a later %s', async (first, then, status) => {
    const { fake, stripe } = openShop();
    for (const type of [first, then]) fake.adopt(event(type, { ...FAILED[1]?.[1], status: undefined }));
    expect((await stripe.invoices.retrieve('in_f')).status).toBe(status);
  });

  it('never reopens a paid invoice by a late failure', async () => {
    const { fake, stripe } = openShop();
    fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    fake.adopt(
      event('invoice.payment_failed', {
        id: 'in_1',
        object: 'invoice',
        customer: 'cus_ada',
        status: 'open',
        amount_due: 4900,
      }),
    );
    expect((await stripe.invoices.retrieve('in_1')).status).toBe('paid');
  });

  it('takes of a subscription we changed only what the event names', async () => {
    const { fake, stripe } = openShop({ charges: ['insufficient_funds'] });
    fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const object = {
      id: 'sub_ada',
      object: 'subscription',
      customer: 'cus_ada',
      status: 'active',
      cancel_at_period_end: true,
      metadata: { x: 'y' },
    };
    fake.adopt(event('customer.subscription.updated', object, { cancel_at_period_end: false }));
    expect(await stripe.subscriptions.retrieve('sub_ada')).toMatchObject({
      status: 'past_due',
      cancel_at_period_end: true,
      metadata: {},
    });
  });

  it('ends a subscription for good', async () => {
    const { fake, stripe } = openShop();
    const object = { id: 'sub_ada', object: 'subscription', customer: 'cus_ada', status: 'active' };
    fake.adopt(event('customer.subscription.deleted', object));
    fake.adopt({ ...event('customer.subscription.updated', object, { status: 'past_due' }), id: 'evt_late' });
    expect((await stripe.subscriptions.retrieve('sub_ada')).status).toBe('canceled');
  });

  it('changes nothing by an event of its own', () => {
    const { fake, events } = openShop({ charges: ['insufficient_funds'] });
    fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    fake.customerPays('in_1');
    const before = fake.toJSON();
    for (const own of events) fake.adopt(own);
    expect(fake.toJSON()).toEqual(before);
  });

  it('reads the one plan of old subscriptions into items', async () => {
    const { fake, stripe } = openShop();
    const plan = { id: 'gold', amount: 900, currency: 'gbp', interval: 'year', interval_count: 1, name: 'Gold' };
    fake.adopt(
      event('customer.subscription.created', {
        id: 'sub_o',
        object: 'subscription',
        customer: 'cus_o',
        status: 'active',
        plan,
        quantity: 2,
        current_period_start: 10,
        current_period_end: 20,
      }),
    );
    expect(await stripe.subscriptions.retrieve('sub_o')).toMatchObject({
      billing_mode: { type: 'classic' },
      items: {
        data: [
          {
            quantity: 2,
            current_period_end: 20,
            price: { id: 'gold', unit_amount: 900, nickname: 'Gold', recurring: { interval: 'year' } },
          },
        ],
      },
    });
  });
});
