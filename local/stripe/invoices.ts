import { emit, update } from './events.ts';
import type { Customer, Invoice, InvoicePayment, PaymentIntent } from './objects.ts';
import { intentShape } from './shapes.ts';
import type { World } from './world.ts';

/** The default payment of an invoice; its id follows from the invoice's, so that no index is needed. */
export const paymentOf = (world: World, invoice: Invoice): InvoicePayment | undefined =>
  world.state.invoicePayments.get(paymentId(invoice.id));

export const paymentId = (invoice: string): string => `inpay_${invoice}`;

export function intentOf(world: World, invoice: Invoice): PaymentIntent | undefined {
  const payment = paymentOf(world, invoice);
  return payment === undefined ? undefined : world.state.paymentIntents.get(payment.payment.payment_intent);
}

export function invoiceOfIntent(world: World, intent: PaymentIntent): Invoice | undefined {
  const details = intent.payment_details;
  if (typeof details !== 'object' || details === null || !('order_reference' in details)) return undefined;
  return world.state.invoices.get(String(details.order_reference));
}

export function customerOf(world: World, id: string): Customer {
  const customer = world.state.customers.get(id);
  if (customer === undefined) throw new Error(`the fake Stripe has no customer "${id}": add it first`);
  return customer;
}

/** Draft → open: number, link, balance, and the PaymentIntent. Nothing due means paid at once (facts §4.4). */
export function finalize(world: World, invoice: Invoice): void {
  const customer = customerOf(world, invoice.customer);
  applyBalance(world, invoice, customer);
  const number = `${String(customer.invoice_prefix)}-${String(customer.next_invoice_sequence).padStart(4, '0')}`;
  customer.next_invoice_sequence += 1;
  const hosted = `${world.pages.invoice}/${invoice.id}`;
  update(world, 'invoice.updated', invoice, {
    status: 'open',
    number,
    hosted_invoice_url: hosted,
    invoice_pdf: `${hosted}/pdf`,
    effective_at: world.seconds,
    status_transitions: { ...invoice.status_transitions, finalized_at: world.seconds },
  });
  emit(world, 'invoice.finalized', invoice);
  if (invoice.amount_remaining === 0) settleWithoutCharge(world, invoice);
  else ensureIntent(world, invoice);
}

function applyBalance(world: World, invoice: Invoice, customer: Customer): void {
  const starting = customer.balance;
  const sum = invoice.total + starting;
  const ending = Math.min(0, sum);
  const due = Math.max(0, sum);
  Object.assign(invoice, {
    starting_balance: starting,
    ending_balance: ending,
    amount_due: due,
    amount_remaining: due,
  });
  if (customer.balance !== ending) update(world, 'customer.updated', customer, { balance: ending });
}

/** The PaymentIntent behind the invoice; made on finalisation. */
export function ensureIntent(world: World, invoice: Invoice, id?: string): PaymentIntent {
  const existing = intentOf(world, invoice);
  if (existing !== undefined) return existing;
  const intent = intentShape(world, invoice, id ?? world.id('pi'));
  world.state.paymentIntents.set(intent.id, intent);
  world.state.invoicePayments.set(paymentId(invoice.id), paymentShape(world, invoice, intent.id));
  emit(world, 'payment_intent.created', intent);
  return intent;
}

const paymentShape = (world: World, invoice: Invoice, intent: string): InvoicePayment => ({
  id: paymentId(invoice.id),
  object: 'invoice_payment',
  amount_paid: null,
  amount_requested: invoice.amount_remaining,
  created: world.seconds,
  currency: invoice.currency,
  invoice: invoice.id,
  is_default: true,
  livemode: world.livemode,
  payment: { payment_intent: intent, type: 'payment_intent' },
  status: 'open',
  status_transitions: { canceled_at: null, paid_at: null },
});

/** Paid with money: `invoice.paid` and its narrower twin. */
export function markPaid(world: World, invoice: Invoice, attempt: Partial<Invoice> = {}): void {
  const paid = invoice.amount_remaining;
  closePaid(world, invoice, { ...attempt, amount_paid: invoice.amount_paid + paid });
  emit(world, 'invoice.paid', invoice);
  emit(world, 'invoice.payment_succeeded', invoice);
  const payment = paymentOf(world, invoice);
  if (payment === undefined) return;
  Object.assign(payment, {
    amount_paid: paid,
    status: 'paid',
    status_transitions: { ...payment.status_transitions, paid_at: world.seconds },
  });
  emit(world, 'invoice_payment.paid', payment);
}

/** Paid without a charge: nothing was due, a credit note took the rest, or the money came another way. */
export function settleWithoutCharge(world: World, invoice: Invoice, outOfBand = false): void {
  cancelIntent(world, invoice);
  closePaid(world, invoice, { amount_paid: outOfBand ? invoice.amount_due : invoice.amount_paid });
  emit(world, 'invoice.paid', invoice);
  if (!outOfBand && invoice.total === 0) emit(world, 'invoice.payment_succeeded', invoice);
}

function closePaid(world: World, invoice: Invoice, fields: Partial<Invoice>): void {
  world.state.retries.delete(invoice.id);
  update(world, 'invoice.updated', invoice, {
    ...fields,
    status: 'paid',
    attempted: true,
    amount_remaining: 0,
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, paid_at: world.seconds },
  });
}

/** Open or uncollectible → void, for good. */
export function voidInvoice(world: World, invoice: Invoice): void {
  cancelIntent(world, invoice);
  giveBalanceBack(world, invoice);
  world.state.retries.delete(invoice.id);
  update(world, 'invoice.updated', invoice, {
    status: 'void',
    auto_advance: false,
    next_payment_attempt: null,
    status_transitions: { ...invoice.status_transitions, voided_at: world.seconds },
  });
  emit(world, 'invoice.voided', invoice);
}

/** What the customer's balance had paid of it goes back (Stripe's balance type `unapplied_from_invoice`). */
function giveBalanceBack(world: World, invoice: Invoice): void {
  const applied = Number(invoice.ending_balance ?? 0) - Number(invoice.starting_balance ?? 0);
  const customer = customerOf(world, invoice.customer);
  if (invoice.status === 'open' && applied > 0)
    update(world, 'customer.updated', customer, { balance: customer.balance - applied });
}

/** Written off; it can still be paid (facts §4.5). */
export function markUncollectible(world: World, invoice: Invoice, reason = 'user_forgiven'): void {
  world.state.retries.delete(invoice.id);
  update(world, 'invoice.updated', invoice, {
    status: 'uncollectible',
    auto_advance: false,
    next_payment_attempt: null,
    status_details: { uncollectible: { reason } },
    status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: world.seconds },
  });
  emit(world, 'invoice.marked_uncollectible', invoice);
}

export function cancelIntent(world: World, invoice: Invoice): void {
  const intent = intentOf(world, invoice);
  const payment = paymentOf(world, invoice);
  if (intent === undefined || payment === undefined || intent.status === 'succeeded') return;
  world.state.settlements.delete(intent.id);
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: world.seconds,
    cancellation_reason: 'void_invoice',
    processing: null,
  });
  emit(world, 'payment_intent.canceled', intent);
  Object.assign(payment, {
    status: 'canceled',
    status_transitions: { ...payment.status_transitions, canceled_at: world.seconds },
  });
}

/** Stripe's own gaps between retries, in days, each from the attempt before (facts §1a: at most 3 fixed gaps). */
const RETRY_DAYS = [3, 5, 7];

/** Only the first attempt and Stripe's automatic ones are counted (facts, finding 1). */
export function attemptFields(world: World, invoice: Invoice, automatic: boolean, failed: boolean): Partial<Invoice> {
  const attempts = automatic ? invoice.attempt_count + 1 : Math.max(1, invoice.attempt_count);
  const days = RETRY_DAYS[attempts - 1];
  const mayRetry = failed && invoice.auto_advance && invoice.collection_method === 'charge_automatically';
  const planned =
    automatic || invoice.next_payment_attempt === null
      ? days && world.seconds + days * 86_400
      : invoice.next_payment_attempt;
  const next = mayRetry && planned !== undefined ? planned : null;
  planRetry(world, invoice, next);
  return { attempt_count: attempts, attempted: true, next_payment_attempt: next };
}

function planRetry(world: World, invoice: Invoice, next: number | null): void {
  if (next === null) world.state.retries.delete(invoice.id);
  else world.state.retries.set(invoice.id, next);
}

/** Switches Stripe's own retries of one invoice; on a closed invoice it stays off (facts §4.5). */
export function setAutoAdvance(world: World, invoice: Invoice, wanted: boolean): Partial<Invoice> {
  const on = wanted && (invoice.status === 'draft' || invoice.status === 'open');
  // An hour is assumed; a maintainer saw Stripe collect 3 minutes after a failed pay (facts, finding 14).
  const restart = on && !invoice.auto_advance && invoice.status === 'open' && invoice.attempted;
  const next = restart ? world.seconds + 3600 : on ? invoice.next_payment_attempt : null;
  planRetry(world, invoice, next);
  return { auto_advance: on, next_payment_attempt: next };
}
