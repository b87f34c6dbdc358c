import { describe, expect, it } from '@jest/globals';
import { readCard } from '../../../lambdas/billing/read-card.ts';
import { readCustomer } from '../../../lambdas/billing/read-customer.ts';
import { readDecline } from '../../../lambdas/billing/read-decline.ts';
import { readInvoice } from '../../../lambdas/billing/read-invoice.ts';
import { readPayment } from '../../../lambdas/billing/read-payment.ts';
import { readSubscription } from '../../../lambdas/billing/read-subscription.ts';
import { BadInput } from '../../../lambdas/kernel/failures.ts';

const invoice = {
  id: 'in_1',
  customer: 'cus_1',
  currency: 'JPY',
  amount_due: 900,
  created: 1_790_000_000,
  status: 'open',
};
const subscription = { id: 'sub_1', customer: 'cus_1', status: 'active', created: 1_790_000_000 };
const failed = {
  id: 'pi_1',
  object: 'payment_intent',
  status: 'requires_payment_method',
  payment_method: null,
  last_payment_error: {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    network_advice_code: '24',
    charge: 'ch_1',
    payment_method: { id: 'pm_1', object: 'payment_method' },
  },
};
const blockedCharge = {
  id: 'ch_1',
  object: 'charge',
  status: 'failed',
  created: 1_790_000_100,
  outcome: { type: 'blocked', reason: 'previously_declined_do_not_retry', network_status: 'not_sent_to_network' },
};
const priced = (unit: number | null, more: object = {}) => ({
  price: {
    id: 'price_1',
    currency: 'usd',
    unit_amount: unit,
    recurring: { interval: 'month', interval_count: 1 },
    ...more,
  },
});

describe('readInvoice', () => {
  it('takes the payment of the default entry, expanded, with its charge', () => {
    const payments = {
      data: [
        {
          is_default: false,
          payment: { type: 'payment_intent', payment_intent: { id: 'pi_old', status: 'canceled' } },
        },
        {
          is_default: true,
          payment: { type: 'payment_intent', payment_intent: { ...failed, latest_charge: blockedCharge } },
        },
      ],
    };

    expect(readInvoice({ ...invoice, payments }).payment).toEqual({
      intent: 'pi_1',
      status: 'requires_payment_method',
      paymentMethod: 'pm_1',
      charge: 'ch_1',
      chargedAt: 1_790_000_100_000,
      failure: {
        code: 'card_declined',
        declineCode: 'generic_decline',
        networkAdviceCode: '24',
        outcomeType: 'blocked',
        outcomeReason: 'previously_declined_do_not_retry',
        charge: 'ch_1',
        paymentMethod: 'pm_1',
        intent: 'pi_1',
      },
    });
  });

  it.each<[string, object, true | undefined]>([
    ['taken whole by a credit note', {}, true],
    ['paid in part before', { amount_paid: 100 }, undefined],
    ['paid without a credit note', { pre_payment_credit_notes_amount: 0 }, undefined],
    ['of before there were credit notes', { pre_payment_credit_notes_amount: undefined }, undefined],
    ['still open', { status: 'open' }, undefined],
  ])('knows whether a paid invoice was %s', (_name, over, credited) => {
    const taken = { status: 'paid', amount_paid: 0, pre_payment_credit_notes_amount: 4900 };

    expect(readInvoice({ ...invoice, ...taken, ...over }).credited).toBe(credited);
  });

  it.each([
    [
      'an unexpanded entry since Basil',
      { payments: { data: [{ payment: { type: 'payment_intent', payment_intent: 'pi_1' } }] } },
    ],
    ['an unexpanded intent before it', { payment_intent: 'pi_1', charge: 'ch_1' }],
    ['nothing at all', {}],
  ])('knows no payment from %s', (_name, fields) => {
    expect(readInvoice({ ...invoice, ...fields })).not.toHaveProperty('payment');
  });

  it.each([
    ['expanded at the top', { payment_intent: failed, charge: blockedCharge }, 'blocked'],
    ['with the charge alone, as in 2015', { charge: blockedCharge }, 'blocked'],
  ])('takes a payment %s', (_name, fields, outcomeType) => {
    expect(readInvoice({ ...invoice, ...fields }).payment?.failure?.outcomeType).toBe(outcomeType);
  });

  it.each([
    [{ status: 'open' }, 'open'],
    [{ status: 'deleted' }, 'other'],
    [{ status: 'something_new' }, 'other'],
    [{ status: null, paid: true, closed: true }, 'paid'],
    [{ status: null, paid: false, closed: true, forgiven: true }, 'uncollectible'],
    [{ status: null, paid: false, closed: true, forgiven: false, attempted: true }, 'open'],
    [{ status: null, paid: false, closed: false, attempted: true }, 'open'],
    [{ status: null, paid: false, closed: false, attempted: false }, 'draft'],
  ])('reads %j as %s', (fields, status) => {
    expect(readInvoice({ ...invoice, ...fields }).status).toBe(status);
  });

  it.each([
    [{ auto_advance: true }, true],
    [{ auto_advance: false }, false],
    [{}, true],
    [{ closed: true }, false],
    [{ closed: false }, true],
    [{ status: 'paid' }, false],
    [{ status: 'void', auto_advance: true }, false],
  ])('says for %j that Stripe collects by itself: %s', (fields, autoAdvance) => {
    expect(readInvoice({ ...invoice, ...fields }).autoAdvance).toBe(autoAdvance);
  });

  it.each([
    ['subscription', { subscription: 'sub_1' }],
    ['subscription, expanded', { subscription: { id: 'sub_1', object: 'subscription' } }],
    ['subscription_details.subscription', { subscription_details: { subscription: 'sub_1' } }],
    ['parent', { parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_1' } } }],
    ['parent, expanded', { parent: { subscription_details: { subscription: { id: 'sub_1' } } } }],
  ])('finds the subscription under %s', (_name, fields) => {
    expect(readInvoice({ ...invoice, ...fields }).subscription).toBe('sub_1');
  });

  it('spans the lines of the subscription and leaves prorations and one-off lines out', () => {
    const details = (proration: boolean) => ({
      type: 'subscription_item_details',
      subscription_item_details: { proration },
    });
    const lines = {
      data: [
        { period: { start: 100, end: 200 }, parent: details(true) },
        { period: { start: 300, end: 400 }, parent: details(false) },
        { period: { start: 310, end: 390 }, type: 'subscription', proration: false },
        { period: { start: 1, end: 999 }, type: 'invoiceitem' },
      ],
    };

    const read = readInvoice({ ...invoice, lines, period_start: 5, period_end: 6 });

    expect([read.periodStart, read.periodEnd]).toEqual([300_000, 400_000]);
  });

  it("takes the invoice's own period where no line is the subscription's", () => {
    const read = readInvoice({ ...invoice, period_start: 5, period_end: 6 });

    expect([read.periodStart, read.periodEnd]).toEqual([5000, 6000]);
  });

  it('keeps whole yen and writes the currency as Stripe does', () => {
    expect(readInvoice({ ...invoice, amount_remaining: 400 })).toMatchObject({
      amountDue: { amount: 900, currency: 'jpy' },
      amountRemaining: { amount: 400, currency: 'jpy' },
    });
  });

  it.each([
    ['invoice', null],
    ['invoice', []],
    ['invoice', 'in_1'],
    ['invoice.id', { ...invoice, id: undefined }],
    ['invoice.id', { ...invoice, id: '' }],
    ['invoice.customer', { ...invoice, customer: null }],
    ['invoice.customer', { ...invoice, customer: { name: 'without an id' } }],
    ['invoice.currency', { ...invoice, currency: 3 }],
    ['invoice.amount_due', { ...invoice, amount_due: '900' }],
    ['invoice.amount_due', { ...invoice, amount_due: Number.NaN }],
    ['invoice.created', { ...invoice, created: 'yesterday' }],
    ['invoice.created', { ...invoice, created: 1.5 }],
  ])('refuses and names a bad %s', (path, raw) => {
    expect(() => readInvoice(raw)).toThrow(BadInput);
    expect(() => readInvoice(raw)).toThrow(new RegExp(`^${path.replace('.', '\\.')} is `));
  });
});

describe('readSubscription', () => {
  it.each([
    ['one price', [{ quantity: 3, ...priced(500) }], { amount: 1500, quantity: 3 }],
    [
      'two items',
      [
        { quantity: 1, ...priced(500) },
        { quantity: 2, ...priced(100) },
      ],
      { amount: 700, quantity: 1 },
    ],
    [
      'a fraction of a cent',
      [{ quantity: 150, ...priced(null, { unit_amount_decimal: '0.5' }) }],
      { amount: 75, quantity: 150 },
    ],
  ])('adds up %s', (_name, data, { amount, quantity }) => {
    expect(readSubscription({ ...subscription, items: { data } })).toMatchObject({
      amount: { amount, currency: 'usd' },
      quantity,
      interval: 'month',
    });
  });

  it.each([
    ['a tiered price', [{ quantity: 1, ...priced(null, { billing_scheme: 'tiered' }) }]],
    [
      'one unknown among known',
      [
        { quantity: 1, ...priced(500) },
        { quantity: 1, ...priced(null) },
      ],
    ],
  ])('does not guess the amount of %s', (_name, data) => {
    expect(readSubscription({ ...subscription, items: { data } })).not.toHaveProperty('amount');
  });

  it('leaves metered items and items of another rhythm out of the amount', () => {
    const data = [
      priced(7, { recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } }),
      { quantity: 1, ...priced(500) },
      { quantity: 1, ...priced(9000, { recurring: { interval: 'year', interval_count: 1 } }) },
    ];

    expect(readSubscription({ ...subscription, items: { data } }).amount).toEqual({ amount: 500, currency: 'usd' });
  });

  it('takes the earliest end when items have periods of their own', () => {
    const data = [
      { current_period_start: 10, current_period_end: 900, ...priced(1) },
      { current_period_start: 20, current_period_end: 800, ...priced(1) },
    ];
    const read = readSubscription({ ...subscription, items: { data } });

    expect([read.periodStart, read.periodEnd]).toEqual([20_000, 800_000]);
  });

  it.each([
    [{ cancel_at_period_end: true }, true],
    [{ cancel_at_period_end: false, cancel_at: 899 }, true],
    [{ cancel_at_period_end: false, cancel_at: 900 }, true],
    [{ cancel_at_period_end: false, cancel_at: 901 }, false],
    [{ cancel_at_period_end: false, cancel_at: null }, false],
  ])('reads %j before a period ending at 900 as ending with it: %s', (fields, ends) => {
    expect(readSubscription({ ...subscription, current_period_end: 900, ...fields }).cancelAtPeriodEnd).toBe(ends);
  });

  it('reads a status of tomorrow as other', () => {
    expect(readSubscription({ ...subscription, status: 'hibernating' }).status).toBe('other');
  });

  it.each([
    ['subscription.id', { ...subscription, id: 5 }],
    ['subscription.customer', { ...subscription, customer: undefined }],
    ['subscription.created', { ...subscription, created: null }],
  ])('refuses a missing %s', (path, raw) => {
    expect(() => readSubscription(raw)).toThrow(`${path} is missing`);
  });
});

describe('readPayment', () => {
  it.each([
    ['requires_source', 'requires_payment_method'],
    ['requires_source_action', 'requires_action'],
    ['requires_capture', 'other'],
    ['succeeded', 'succeeded'],
  ])('reads the status %s as %s', (status, expected) => {
    expect(readPayment({ id: 'pi_1', status }).status).toBe(expected);
  });

  it('forgets the failure of an earlier attempt once the payment went through', () => {
    expect(readPayment({ ...failed, status: 'succeeded' })).not.toHaveProperty('failure');
  });

  it('takes the newest of the charges that stood in an intent before 2022-11-15', () => {
    const charges = {
      object: 'list',
      data: [blockedCharge, { id: 'ch_0', status: 'failed', outcome: { type: 'issuer_declined' } }],
    };

    expect(readPayment({ ...failed, charges })).toMatchObject({ charge: 'ch_1', failure: { outcomeType: 'blocked' } });
  });
});

describe('readDecline', () => {
  const stripeError = Object.assign(new Error('Your card was declined.'), {
    type: 'StripeCardError',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    advice_code: 'try_again_later',
    payment_intent: { id: 'pi_1', object: 'payment_intent', latest_charge: 'ch_1' },
    payment_method: { id: 'pm_1' },
    raw: { network_decline_code: '51', network_advice_code: '26' },
  });

  it('reads a thrown error of the SDK, its raw answer included', () => {
    expect(readDecline(stripeError)).toEqual({
      code: 'card_declined',
      declineCode: 'insufficient_funds',
      adviceCode: 'try_again_later',
      networkAdviceCode: '26',
      networkDeclineCode: '51',
      charge: 'ch_1',
      paymentMethod: 'pm_1',
      intent: 'pi_1',
    });
  });

  it('finds the block behind a generic decline when the error carries the charge', () => {
    const payment_intent = { id: 'pi_1', latest_charge: blockedCharge };

    expect(
      readDecline({ error: { code: 'card_declined', decline_code: 'generic_decline', payment_intent } }),
    ).toMatchObject({
      declineCode: 'generic_decline',
      outcomeReason: 'previously_declined_do_not_retry',
    });
  });

  it.each([
    ['a code without a decline code', { code: 'expired_card' }, { code: 'expired_card' }],
    ['nothing', {}, { code: 'unknown' }],
  ])('reads %s', (_name, raw, expected) => {
    expect(readDecline(raw)).toEqual(expected);
  });

  it("takes no decline code from the outcome of a block: the reason there is Stripe's word", () => {
    expect(readDecline(blockedCharge)).not.toHaveProperty('declineCode');
  });

  it('does not take the outcome of an earlier charge that went through', () => {
    const latest_charge = { id: 'ch_1', status: 'succeeded', outcome: { type: 'authorized' } };

    expect(readDecline({ ...failed, latest_charge })).not.toHaveProperty('outcomeType');
  });
});

describe('readCustomer and readCard', () => {
  it.each([
    [{ invoice_settings: { default_payment_method: 'pm_1' }, default_source: 'card_1' }, 'pm_1'],
    [{ invoice_settings: { default_payment_method: { id: 'pm_2' } } }, 'pm_2'],
    [{ invoice_settings: { default_payment_method: null }, default_source: 'card_1' }, 'card_1'],
    [{ default_card: 'card_0' }, 'card_0'],
    [{}, undefined],
  ])('reads what %j is charged to: %s', (fields, expected) => {
    expect(readCustomer({ id: 'cus_1', ...fields }).defaultPaymentMethod).toBe(expected);
  });

  it.each([
    ['American Express', 'amex'],
    ['Diners Club', 'diners'],
    ['MasterCard', 'mastercard'],
    ['Visa', 'visa'],
    ['Some New Network', 'some new network'],
  ])('calls the brand %s as networks are called today: %s', (brand, expected) => {
    expect(readCard({ id: 'card_1', object: 'card', brand }).brand).toBe(expected);
  });

  it.each([
    [
      { id: 'pm_1', type: 'sepa_debit', sepa_debit: { fingerprint: 'fp', last4: '3000' } },
      { type: 'sepa_debit', fingerprint: 'fp' },
    ],
    [{ id: 'pm_1', type: 'link', link: { email: 'ana@shop.test' } }, { type: 'link' }],
    [
      { id: 'src_1', object: 'source', type: 'card', card: { brand: 'Visa', fingerprint: 'fp' } },
      { type: 'card', brand: 'visa' },
    ],
    [
      { id: 'ba_1', object: 'bank_account', fingerprint: 'fp' },
      { type: 'bank_account', fingerprint: 'fp' },
    ],
  ])('reads %j', (raw, expected) => {
    expect(readCard(raw)).toMatchObject({ id: raw.id, ...expected });
  });

  it('refuses objects without an id', () => {
    expect(() => readCard({ type: 'card' })).toThrow('card.id is missing');
    expect(() => readCustomer({ email: 'ana@shop.test' })).toThrow('customer.id is missing');
  });
});
