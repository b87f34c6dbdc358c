import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import type { Outcome } from '../../../local/stripe/index.ts';
import { errorOf, openShop } from './shop.ts';

const EXPANDED = { expand: ['payments.data.payment.payment_intent'] };

describe('a renewal', () => {
  it('bills, fails and leaves the subscription past due', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const invoice = await shop.stripe.invoices.retrieve('in_1');
    expect({
      status: invoice.status,
      due: invoice.amount_remaining,
      count: invoice.attempt_count,
      advance: invoice.auto_advance,
    }).toEqual({
      status: 'open',
      due: 4900,
      count: 1,
      advance: true,
    });
    expect((await shop.stripe.subscriptions.retrieve('sub_ada')).status).toBe('past_due');
  });

  it('emits the events of a failure in order', () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    expect(shop.types()).toEqual([
      'invoice.created',
      'customer.subscription.updated',
      'invoice.updated',
      'invoice.finalized',
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'invoice.updated',
      'invoice.payment_failed',
      'customer.subscription.updated',
      'customer.updated',
    ]);
  });

  it('emits the events of a success in order', () => {
    const shop = openShop();
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    expect(shop.types().slice(5)).toEqual([
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
    ]);
  });

  it('writes no top-level subscription, charge or payment on the invoice', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const invoice = await shop.stripe.invoices.retrieve('in_1');
    const gone = ['subscription', 'charge', 'payment_intent', 'paid', 'payments', 'confirmation_secret'];
    expect(gone.filter((field) => field in invoice)).toEqual([]);
    expect(invoice.parent?.subscription_details?.subscription).toBe('sub_ada');
  });

  it('keeps the period on the items only', async () => {
    const shop = openShop();
    shop.fake.renew({ subscription: 'sub_ada' });
    const subscription = await shop.stripe.subscriptions.retrieve('sub_ada');
    expect('current_period_end' in subscription).toBe(false);
    expect(subscription.items.data[0]?.current_period_end).toBe(Date.parse('2026-12-10T09:00:00Z') / 1000);
  });

  it('fails without a charge when there is no card', () => {
    const shop = openShop({ card: false });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    expect(shop.types()).toContain('invoice.payment_failed');
    expect(shop.fake.charges).toEqual([]);
  });

  it.each(['paused', 'canceled', 'incomplete', 'incomplete_expired'])('bills nothing while %s', (status) => {
    const shop = openShop({ status });
    expect(shop.fake.renew({ subscription: 'sub_ada' })).toBeUndefined();
    expect(shop.events).toEqual([]);
  });
});

// The package writes '' where Stripe's body has no decline code.
describe('invoices.pay', () => {
  it.each<[Outcome, Record<string, unknown>]>([
    ['insufficient_funds', { code: 'card_declined', decline_code: 'insufficient_funds' }],
    ['do_not_honor', { code: 'card_declined', decline_code: 'do_not_honor' }],
    ['expired_card', { code: 'expired_card', decline_code: '' }],
    ['incorrect_cvc', { code: 'incorrect_cvc', decline_code: '' }],
    ['incorrect_number', { code: 'incorrect_number', decline_code: '' }],
    ['processing_error', { code: 'processing_error', decline_code: '' }],
    ['previously_declined_do_not_retry', { code: 'card_declined', decline_code: 'generic_decline' }],
    [
      { decline_code: 'generic_decline', outcome_reason: 'previously_declined_do_not_retry' },
      { code: 'card_declined', decline_code: 'generic_decline' },
    ],
    [
      { code: 'do_not_honor', advice_code: 'try_again_later' },
      { decline_code: 'do_not_honor', advice_code: 'try_again_later' },
    ],
    [
      { code: 'card_declined', decline_code: 'lost_card', network_advice_code: '03' },
      { code: 'card_declined', decline_code: 'lost_card', network_advice_code: '03' },
    ],
    ['authentication_required', { code: 'invoice_payment_intent_requires_action', decline_code: '' }],
  ])('answers 402 for %j', async (outcome, expected) => {
    const shop = openShop({ charges: ['insufficient_funds', outcome] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const error = await errorOf(shop.stripe.invoices.pay('in_1', {}, { idempotencyKey: 'k' }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, ...expected });
    expect(error.payment_intent?.id).toMatch(/^pi_/);
    expect(error.charge).toMatch(/^ch_/);
  });

  it.each<[Outcome, string, string, string]>([
    ['insufficient_funds', 'issuer_declined', 'insufficient_funds', 'declined_by_network'],
    ['previously_declined_do_not_retry', 'blocked', 'previously_declined_do_not_retry', 'not_sent_to_network'],
    [
      { decline_code: 'fraudulent', outcome_reason: 'highest_risk_level' },
      'blocked',
      'highest_risk_level',
      'not_sent_to_network',
    ],
    [
      { decline_code: 'generic_decline', outcome_type: 'blocked', outcome_reason: 'rule' },
      'blocked',
      'rule',
      'not_sent_to_network',
    ],
  ])('shows the outcome of %j on the charge', async (outcome, type, reason, network) => {
    const shop = openShop({ charges: [outcome] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const charge = await shop.stripe.charges.retrieve(shop.fake.charges[0]?.charge ?? '');
    expect(charge.outcome).toMatchObject({ type, reason, network_status: network });
  });

  it('leaves the decline in last_payment_error, found through the expanded payments', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const invoice = await shop.stripe.invoices.retrieve('in_1', EXPANDED);
    const intent = invoice.payments?.data[0]?.payment.payment_intent;
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds', payment_method: { id: 'pm_1' } },
    });
  });

  it('pays with the card that is named and makes the subscription active', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.addCard('cus_ada', { id: 'pm_2', fingerprint: 'fp_2' });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const paid = await shop.stripe.invoices.pay('in_1', { payment_method: 'pm_2' }, { idempotencyKey: 'k' });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 4900, amount_remaining: 0, auto_advance: false });
    expect((await shop.stripe.subscriptions.retrieve('sub_ada')).status).toBe('active');
    expect(shop.fake.charges[1]).toMatchObject({
      actor: 'us',
      card: 'pm_2',
      fingerprint: 'fp_2',
      outcome: 'ok',
      idempotencyKey: 'k',
    });
  });

  it.each([
    ['the invoice', { invoice: 'pm_3', subscription: 'pm_2' }, 'pm_3'],
    ['the subscription', { subscription: 'pm_2' }, 'pm_2'],
    ['the customer', {}, 'pm_1'],
  ])(
    'takes the default card of %s first',
    async (_, defaults: { invoice?: string; subscription?: string }, expected) => {
      const shop = openShop({ charges: ['insufficient_funds', 'ok'] });
      shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
      for (const id of ['pm_2', 'pm_3']) shop.fake.addCard('cus_ada', { id });
      if (defaults.subscription)
        await shop.stripe.subscriptions.update('sub_ada', { default_payment_method: defaults.subscription });
      if (defaults.invoice) await shop.stripe.invoices.update('in_1', { default_payment_method: defaults.invoice });
      await shop.stripe.invoices.pay('in_1');
      expect(shop.fake.charges.at(-1)?.card).toBe(expected);
    },
  );

  it('does not count our attempts', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    await errorOf(shop.stripe.invoices.pay('in_1', {}, { idempotencyKey: 'a' }));
    await errorOf(shop.stripe.invoices.pay('in_1', {}, { idempotencyKey: 'b' }));
    expect((await shop.stripe.invoices.retrieve('in_1')).attempt_count).toBe(1);
    shop.fake.stripeCharges('in_1');
    expect((await shop.stripe.invoices.retrieve('in_1')).attempt_count).toBe(2);
  });

  it('takes the outcomes of a card in turn over all actors and repeats the last', async () => {
    const shop = openShop({ charges: ['insufficient_funds', 'do_not_honor', 'lost_card'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    await errorOf(shop.stripe.invoices.pay('in_1'));
    shop.fake.stripeCharges('in_1');
    await errorOf(shop.stripe.invoices.pay('in_1'));
    expect(shop.fake.charges.map(({ actor, outcome }) => [actor, outcome])).toEqual([
      ['stripe', 'insufficient_funds'],
      ['us', 'do_not_honor'],
      ['stripe', 'lost_card'],
      ['us', 'lost_card'],
    ]);
  });

  it('marks what it caused with the key of the call, and nothing else', async () => {
    const shop = openShop({ charges: ['insufficient_funds', 'ok'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const before = shop.events.length;
    await shop.stripe.invoices.pay('in_1', {}, { idempotencyKey: 'ours' });
    const keys = shop.events.map((event) => event.request?.idempotency_key);
    expect(new Set(keys.slice(0, before))).toEqual(new Set([null]));
    expect(new Set(keys.slice(before))).toEqual(new Set(['ours']));
  });

  it('asks for authentication with both events', async () => {
    const shop = openShop({ charges: ['authentication_required'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    expect(shop.types().filter((type) => type.startsWith('invoice.payment'))).toEqual([
      'invoice.payment_failed',
      'invoice.payment_action_required',
    ]);
    const invoice = await shop.stripe.invoices.retrieve('in_1', EXPANDED);
    expect(invoice.payments?.data[0]?.payment.payment_intent).toMatchObject({ status: 'requires_action' });
    expect(shop.fake.customerPays('in_1', { how: 'authenticates' })).toMatchObject({
      actor: 'customer',
      outcome: 'ok',
    });
  });

  it('is paid without a charge when it is paid out of band', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const paid = await shop.stripe.invoices.pay('in_1', { paid_out_of_band: true });
    expect([paid.status, shop.fake.charges.length, shop.types().includes('invoice.payment_succeeded')]).toEqual([
      'paid',
      1,
      false,
    ]);
  });
});
