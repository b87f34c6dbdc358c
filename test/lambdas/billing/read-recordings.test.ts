import { describe, expect, it } from '@jest/globals';
import { inside, isRaw, type Raw, text } from '../../../lambdas/billing/raw.ts';
import { readCard } from '../../../lambdas/billing/read-card.ts';
import { readCustomer } from '../../../lambdas/billing/read-customer.ts';
import { readDecline } from '../../../lambdas/billing/read-decline.ts';
import { readInvoice } from '../../../lambdas/billing/read-invoice.ts';
import { readPayment } from '../../../lambdas/billing/read-payment.ts';
import { readSubscription } from '../../../lambdas/billing/read-subscription.ts';
import { present, recorded, recordedData, recordedEvents, recordedReplies } from './recordings.ts';

const suite = present ? describe : describe.skip;

const card = (raw: unknown) => readCard(raw).id;
/** Each reads the whole object and returns the id it found. */
const readers: Readonly<Record<string, (raw: unknown) => string | undefined>> = {
  invoice: (raw) => readInvoice(raw).id,
  subscription: (raw) => readSubscription(raw).id,
  customer: (raw) => readCustomer(raw).id,
  payment_method: card,
  card,
  source: card,
  bank_account: card,
  payment_intent: (raw) => readPayment(raw).intent,
  charge: (raw) => readPayment(raw).charge,
};

/** Every object a reader exists for, wherever a recording holds it, nested and expanded ones too. */
function* objectsIn(value: unknown): Generator<Raw> {
  if (Array.isArray(value)) for (const one of value) yield* objectsIn(one);
  if (!isRaw(value)) return;
  if (text(value.object) !== undefined && Object.hasOwn(readers, String(value.object))) yield value;
  for (const one of Object.values(value)) yield* objectsIn(one);
}

const all = [...recordedEvents(), ...recordedData(), ...recordedReplies()].flatMap(({ file, json }) =>
  [...objectsIn(json)].map((raw) => ({ file, raw })),
);
const dataObject = (hash: string): Raw => inside(recorded(hash), 'data', 'object');
const at = (iso: string): number => Date.parse(iso);

suite('recorded objects', () => {
  it('are read with the id they carry, all but the upcoming invoices, which have none', () => {
    const failures = all.flatMap(({ file, raw }) => {
      try {
        const id = readers[String(raw.object)]?.(raw);
        return id === raw.id ? [] : [`${file}: read ${id}`];
      } catch (error) {
        return [`${file.split('/').at(-1)}: ${error instanceof Error ? error.message : ''}`];
      }
    });

    expect(failures).toEqual([
      'invoice.upcoming__2018-01-23__c7c69f26.json: invoice.id is missing: fetch the object again or check what was sent',
      'invoice.upcoming__nover__24fa6262.json: invoice.id is missing: fetch the object again or check what was sent',
    ]);
  });

  it('are many: a source that vanished would not go unnoticed', () => {
    const counts = Object.groupBy(all, ({ raw }) => String(raw.object));

    expect(Object.fromEntries(Object.entries(counts).map(([kind, list]) => [kind, (list?.length ?? 0) >= 8]))).toEqual({
      invoice: true,
      subscription: true,
      customer: true,
      payment_method: true,
      card: true,
      source: true,
      bank_account: true,
      payment_intent: true,
      charge: true,
    });
  });
});

suite('recorded invoices', () => {
  it('reads 2018-01-23: no status, `date`, `billing`, a subscription at the top, lines that say what is paid for', () => {
    expect(readInvoice(dataObject('ad65f757'))).toEqual({
      id: 'in_00000000000000',
      customer: 'cus_00000000000000',
      subscription: 'sub_00000000000000',
      status: 'open',
      billingReason: 'other',
      collection: 'charge_automatically',
      amountDue: { amount: 0, currency: 'usd' },
      amountRemaining: { amount: 0, currency: 'usd' },
      autoAdvance: true,
      attempted: true,
      created: at('2018-01-28T22:34:38Z'),
      periodStart: at('2018-02-11T22:34:38Z'),
      periodEnd: at('2018-03-11T22:34:38Z'),
      number: 'fdd26fc3cb-0001',
      livemode: false,
    });
  });

  it('reads a paid and closed one of 2018-01-23 as paid', () => {
    expect(readInvoice(dataObject('2ce0c520'))).toMatchObject({ status: 'paid', autoAdvance: false });
  });

  it('reads 2020-08-27 with its own status and `auto_advance`', () => {
    expect(readInvoice(dataObject('2af9e278'))).toMatchObject({
      status: 'open',
      billingReason: 'manual',
      amountRemaining: { amount: 2000, currency: 'usd' },
      autoAdvance: false,
      attempted: true,
    });
  });

  it('reads clover: the subscription under `parent`, the period of its line, no payment', () => {
    const invoice = readInvoice(recorded('070529c9'));

    expect(invoice).toMatchObject({
      id: 'in_1SRzp4KXBGcbgpbZ9xmUJ3df',
      subscription: 'sub_1SRzp3KXBGcbgpbZDcTsaVD4',
      status: 'paid',
      billingReason: 'subscription_create',
      paidAt: at('2025-11-10T18:28:13Z'),
      periodStart: at('2025-11-10T18:28:13Z'),
      periodEnd: at('2025-12-10T18:28:13Z'),
    });
    expect(invoice).not.toHaveProperty('payment');
  });
});

suite('recorded subscriptions', () => {
  it('reads 2014-11-05: one plan at the top, `start`, no items', () => {
    expect(readSubscription(dataObject('05489b7d'))).toMatchObject({
      status: 'trialing',
      billingMode: 'classic',
      plan: 'kx0AFo_00000000000000',
      interval: 'month',
      amount: { amount: 2499, currency: 'eur' },
      trialEnd: at('2015-01-27T04:01:35Z'),
      created: at('2015-01-24T15:45:29Z'),
    });
  });

  it('reads 2020-08-27: ten seats, the period at the top', () => {
    expect(readSubscription(recorded('34af74b9'))).toMatchObject({
      id: 'sub_JGwCm9P8YH7raV',
      plan: 'small-monthly',
      quantity: 10,
      amount: { amount: 25_000, currency: 'usd' },
      periodEnd: at('2021-05-09T17:40:35Z'),
    });
  });

  it.each([
    [
      '7ac3b829',
      { periodEnd: at('2025-12-10T18:28:13Z'), cancelAtPeriodEnd: true, cancellationReason: 'cancellation_requested' },
    ],
    ['be32152c', { periodEnd: at('2025-12-10T18:29:48Z'), cancelAtPeriodEnd: false, pauseCollection: 'void' }],
    ['436fd79c', { periodEnd: at('2025-11-14T18:15:18Z'), status: 'trialing', trialEnd: at('2025-11-14T18:15:18Z') }],
    ['2aa72b32', { periodEnd: at('2025-11-14T18:15:18Z'), status: 'canceled', endedAt: at('2025-10-31T18:15:20Z') }],
  ])('reads clover %s: periods on the items, flexible billing', (hash, expected) => {
    expect(readSubscription(recorded(hash))).toMatchObject({ ...expected, billingMode: 'flexible', interval: 'month' });
  });
});

suite('recorded payments and cards', () => {
  it('reads a failed intent of 2020-08-27 with the outcome of the charge inside it', () => {
    expect(readPayment(dataObject('76cbc539'))).toMatchObject({
      status: 'requires_payment_method',
      failure: { code: 'card_declined', declineCode: 'generic_decline', outcomeType: 'issuer_declined' },
    });
  });

  it('reads an intent under way without a failure, though its charge is not paid yet', () => {
    const payment = readPayment(dataObject('7f3ffc96'));

    expect(payment.status).toBe('processing');
    expect(payment).not.toHaveProperty('failure');
  });

  it('reads a failed charge of 2020-03-02: the decline code stands in the outcome', () => {
    expect(readPayment(dataObject('78cdc79f'))).toMatchObject({
      intent: 'pi_3KtoMeJDPojXS6LN0XnGDnI3',
      charge: 'ch_3KtoMeJDPojXS6LN0igeffJ6',
      failure: { code: 'card_declined', declineCode: 'transaction_not_allowed' },
    });
  });

  it("reads the body of a 402 of clover with the issuer's advice", () => {
    expect(readDecline(recorded('68d371b5'))).toEqual({
      code: 'card_declined',
      declineCode: 'generic_decline',
      adviceCode: 'try_again_later',
      networkDeclineCode: '01',
    });
  });

  it('reads an intent of clover with its charge expanded', () => {
    expect(readPayment(recorded('9dcd3360'))).toMatchObject({
      status: 'succeeded',
      charge: 'ch_3SRznGKXBGcbgpbZ1w3WSym3',
      chargedAt: at('2025-11-10T18:26:22Z'),
    });
  });

  it.each([
    ['adc04642', 'card', 'mastercard', '8210'],
    ['fb48e612', 'card', 'visa', '4242'],
  ])('reads the old card %s with the brand as networks are called today', (hash, type, brand, last4) => {
    expect(readCard(dataObject(hash))).toMatchObject({ type, brand, last4 });
  });

  it('reads a bank debit as what it is, not as a card', () => {
    const card = readCard(recorded('25328a10'));

    expect(card).toMatchObject({ type: 'acss_debit', last4: expect.any(String) });
    expect(card).not.toHaveProperty('brand');
  });

  it('reads a customer deleted in 2020-03-02, who is little more than an id', () => {
    expect(readCustomer(dataObject('499f3412'))).toEqual({
      id: 'cus_IhGfebO16cMIGN',
      deleted: true,
      metadata: {},
      livemode: false,
    });
  });
});
