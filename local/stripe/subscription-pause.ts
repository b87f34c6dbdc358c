import { addInterval, periodAt, periodOf, recurring, setPeriod } from './calendar.ts';
import { collect, defaultCardId } from './collect.ts';
import { emit, update } from './events.ts';
import { finalize, voidInvoice } from './invoices.ts';
import type { Invoice, Subscription } from './objects.ts';
import { nested, text } from './params.ts';
import { cardError } from './pay.ts';
import { Refusal, refuse } from './refusals.ts';
import { restart, resumed } from './subscription-status.ts';
import { bill } from './subscriptions.ts';
import type { Actor, Params } from './types.ts';
import type { World } from './world.ts';

/** `subscriptions.pause`: flexible billing mode only (facts §4.5 A). */
export function pause(world: World, subscription: Subscription, params: Params): void {
  mustBePausable(subscription);
  const credit = text(nested(nested(params, 'bill_for'), 'unused_time_from'), 'type') ?? 'now';
  if (credit !== 'none') creditUnusedTime(world, subscription, credit);
  world.state.endings.delete(subscription.id);
  const { start } = periodOf(subscription);
  const previous = setPeriod(subscription, { start, end: world.seconds });
  const status = subscription.status;
  Object.assign(subscription, {
    status: 'paused',
    status_details: {
      paused: { subscription: { type: 'pause_requested' }, transitioned_at: world.seconds, type: 'subscription' },
    },
  });
  emit(world, 'customer.subscription.updated', subscription, { ...previous, status });
  emit(world, 'customer.subscription.paused', subscription);
}

function mustBePausable(subscription: Subscription): void {
  if (subscription.billing_mode.type !== 'flexible') throw refuse('pause_not_flexible');
  if (subscription.collection_method !== 'charge_automatically') throw refuse('pause_send_invoice');
  const never = ['trialing', 'paused', 'incomplete', 'incomplete_expired', 'canceled'];
  if (never.includes(subscription.status)) throw refuse('pause_status', { status: subscription.status });
}

/** The trap of the default: a credit for time that nobody paid for (facts, finding 4). */
function creditUnusedTime(world: World, subscription: Subscription, from: string): void {
  const { start, end } = periodOf(subscription);
  const since = from === 'item_current_period_start' ? start : world.seconds;
  const price = subscription.items.data.reduce((sum, item) => sum + item.price.unit_amount * item.quantity, 0);
  const amount = -Math.round((price * Math.max(0, end - since)) / Math.max(1, end - start));
  if (amount === 0) return;
  const item = { amount, currency: subscription.currency, description: 'Unused time', subscription: subscription.id };
  const { pendingItems } = world.state;
  pendingItems.set(subscription.customer, [...(pendingItems.get(subscription.customer) ?? []), item]);
  emit(world, 'invoiceitem.created', {
    id: world.id('ii'),
    object: 'invoiceitem',
    customer: subscription.customer,
    ...item,
  });
}

/** `subscriptions.resume`. With `resume_on_payment_success` it bills first, and only money resumes. */
export function resume(world: World, subscription: Subscription, params: Params, actor: Actor): void {
  if (subscription.status === 'canceled') throw refuse('resume_canceled');
  if (subscription.status !== 'paused') throw refuse('resume_not_paused', { status: subscription.status });
  if (text(params, 'billing_cycle_anchor') !== undefined)
    throw refuse('invalid_object', { param: 'billing_cycle_anchor' });
  if (text(nested(params, 'billing_cycle_anchor'), 'type') === 'unchanged') resumeUnchanged(world, subscription);
  else resumeNow(world, subscription, params, actor);
}

function resumeNow(world: World, subscription: Subscription, params: Params, actor: Actor): void {
  const onSuccess = text(params, 'payment_behavior') === 'resume_on_payment_success';
  if (onSuccess && defaultCardId(world, subscription.customer, subscription) === undefined) throw refuse('pay_no_card');
  const invoice = resumptionInvoice(world, subscription);
  if (invoice.status === 'paid') restart(world, subscription, invoice);
  else if (onSuccess) payAndResume(world, subscription, invoice, actor);
  else {
    world.state.resuming.set(invoice.id, subscription.id);
    subscription.latest_invoice = invoice.id;
  }
}

/** `unchanged` with no proration: nothing is billed, the old rhythm goes on (assumed). */
function resumeUnchanged(world: World, subscription: Subscription): void {
  const { interval, interval_count: count } = recurring(subscription);
  setPeriod(subscription, periodAt(subscription.billing_cycle_anchor, interval, count, world.seconds));
  resumed(world, subscription, 'active');
}

function resumptionInvoice(world: World, subscription: Subscription): Invoice {
  const { interval, interval_count: count } = recurring(subscription);
  const end = addInterval(world.seconds, interval, count, world.seconds);
  // billing_reason is assumed: no source names the one of a resumption invoice.
  const invoice = bill(world, subscription, { reason: 'subscription_update', period: { start: world.seconds, end } });
  invoice.auto_advance = false;
  finalize(world, invoice);
  return invoice;
}

function payAndResume(world: World, subscription: Subscription, invoice: Invoice, actor: Actor): void {
  const result = collect(world, invoice, { actor });
  if (result.kind === 'ok') restart(world, subscription, invoice);
  if (result.kind === 'pending') world.state.resuming.set(invoice.id, subscription.id);
  if (result.kind !== 'declined') return;
  const error = cardError(world, invoice, result);
  voidInvoice(world, invoice);
  throw error;
}

/** Clears every kind of stop from outside: a planned end, a paused collection, a true pause. */
export function resumeFromOutside(world: World, subscription: Subscription): boolean {
  if (subscription.status === 'paused' && !paysToResume(world, subscription)) return false;
  world.state.endings.delete(subscription.id);
  update(world, 'customer.subscription.updated', subscription, {
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
    pause_collection: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
  });
  return true;
}

/** Whoever asked for it, it is Stripe that charges the card on file: nobody entered a payment. */
function paysToResume(world: World, subscription: Subscription): boolean {
  try {
    resume(world, subscription, { payment_behavior: 'resume_on_payment_success' }, 'stripe');
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
