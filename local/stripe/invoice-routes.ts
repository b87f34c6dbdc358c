import { addInterval, recurring } from './calendar.ts';
import { emit, update } from './events.ts';
import { type InvoiceLine, invoiceShape } from './invoice-shape.ts';
import {
  customerOf,
  intentOf,
  markUncollectible,
  setAutoAdvance,
  settleWithoutCharge,
  voidInvoice,
} from './invoices.ts';
import type { Invoice, StripeObject, Subscription } from './objects.ts';
import { subscriptionOf } from './objects.ts';
import { flag, integer, mergeMetadata, text } from './params.ts';
import { attachedCard } from './pay.ts';
import { refuse } from './refusals.ts';
import { followPayment } from './subscription-status.ts';
import type { Params } from './types.ts';
import type { World } from './world.ts';

/** `POST /v1/invoices/:id`. On a closed invoice `auto_advance` stays false whatever is asked. */
export function updateInvoice(world: World, invoice: Invoice, params: Params): void {
  const advance = flag(params, 'auto_advance');
  const card = text(params, 'default_payment_method');
  if (card) attachedCard(world, invoice.customer, card, 'default_payment_method');
  update(world, 'invoice.updated', invoice, {
    ...(advance === undefined ? {} : setAutoAdvance(world, invoice, advance)),
    ...(card === undefined ? {} : { default_payment_method: card || null }),
    ...(params.metadata === undefined ? {} : { metadata: mergeMetadata(invoice.metadata, params) }),
  });
}

export function voidByRequest(world: World, invoice: Invoice): void {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw refuse('void_not_open', { status: invoice.status });
  voidInvoice(world, invoice);
  followPayment(world, invoice);
}

export function uncollectibleByRequest(world: World, invoice: Invoice): void {
  if (invoice.status !== 'open') throw refuse('uncollectible_not_open', { status: invoice.status });
  markUncollectible(world, invoice);
  followPayment(world, invoice);
}

/** A credit note takes from what is open, or gives back what was paid; at nothing left the invoice is paid. */
export function creditNote(world: World, invoice: Invoice, params: Params): StripeObject {
  const amount = integer(params, 'amount') ?? invoice.amount_remaining;
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw refuse('credit_not_finalized', { status: invoice.status });
  const open = invoice.status === 'open';
  const remaining = open ? invoice.amount_remaining : invoice.amount_paid - invoice.post_payment_credit_notes_amount;
  if (amount > remaining) throw refuse('credit_too_much', { amount, remaining });
  const note = noteShape(world, invoice, amount, open);
  world.state.creditNotes.set(note.id, note);
  emit(world, 'credit_note.created', note);
  if (!open) {
    update(world, 'invoice.updated', invoice, {
      post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + amount,
    });
    return note;
  }
  reduceOpen(world, invoice, amount);
  return note;
}

function reduceOpen(world: World, invoice: Invoice, amount: number): void {
  const intent = intentOf(world, invoice);
  if (intent !== undefined) intent.amount = invoice.amount_remaining - amount;
  update(world, 'invoice.updated', invoice, {
    amount_due: invoice.amount_due - amount,
    amount_remaining: invoice.amount_remaining - amount,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + amount,
  });
  if (invoice.amount_remaining > 0) return;
  settleWithoutCharge(world, invoice);
  followPayment(world, invoice);
}

const noteShape = (world: World, invoice: Invoice, amount: number, open: boolean): StripeObject => ({
  id: world.id('cn'),
  object: 'credit_note',
  amount,
  created: world.seconds,
  currency: invoice.currency,
  customer: invoice.customer,
  invoice: invoice.id,
  livemode: world.livemode,
  metadata: {},
  number: `${invoice.number ?? invoice.id}-CN-01`,
  post_payment_amount: open ? 0 : amount,
  pre_payment_amount: open ? amount : 0,
  reason: null,
  status: 'issued',
  subtotal: amount,
  total: amount,
  type: open ? 'pre_payment' : 'post_payment',
  voided_at: null,
});

/** What the next renewal would bill; the object has no stored id behind it. */
export function preview(world: World, params: Params): Invoice {
  const id = text(params, 'subscription') ?? '';
  const subscription = world.state.subscriptions.get(id);
  if (subscription === undefined) throw refuse('bad_reference', { noun: 'subscription', id, param: 'subscription' });
  const lines: InvoiceLine[] = subscription.items.data.map((item) => ({
    amount: item.price.unit_amount * item.quantity,
    description: item.price.nickname ?? item.price.id,
    item: item.id,
    price: item.price.id,
    product: item.price.product,
    quantity: item.quantity,
  }));
  const end = Math.max(...subscription.items.data.map((item) => item.current_period_end));
  return invoiceShape(world, {
    id: `upcoming_in_${subscription.id}`,
    customer: customerOf(world, subscription.customer),
    subscription,
    reason: 'upcoming',
    currency: subscription.currency,
    lines,
    period: { start: end, end: nextEnd(subscription, end) },
  });
}

function nextEnd(subscription: Subscription, end: number): number {
  const { interval, interval_count: count } = recurring(subscription);
  return addInterval(end, interval, count, subscription.billing_cycle_anchor);
}

export const ofSubscription =
  (params: Params) =>
  (object: Pick<Invoice, 'parent'>): boolean => {
    const wanted = text(params, 'subscription');
    return wanted === undefined || subscriptionOf(object) === wanted;
  };
