import { addInterval, type Period, periodOf, recurring, setPeriod } from './calendar.ts';
import { type Collected, collect } from './collect.ts';
import { change, emit, update } from './events.ts';
import { type InvoiceLine, invoiceShape } from './invoice-shape.ts';
import { customerOf, finalize, markUncollectible, setAutoAdvance, voidInvoice } from './invoices.ts';
import type { Invoice, Subscription } from './objects.ts';
import { subscriptionOf } from './objects.ts';
import { followPayment } from './subscription-status.ts';
import type { Actor } from './types.ts';
import type { World } from './world.ts';

export interface Bill {
  readonly reason: string;
  readonly period: Period;
  readonly invoice?: string | undefined;
  /** Replaces what the items cost, in minor units. */
  readonly amount?: number | undefined;
}

/** Makes the draft invoice of a period; it takes the customer's pending items with it. */
export function bill(world: World, subscription: Subscription, of: Bill): Invoice {
  const invoice = invoiceShape(world, {
    id: of.invoice ?? world.id('in'),
    customer: customerOf(world, subscription.customer),
    subscription,
    reason: of.reason,
    currency: subscription.currency,
    lines: [...itemLines(world, subscription, of.amount), ...pendingLines(world, subscription)],
    period: of.period,
  });
  if (world.state.invoices.has(invoice.id)) throw new Error(`the fake Stripe already has an invoice "${invoice.id}"`);
  world.state.invoices.set(invoice.id, invoice);
  emit(world, 'invoice.created', invoice);
  return invoice;
}

function itemLines(world: World, subscription: Subscription, amount: number | undefined): InvoiceLine[] {
  const off = discountOf(world, subscription);
  return subscription.items.data.map((item, index) => {
    const full = item.price.unit_amount * item.quantity;
    const given = amount === undefined ? Math.round((full * (100 - off)) / 100) : index === 0 ? amount : 0;
    const { id: price, product, nickname } = item.price;
    return {
      amount: given,
      description: `${item.quantity} × ${nickname ?? price}`,
      item: item.id,
      price,
      product,
      quantity: item.quantity,
    };
  });
}

function discountOf(world: World, subscription: Subscription): number {
  const live = subscription.discounts
    .map((id) => world.state.discounts.get(id))
    .filter((discount) => discount !== undefined && (discount.end === null || discount.end > world.seconds));
  return Math.min(
    100,
    live.reduce((sum, discount) => sum + (discount?.percent ?? 0), 0),
  );
}

function pendingLines(world: World, subscription: Subscription): InvoiceLine[] {
  const items = world.state.pendingItems.get(subscription.customer) ?? [];
  world.state.pendingItems.delete(subscription.customer);
  return items.map(({ amount, description }) => ({ amount, description }));
}

export interface Renewal {
  readonly invoice?: string | undefined;
  readonly amount?: number | undefined;
}

/** The turn of the period: Stripe bills, finalises and tries the default card. Nothing where Stripe bills nothing. */
export function renew(world: World, subscription: Subscription, of: Renewal = {}): Invoice | undefined {
  if (!['active', 'past_due', 'trialing', 'unpaid'].includes(subscription.status)) return undefined;
  if (subscription.cancel_at_period_end) {
    end(world, subscription);
    return undefined;
  }
  const period = nextPeriod(world, subscription);
  const invoice = bill(world, subscription, { reason: 'subscription_cycle', period, ...of });
  turnPeriod(world, subscription, period, invoice, subscription.status === 'trialing' ? 'active' : subscription.status);
  if (subscription.status === 'unpaid')
    update(world, 'invoice.updated', invoice, setAutoAdvance(world, invoice, false));
  else if (subscription.pause_collection === null) finalizeAndCollect(world, invoice, 'stripe');
  else shelve(world, invoice, subscription.pause_collection.behavior);
  return invoice;
}

/** `pause_collection` goes on billing and only keeps the money from being asked for (facts, finding 3). */
function shelve(world: World, invoice: Invoice, behavior: string): void {
  if (behavior === 'keep_as_draft') {
    update(world, 'invoice.updated', invoice, setAutoAdvance(world, invoice, false));
    return;
  }
  finalize(world, invoice);
  if (invoice.status !== 'open') return;
  if (behavior === 'void') voidInvoice(world, invoice);
  else markUncollectible(world, invoice, 'subscription_paused');
}

export function finalizeAndCollect(world: World, invoice: Invoice, actor: Actor): Collected | undefined {
  finalize(world, invoice);
  if (invoice.status === 'paid') followPayment(world, invoice);
  if (invoice.status !== 'open' || invoice.collection_method !== 'charge_automatically') return undefined;
  return collect(world, invoice, { actor });
}

/** From the end of the last period, or from now when the story renews early or very late. */
function nextPeriod(world: World, subscription: Subscription): Period {
  const { interval, interval_count: count } = recurring(subscription);
  const last = periodOf(subscription).end;
  const ending = addInterval(last, interval, count, subscription.billing_cycle_anchor);
  if (last <= world.seconds && ending > world.seconds) return { start: last, end: ending };
  return { start: world.seconds, end: addInterval(world.seconds, interval, count, world.seconds) };
}

export function turnPeriod(
  world: World,
  subscription: Subscription,
  period: Period,
  invoice: Invoice,
  status: string,
): void {
  const previous = setPeriod(subscription, period);
  const changed = change(subscription, {
    latest_invoice: invoice.id,
    status,
    billing_cycle_anchor: anchorOf(subscription, period),
  });
  emit(world, 'customer.subscription.updated', subscription, { ...previous, ...changed });
}

const anchorOf = (subscription: Subscription, period: Period): number =>
  period.end === addInterval(period.start, ...cycle(subscription), subscription.billing_cycle_anchor)
    ? subscription.billing_cycle_anchor
    : period.start;

function cycle(subscription: Subscription): [string, number] {
  const { interval, interval_count: count } = recurring(subscription);
  return [interval, count];
}

/** The end of a trial: the first real invoice. */
export function convertTrial(world: World, subscription: Subscription, of: Renewal = {}): Invoice | undefined {
  if (subscription.status !== 'trialing')
    throw new Error(`subscription "${subscription.id}" is ${subscription.status}, only a trial can be converted`);
  world.state.endings.delete(subscription.id);
  Object.assign(subscription, { trial_end: world.seconds });
  for (const item of subscription.items.data) item.current_period_end = world.seconds;
  return renew(world, subscription, of);
}

export interface Cancellation {
  readonly when: 'now' | 'period_end';
  readonly reason?: string | undefined;
  readonly feedback?: string | null;
  readonly comment?: string | null;
}

export function cancel(world: World, subscription: Subscription, of: Cancellation): void {
  const details = {
    comment: of.comment ?? null,
    feedback: of.feedback ?? null,
    reason: of.reason ?? 'cancellation_requested',
  };
  if (of.when === 'now') {
    subscription.cancellation_details = details;
    end(world, subscription);
    return;
  }
  const at = periodOf(subscription).end;
  world.state.endings.set(subscription.id, at);
  update(world, 'customer.subscription.updated', subscription, {
    cancel_at_period_end: true,
    cancel_at: at,
    canceled_at: world.seconds,
    cancellation_details: details,
  });
}

/** The subscription is over: its open invoices stay payable, but Stripe stops collecting them (facts §4.5). */
export function end(world: World, subscription: Subscription): void {
  world.state.endings.delete(subscription.id);
  for (const invoice of openInvoices(world, subscription.id)) {
    update(world, 'invoice.updated', invoice, setAutoAdvance(world, invoice, false));
  }
  Object.assign(subscription, {
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? world.seconds,
    ended_at: world.seconds,
    pause_collection: null,
    cancel_at_period_end: false,
  });
  emit(world, 'customer.subscription.deleted', subscription);
}

export const openInvoices = (world: World, subscription: string): Invoice[] =>
  [...world.state.invoices.values()].filter(
    (invoice) => subscriptionOf(invoice) === subscription && (invoice.status === 'open' || invoice.status === 'draft'),
  );
