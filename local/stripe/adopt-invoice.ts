import { idOf, numberOf, type Raw, readInvoice } from './adopt-shapes.ts';
import { accept, chargeShape, decline } from './charges.ts';
import { defaultCard } from './collect.ts';
import { emptyInvoice } from './invoice-shape.ts';
import { cancelIntent, ensureIntent, intentOf, paymentOf } from './invoices.ts';
import type { Charge, Invoice } from './objects.ts';
import { subscriptionOf } from './objects.ts';
import { verdictOf } from './outcomes.ts';
import { followPayment } from './subscription-status.ts';
import type { Outcome } from './types.ts';
import type { World } from './world.ts';

/** An invoice only moves forward; a late event never reopens one. */
const RANK: Readonly<Record<string, number>> = { draft: 0, open: 1, uncollectible: 2, void: 3, paid: 3 };

const rank = (status: string): number => RANK[status] ?? 1;

/** Takes in one invoice and puts behind it the payment that the event tells of. */
export function adoptInvoice(world: World, raw: Raw, type: string, first: Outcome | undefined): void {
  const read = readInvoice(world, raw, type);
  const known = world.state.invoices.get(read.id);
  if (known === undefined) {
    const invoice = newInvoice(world, read);
    world.state.invoices.set(invoice.id, invoice);
    follow(world, invoice, raw, type, first);
    return;
  }
  if (rank(read.status) < rank(known.status) || rank(known.status) === 3) return;
  const moves = rank(read.status) > rank(known.status);
  if (!world.state.touched.has(known.id)) Object.assign(known, read);
  else if (moves) Object.assign(known, closing(read));
  else return;
  follow(world, known, raw, type, first);
}

const newInvoice = (world: World, read: ReturnType<typeof readInvoice>): Invoice => ({
  ...emptyInvoice(world),
  object: 'invoice',
  customer: 'cus_adopted',
  currency: 'usd',
  billing_reason: 'manual',
  collection_method: 'charge_automatically',
  parent: null,
  ...read,
});

/** What a status says of the rest. */
const closing = (read: Partial<Invoice> & { status: string }): Partial<Invoice> => ({
  status: read.status,
  ...(read.amount_paid === undefined ? {} : { amount_paid: read.amount_paid }),
  ...(read.status === 'paid' ? { amount_remaining: 0 } : {}),
  auto_advance: false,
  next_payment_attempt: null,
});

function follow(world: World, invoice: Invoice, raw: Raw, type: string, first: Outcome | undefined): void {
  point(world, invoice);
  planRetry(world, invoice);
  if (invoice.status === 'paid') closePaid(world, invoice, raw);
  if (invoice.status === 'void') closeVoid(world, invoice);
  if (invoice.status !== 'open') return;
  ensureIntent(world, invoice, idOf(raw.payment_intent));
  if (type === 'invoice.payment_action_required') fail(world, invoice, raw, 'authentication_required');
  if (type === 'invoice.payment_failed') fail(world, invoice, raw, first ?? 'insufficient_funds');
}

/** The newest invoice of the subscription decides its status. */
function point(world: World, invoice: Invoice): void {
  const subscription = world.state.subscriptions.get(subscriptionOf(invoice) ?? '');
  if (subscription === undefined) return;
  const latest = world.state.invoices.get(subscription.latest_invoice ?? '');
  if (latest === undefined || latest.created <= invoice.created) subscription.latest_invoice = invoice.id;
}

/** A planned attempt of the recording that lies in the past becomes one in three days, Stripe's first gap. */
function planRetry(world: World, invoice: Invoice): void {
  world.state.retries.delete(invoice.id);
  const retried = invoice.status === 'open' && invoice.auto_advance && invoice.attempted;
  if (!retried || invoice.collection_method !== 'charge_automatically') return;
  const planned = invoice.next_payment_attempt ?? 0;
  invoice.next_payment_attempt = planned > world.seconds ? planned : world.seconds + 3 * 86_400;
  world.state.retries.set(invoice.id, invoice.next_payment_attempt);
}

function closePaid(world: World, invoice: Invoice, raw: Raw): void {
  const amount = invoice.amount_paid;
  if (amount > 0) {
    const intent = ensureIntent(world, invoice, idOf(raw.payment_intent));
    world.state.settlements.delete(intent.id);
    if (intent.status !== 'succeeded')
      accept(world, Object.assign(intent, { amount }), behind(world, invoice, raw, amount));
  }
  const payment = paymentOf(world, invoice);
  if (payment !== undefined) Object.assign(payment, { status: 'paid', amount_paid: amount });
  followPayment(world, invoice);
}

function closeVoid(world: World, invoice: Invoice): void {
  cancelIntent(world, invoice);
  followPayment(world, invoice);
}

/** The recorded failure: a charge of Stripe's, made before we looked. It is not in the log of charges made here. */
function fail(world: World, invoice: Invoice, raw: Raw, outcome: Outcome): void {
  const intent = ensureIntent(world, invoice);
  const read = verdictOf(outcome);
  const verdict = read.kind === 'declined' ? read : verdictOf('insufficient_funds');
  if (verdict.kind !== 'declined') return;
  const made = behind(world, invoice, raw, invoice.amount_remaining);
  intent.payment_method = made.payment_method;
  decline(world, intent, made, verdict);
}

function behind(world: World, invoice: Invoice, raw: Raw, amount: number): Charge {
  const card = defaultCard(world, invoice);
  const made = chargeShape(world, {
    id: idOf(raw.charge) ?? world.id('ch'),
    amount: amount || (numberOf(raw.amount_due) ?? 0),
    currency: invoice.currency,
    customer: invoice.customer,
    intent: intentOf(world, invoice)?.id ?? null,
    card,
  });
  world.state.charges.set(made.id, made);
  const intent = intentOf(world, invoice);
  if (intent !== undefined) Object.assign(intent, { latest_charge: made.id, payment_method: made.payment_method });
  return made;
}
