import { describe, expect, it } from '@jest/globals';
import { planEvent } from '../../../lambdas/billing/event-plan.ts';
import { handledTypes, ignoredTypes } from '../../../lambdas/billing/event-types.ts';
import { readStripeEvent } from '../../../lambdas/billing/stripe-event.ts';
import { BadInput } from '../../../lambdas/kernel/failures.ts';

const event = (type: string, object: object, previous_attributes?: object) =>
  readStripeEvent({ id: 'evt_1', type, created: 1, livemode: false, data: { object, previous_attributes } });
const thin = (type: string, related_object?: object) =>
  readStripeEvent({
    id: 'evt_1',
    object: 'v2.core.event',
    type,
    created: '2026-11-10T09:00:00Z',
    livemode: false,
    related_object,
  });

const card = { id: 'pm_1', object: 'payment_method', type: 'card', card: { fingerprint: 'fp_1' } };
const basil = { id: 'in_1', customer: 'cus_1', parent: { subscription_details: { subscription: 'sub_1' } } };

describe('planEvent', () => {
  it.each([
    [
      'invoice.payment_failed',
      basil,
      'invoice',
      'failed',
      { invoice: 'in_1', customer: 'cus_1', subscription: 'sub_1' },
    ],
    [
      'invoice.payment_action_required',
      basil,
      'invoice',
      'action_required',
      { invoice: 'in_1', customer: 'cus_1', subscription: 'sub_1' },
    ],
    [
      'invoice.paid',
      { id: 'in_1', customer: { id: 'cus_1' } },
      'invoice',
      'paid',
      { invoice: 'in_1', customer: 'cus_1' },
    ],
    ['invoice.payment_succeeded', { id: 'in_1' }, 'invoice', 'paid', { invoice: 'in_1' }],
    ['invoice.voided', { id: 'in_1' }, 'invoice', 'voided', { invoice: 'in_1' }],
    ['invoice.marked_uncollectible', { id: 'in_1' }, 'invoice', 'uncollectible', { invoice: 'in_1' }],
    [
      'invoice.upcoming',
      { customer: 'cus_1', subscription: 'sub_1' },
      'invoice',
      'upcoming',
      { customer: 'cus_1', subscription: 'sub_1' },
    ],
    [
      'payment_intent.processing',
      { id: 'pi_1', customer: 'cus_1', latest_charge: 'py_1' },
      'invoice',
      'processing',
      { intent: 'pi_1', customer: 'cus_1', charge: 'py_1' },
    ],
    [
      'charge.refunded',
      { id: 'ch_1', customer: 'cus_1', payment_intent: 'pi_1' },
      'invoice',
      'refunded',
      { charge: 'ch_1', customer: 'cus_1', intent: 'pi_1' },
    ],
    [
      'credit_note.created',
      { id: 'cn_1', invoice: 'in_1', customer: 'cus_1' },
      'invoice',
      'credited',
      { invoice: 'in_1', customer: 'cus_1' },
    ],
    [
      'customer.subscription.deleted',
      { id: 'sub_1', customer: 'cus_1' },
      'subscription',
      'cancelled',
      { subscription: 'sub_1', customer: 'cus_1' },
    ],
    [
      'customer.subscription.paused',
      { id: 'sub_1', customer: 'cus_1' },
      'subscription',
      'paused',
      { subscription: 'sub_1', customer: 'cus_1' },
    ],
    ['customer.deleted', { id: 'cus_1' }, 'customer', 'deleted', { customer: 'cus_1' }],
    [
      'payment_method.attached',
      { ...card, customer: 'cus_1' },
      'card',
      'attached',
      { card: 'pm_1', customer: 'cus_1', fingerprint: 'fp_1' },
    ],
    [
      'customer.source.created',
      { id: 'card_1', object: 'card', customer: 'cus_1', fingerprint: 'fp_2' },
      'card',
      'attached',
      { card: 'card_1', customer: 'cus_1', fingerprint: 'fp_2' },
    ],
    [
      'charge.dispute.created',
      { id: 'dp_1', charge: 'ch_1', payment_intent: 'pi_1' },
      'dispute',
      'disputed',
      { charge: 'ch_1', intent: 'pi_1' },
    ],
    [
      'charge.dispute.closed',
      { id: 'dp_1', charge: { id: 'ch_1', customer: 'cus_1' } },
      'dispute',
      'dispute_closed',
      { charge: 'ch_1', customer: 'cus_1' },
    ],
  ])('plans %s', (type, object, concern, hint, ids) => {
    expect(planEvent(event(type, object))).toMatchObject({ kind: 'handle', concern, hint, ids });
  });

  it('finds the customer of a detached card in what changed', () => {
    const plan = planEvent(event('payment_method.detached', { ...card, customer: null }, { customer: 'cus_1' }));

    expect(plan).toMatchObject({ hint: 'detached', ids: { card: 'pm_1', customer: 'cus_1', fingerprint: 'fp_1' } });
  });

  it('gives two events of one failed charge one charge key, and none where the event names no charge', () => {
    const failed = planEvent(event('invoice.payment_failed', { id: 'in_1', charge: 'ch_1' }));
    const required = planEvent(event('invoice.payment_action_required', { id: 'in_1', charge: { id: 'ch_1' } }));

    expect([failed, required]).toEqual([
      expect.objectContaining({ chargeKey: 'ch_1' }),
      expect.objectContaining({ chargeKey: 'ch_1' }),
    ]);
    expect(planEvent(event('invoice.payment_failed', basil))).not.toHaveProperty('chargeKey');
  });

  it.each([
    ['v1.invoice.payment_failed', { id: 'in_1', type: 'invoice' }, { invoice: 'in_1' }],
    ['v1.customer.subscription.past_due', { id: 'sub_1', type: 'subscription' }, { subscription: 'sub_1' }],
    ['v1.payment_method.attached', { id: 'pm_1', type: 'payment_method' }, { card: 'pm_1' }],
  ])('plans the thin event %s from its related object', (type, related, ids) => {
    expect(planEvent(thin(type, related))).toMatchObject({ kind: 'handle', ids });
  });

  it.each([
    ['v1.invoice.paid', undefined],
    ['v1.invoice.upcoming', undefined],
    ['v1.charge.dispute.created', { id: 'dp_1', type: 'dispute' }],
  ])('refuses the thin event %s, which does not say whose it is', (type, related) => {
    expect(() => planEvent(thin(type, related))).toThrow('subscribe to the snapshot form');
  });

  it.each([
    ['invoice.paid', { customer: 'cus_1' }],
    ['invoice.upcoming', { subscription: 'sub_1' }],
    ['credit_note.created', { id: 'cn_1' }],
    ['customer.subscription.updated', { customer: 'cus_1' }],
    ['payment_method.attached', { customer: 'cus_1' }],
    ['charge.dispute.created', { id: 'dp_1' }],
  ])('refuses %s without the id it is about', (type, object) => {
    expect(() => planEvent(event(type, object))).toThrow(BadInput);
  });

  it.each([
    [
      'checkout.session.completed',
      'checkout.session.completed: the subscription it created, or the card it saved, has events of its own',
    ],
    ['payment_intent.payment_failed', 'invoice.payment_failed brings the same news'],
    ['customer.source.expiring', 'never sent for payment methods'],
    ['invoice.payment_attempt_required', 'custom payment methods'],
    ['v2.billing.meter.error_report_triggered', 'v2 objects are not used'],
    ['reader.action_failed', 'reader.action_failed: not a type that changes anything here'],
    ['constructor', 'constructor: not a type'],
    ['__proto__', '__proto__: not a type'],
  ])('leaves %s alone and says why', (type, why) => {
    expect(planEvent(event(type, { id: 'x_1' }))).toEqual({ kind: 'ignored', why: expect.stringContaining(why) });
  });

  it('leaves an event alone that carries another kind of object than its type says', () => {
    const plan = planEvent(event('invoice.updated', { id: 'inpay_1', object: 'invoice_payment', invoice: 'in_1' }));

    expect(plan).toEqual({ kind: 'ignored', why: expect.stringContaining('invoice_payment') });
  });

  it('has no type in both tables', () => {
    expect(Object.keys(handledTypes).filter((type) => Object.hasOwn(ignoredTypes, type))).toEqual([]);
  });
});
