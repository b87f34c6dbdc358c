import { describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { type RefusalName, refusals } from '../../../local/stripe/refusals.ts';
import { errorOf, openShop, type Shop } from './shop.ts';

type Case = readonly [
  name: RefusalName,
  setUp: (shop: Shop) => unknown,
  call: (stripe: Stripe, shop: Shop) => Promise<unknown>,
];

const failed = (shop: Shop): unknown => shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
const paid = (shop: Shop): unknown => {
  failed(shop);
  return shop.fake.customerPays('in_1');
};
const voided = (shop: Shop): void => {
  failed(shop);
  shop.fake.voidInvoice('in_1');
};
const cancelled = (shop: Shop): void => shop.fake.cancelSubscription('sub_ada', { when: 'now' });
const nothing = (): void => undefined;
const other = (shop: Shop): void => {
  shop.fake.addCustomer({ id: 'cus_bob' });
  shop.fake.addCard('cus_bob', { id: 'pm_bob' }, { silent: true });
};

const processing = (shop: Shop): void => {
  shop.fake.updateCard('pm_1', { charges: [{ pending: '1d' }] });
  failed(shop);
};
const cardless = (shop: Shop): void => {
  failed(shop);
  shop.fake.removeCard('pm_1');
};
const besideBob = (shop: Shop): void => {
  failed(shop);
  other(shop);
};
const paused = (shop: Shop): Promise<unknown> => shop.stripe.subscriptions.pause('sub_ada');
const named = (shop: Shop): Promise<unknown> =>
  shop.stripe.customers.update('cus_ada', { name: 'A' }, { idempotencyKey: 'k' });

/** Cards decline here, so that an invoice stays open until somebody pays it. */
const CASES: readonly Case[] = [
  ['resource_missing', nothing, (stripe) => stripe.invoices.retrieve('in_none')],
  ['resource_missing', nothing, (stripe) => stripe.customers.retrieve('cus_none')],
  ['resource_missing', cancelled, (stripe) => stripe.subscriptions.cancel('sub_ada')],
  ['bad_reference', nothing, (stripe) => stripe.subscriptions.create({ customer: 'cus_none', items: [] })],
  [
    'unknown_param',
    () => undefined,
    async (stripe) => {
      const { id } = await stripe.webhookEndpoints.create({ url: 'https://hook.test/stripe', enabled_events: ['*'] });
      const change: object = { api_version: '2020-08-27' };
      return stripe.webhookEndpoints.update(id, change);
    },
  ],
  ['unknown_url', nothing, (stripe) => stripe.transfers.list()],
  ['missing_param', nothing, (stripe) => stripe.rawRequest('POST', '/v1/billing_portal/sessions')],
  ['pay_paid', paid, (stripe) => stripe.invoices.pay('in_1')],
  ['pay_void', voided, (stripe) => stripe.invoices.pay('in_1')],
  ['pay_processing', processing, (stripe) => stripe.invoices.pay('in_1')],
  ['pay_no_card', cardless, (stripe) => stripe.invoices.pay('in_1')],
  ['payment_method_missing', failed, (stripe) => stripe.invoices.pay('in_1', { payment_method: 'pm_none' })],
  ['card_not_attached', besideBob, (stripe) => stripe.invoices.pay('in_1', { payment_method: 'pm_bob' })],
  [
    'card_not_attached',
    other,
    (stripe) => stripe.subscriptions.update('sub_ada', { default_payment_method: 'pm_bob' }),
  ],
  ['void_not_open', paid, (stripe) => stripe.invoices.voidInvoice('in_1')],
  ['void_not_open', voided, (stripe) => stripe.invoices.voidInvoice('in_1')],
  ['uncollectible_not_open', paid, (stripe) => stripe.invoices.markUncollectible('in_1')],
  ['finalize_not_draft', failed, (stripe) => stripe.invoices.finalizeInvoice('in_1')],
  ['credit_not_finalized', voided, (stripe) => stripe.creditNotes.create({ invoice: 'in_1', amount: 1 })],
  ['credit_too_much', failed, (stripe) => stripe.creditNotes.create({ invoice: 'in_1', amount: 4901 })],
  ['attach_elsewhere', other, (stripe) => stripe.paymentMethods.attach('pm_bob', { customer: 'cus_ada' })],
  [
    'attach_used',
    (shop) => shop.fake.removeCard('pm_1'),
    (stripe) => stripe.paymentMethods.attach('pm_1', { customer: 'cus_ada' }),
  ],
  ['detach_unattached', (shop) => shop.fake.removeCard('pm_1'), (stripe) => stripe.paymentMethods.detach('pm_1')],
  ['update_canceled', cancelled, (stripe) => stripe.subscriptions.update('sub_ada', { cancel_at_period_end: true })],
  ['resume_canceled', cancelled, (stripe) => stripe.subscriptions.resume('sub_ada')],
  ['resume_not_paused', nothing, (stripe) => stripe.subscriptions.resume('sub_ada')],
  [
    'invalid_object',
    paused,
    (stripe) => stripe.rawRequest('POST', '/v1/subscriptions/sub_ada/resume', { billing_cycle_anchor: 'now' }),
  ],
  [
    'pause_send_invoice',
    (shop) => shop.stripe.subscriptions.update('sub_ada', { collection_method: 'send_invoice' }),
    (stripe) => stripe.subscriptions.pause('sub_ada'),
  ],
  ['pause_status', paused, (stripe) => stripe.subscriptions.pause('sub_ada')],
  ['pause_status', cancelled, (stripe) => stripe.subscriptions.pause('sub_ada')],
  [
    'migrate_canceled',
    cancelled,
    (stripe) => stripe.subscriptions.migrate('sub_ada', { billing_mode: { type: 'flexible' } }),
  ],
  ['expand_depth', failed, (stripe) => stripe.invoices.list({ expand: ['data.payments.data.payment.payment_intent'] })],
  ['expand_unknown', failed, (stripe) => stripe.invoices.retrieve('in_1', { expand: ['charge'] })],
  ['key_too_long', nothing, (stripe) => stripe.customers.update('cus_ada', {}, { idempotencyKey: 'k'.repeat(256) })],
  ['key_other_params', named, (stripe) => stripe.customers.update('cus_ada', { name: 'B' }, { idempotencyKey: 'k' })],
  ['key_other_endpoint', named, (stripe) => stripe.subscriptions.update('sub_ada', {}, { idempotencyKey: 'k' })],
];

const pattern = (message: string): RegExp =>
  new RegExp(message.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '.+'));

describe('refusals', () => {
  it.each(CASES)('refuses with %s', async (name, setUp, call) => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    await setUp(shop);
    const error = await errorOf(call(shop.stripe, shop));
    const row = refusals[name];
    expect(error.statusCode).toBe(row.status);
    expect(error.rawType).toBe(row.type);
    expect(error.code).toBe('code' in row ? row.code : undefined);
    expect(error.message).toMatch(pattern(row.message));
  });

  it.each(['trialing', 'incomplete', 'incomplete_expired'])('refuses to pause while %s', async (status) => {
    const shop = openShop({ status });
    expect((await errorOf(shop.stripe.subscriptions.pause('sub_ada'))).message).toMatch(status);
  });

  it('refuses to pause outside flexible billing, and pauses after a migration', async () => {
    const shop = openShop({ billingMode: 'classic' });
    expect((await errorOf(shop.stripe.subscriptions.pause('sub_ada'))).message).toMatch(/flexible/);
    await shop.stripe.subscriptions.migrate('sub_ada', { billing_mode: { type: 'flexible' } });
    expect((await shop.stripe.subscriptions.pause('sub_ada')).status).toBe('paused');
  });

  it('refuses a key whose first answer is still on its way', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const shop = openShop({
      intercept: async (_, run) => {
        const response = run();
        if (response.status === 200) await held;
        return response;
      },
    });
    const first = shop.stripe.customers.update('cus_ada', { name: 'A' }, { idempotencyKey: 'k' });
    await new Promise((resolve) => setImmediate(resolve));
    const error = await errorOf(shop.stripe.customers.update('cus_ada', { name: 'A' }, { idempotencyKey: 'k' }));
    release();
    expect([error.statusCode, error.code, (await first).name]).toEqual([409, refusals.key_in_use.code, 'A']);
  });

  it('proves every row of the table', () => {
    const proved = new Set<string>([...CASES.map(([name]) => name), 'pause_not_flexible', 'key_in_use']);
    expect(Object.keys(refusals).filter((name) => !proved.has(name))).toEqual([]);
  });

  it('names a source for every row', () => {
    expect(
      Object.values(refusals).filter((row) => !/^(facts §|facts, |recording: |completions |assumed)/.test(row.source)),
    ).toEqual([]);
  });

  it.each([
    [
      'an uncollectible invoice can still be paid',
      async (shop: Shop): Promise<unknown> => {
        await shop.stripe.invoices.markUncollectible('in_1');
        return (await shop.stripe.invoices.pay('in_1', { payment_method: 'pm_2' })).status;
      },
      'paid',
    ],
    [
      'an invoice of a cancelled subscription can still be paid',
      async (shop: Shop): Promise<unknown> => {
        await shop.stripe.subscriptions.cancel('sub_ada');
        return (await shop.stripe.invoices.pay('in_1', { payment_method: 'pm_2' })).status;
      },
      'paid',
    ],
    [
      'auto_advance of a void invoice stays off',
      async (shop: Shop): Promise<unknown> => {
        await shop.stripe.invoices.voidInvoice('in_1');
        return (await shop.stripe.invoices.update('in_1', { auto_advance: true })).auto_advance;
      },
      false,
    ],
    [
      'auto_advance goes off when the subscription is cancelled',
      async (shop: Shop): Promise<unknown> => {
        await shop.stripe.subscriptions.cancel('sub_ada');
        return (await shop.stripe.invoices.retrieve('in_1')).auto_advance;
      },
      false,
    ],
    [
      'an unknown parameter is no error',
      async (shop: Shop): Promise<unknown> => {
        await shop.stripe.rawRequest('POST', '/v1/customers/cus_ada', { surprise: '1' });
        return 'fine';
      },
      'fine',
    ],
  ] as const)('allows what Stripe allows: %s', async (_, act, expected) => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.addCard('cus_ada', { id: 'pm_2' });
    failed(shop);
    expect(await act(shop)).toBe(expected);
  });
});
