import type { Instant } from '../kernel/instant.ts';
import type { Invoice, InvoiceStatus, Payment } from './model.ts';
import {
  collection,
  defined,
  flag,
  idOf,
  inside,
  isRaw,
  items,
  need,
  number,
  object,
  oneOf,
  type Raw,
  text,
  time,
} from './raw.ts';
import { readPayment } from './read-payment.ts';

const statuses = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;

/**
 * Reads an invoice of any API version.
 * @throws BadInput when the id, customer, currency, amount or time of creation is missing
 */
export function readInvoice(value: unknown): Invoice {
  const raw = object(value, 'invoice');
  const status = statusOf(raw);
  const currency = need(text(raw.currency), 'invoice.currency', raw).toLowerCase();
  const amountDue = need(number(raw.amount_due), 'invoice.amount_due', raw);
  const transitions = inside(raw, 'status_transitions');
  return defined({
    id: need(text(raw.id), 'invoice.id', raw),
    customer: need(idOf(raw.customer), 'invoice.customer', raw),
    subscription: invoiceSubscription(raw),
    status,
    billingReason: text(raw.billing_reason) ?? 'other',
    collection: collection(raw),
    amountDue: { amount: amountDue, currency },
    amountRemaining: { amount: remaining(raw, status, amountDue), currency },
    autoAdvance: autoAdvance(raw, status),
    attempted: raw.attempted === true,
    // `date` until 2019-03-14.
    created: need(time(raw.created) ?? time(raw.date), 'invoice.created', raw),
    paidAt: time(transitions.paid_at),
    dueAt: time(raw.due_date),
    credited: isCredited(raw, status) ? (true as const) : undefined,
    ...servicePeriod(raw),
    number: text(raw.number),
    hostedUrl: text(raw.hosted_invoice_url),
    customerEmail: text(raw.customer_email),
    defaultPaymentMethod: idOf(raw.default_payment_method) ?? idOf(raw.default_source),
    uncollectibleReason: text(inside(raw, 'status_details', 'uncollectible').reason),
    livemode: raw.livemode === true,
    payment: invoicePayment(raw),
  });
}

/** Since Basil (2025-03-31) the subscription stands under `parent`, before it at the top. */
export const invoiceSubscription = (raw: Raw): string | undefined =>
  idOf(raw.subscription) ??
  idOf(inside(raw, 'parent', 'subscription_details').subscription) ??
  idOf(inside(raw, 'subscription_details').subscription);

/**
 * Before 2018-11-08 there was no `status`. `closed` then only meant that Stripe stopped collecting: such an invoice is
 * open to us, with `autoAdvance` false.
 */
function statusOf(raw: Raw): InvoiceStatus {
  if (raw.status !== undefined && raw.status !== null) return oneOf(statuses, raw.status);
  if (raw.paid === true) return 'paid';
  if (raw.forgiven === true) return 'uncollectible';
  return raw.attempted === true || raw.closed === true ? 'open' : 'draft';
}

/** When nothing is said, Stripe may still collect by itself: read as true, so that it is switched off before we act. */
function autoAdvance(raw: Raw, status: InvoiceStatus): boolean {
  if (status !== 'draft' && status !== 'open') return false;
  return flag(raw.auto_advance) ?? raw.closed !== true;
}

/** `pre_payment_credit_notes_amount` is as old as credit notes (2018); a part that was paid before makes it a payment. */
const isCredited = (raw: Raw, status: InvoiceStatus): boolean =>
  status === 'paid' && number(raw.amount_paid) === 0 && (number(raw.pre_payment_credit_notes_amount) ?? 0) > 0;

const remaining = (raw: Raw, status: InvoiceStatus, due: number): number =>
  number(raw.amount_remaining) ?? (status === 'paid' ? 0 : Math.max(0, due - (number(raw.amount_paid) ?? 0)));

/**
 * What the money is for: the period of the subscription's own lines. The invoice's `period_*` look back to the period
 * before it, and stand in only where there is no such line.
 */
function servicePeriod(raw: Raw): { periodStart: Instant | undefined; periodEnd: Instant | undefined } {
  const periods = items(raw.lines)
    .filter(isServiceLine)
    .map((line) => inside(line, 'period'));
  const starts = periods.flatMap((period) => time(period.start) ?? []);
  const ends = periods.flatMap((period) => time(period.end) ?? []);
  return {
    periodStart: starts.reduce<Instant | undefined>(min, undefined) ?? time(raw.period_start),
    periodEnd: ends.reduce<Instant | undefined>(max, undefined) ?? time(raw.period_end),
  };
}

const min = (a: Instant | undefined, b: Instant): Instant => (a === undefined || b < a ? b : a);
const max = (a: Instant | undefined, b: Instant): Instant => (a === undefined || b > a ? b : a);

function isServiceLine(line: Raw): boolean {
  const parent = inside(line, 'parent');
  const proration = line.proration ?? inside(parent, 'subscription_item_details').proration;
  return (line.type === 'subscription' || parent.type === 'subscription_item_details') && proration !== true;
}

/** The default payment, where it was expanded: the event of an invoice since Basil carries no payment at all. */
function invoicePayment(raw: Raw): Payment | undefined {
  const payments = items(raw.payments);
  const chosen = payments.find((one) => one.is_default === true) ?? payments[0];
  const { payment_intent: intent, charge } = chosen === undefined ? raw : inside(chosen, 'payment');
  if (isRaw(intent)) return readPayment(isRaw(raw.charge) ? { ...intent, latest_charge: raw.charge } : intent);
  return isRaw(charge) ? readPayment(charge) : undefined;
}
