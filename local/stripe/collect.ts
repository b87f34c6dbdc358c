import { accept, charge, decline, outcomeWords } from './charges.ts';
import { emit, update } from './events.ts';
import { attemptFields, customerOf, ensureIntent, intentOf, invoiceOfIntent, markPaid } from './invoices.ts';
import type { Invoice, PaymentMethod, Subscription } from './objects.ts';
import { subscriptionOf } from './objects.ts';
import { type Verdict, verdictOf } from './outcomes.ts';
import { followFailure, followPayment } from './subscription-status.ts';
import type { Actor, Outcome } from './types.ts';
import type { World } from './world.ts';

export interface Attempt {
  readonly actor: Actor;
  readonly card?: PaymentMethod | undefined;
  readonly forced?: Outcome;
}

export type Collected = Verdict | { readonly kind: 'no_card' };

/** One attempt to collect an invoice, with everything that follows on the invoice and its subscription. */
export function collect(world: World, invoice: Invoice, attempt: Attempt): Collected {
  const intent = ensureIntent(world, invoice);
  const card = attempt.card ?? defaultCard(world, invoice);
  const automatic = attempt.actor === 'stripe';
  if (card === undefined) {
    failed(world, invoice, automatic, false);
    return { kind: 'no_card' };
  }
  const verdict = charge(world, { ...attempt, invoice, intent, card });
  if (verdict.kind === 'ok') paid(world, invoice, automatic);
  if (verdict.kind === 'declined') failed(world, invoice, automatic, verdict.needsAction);
  if (verdict.kind === 'pending')
    update(world, 'invoice.updated', invoice, attemptFields(world, invoice, automatic, false));
  return verdict;
}

function paid(world: World, invoice: Invoice, automatic: boolean): void {
  markPaid(world, invoice, attemptFields(world, invoice, automatic, false));
  followPayment(world, invoice);
}

function failed(world: World, invoice: Invoice, automatic: boolean, needsAction: boolean): void {
  update(world, 'invoice.updated', invoice, attemptFields(world, invoice, automatic, true));
  emit(world, 'invoice.payment_failed', invoice);
  if (needsAction) emit(world, 'invoice.payment_action_required', invoice);
  followFailure(world, invoice);
}

/** The end of a payment that was in processing. */
export function settle(world: World, intentId: string): void {
  const intent = world.state.paymentIntents.get(intentId);
  const settlement = world.state.settlements.get(intentId);
  const made = world.state.charges.get(intent?.latest_charge ?? '');
  if (intent === undefined || settlement === undefined || made === undefined) return;
  world.state.settlements.delete(intentId);
  const verdict = verdictOf(settlement.becomes);
  const log = world.state.chargeLog[settlement.log];
  if (log !== undefined) Object.assign(log, outcomeWords(verdict));
  const invoice = invoiceOfIntent(world, intent);
  if (verdict.kind === 'declined') decline(world, intent, made, verdict);
  else accept(world, intent, made);
  if (invoice === undefined) return;
  if (verdict.kind === 'declined') {
    failed(world, invoice, false, verdict.needsAction);
  } else paid(world, invoice, false);
}

export const isProcessing = (world: World, invoice: Invoice): boolean =>
  intentOf(world, invoice)?.status === 'processing';

/** Stripe's order: the invoice's own, the subscription's, the customer's (facts, finding 10). */
export function defaultCard(world: World, invoice: Invoice): PaymentMethod | undefined {
  const subscription = world.state.subscriptions.get(subscriptionOf(invoice) ?? '');
  const id = invoice.default_payment_method ?? defaultCardId(world, invoice.customer, subscription);
  return id === undefined ? undefined : world.state.paymentMethods.get(id);
}

export function defaultCardId(world: World, customer: string, subscription?: Subscription): string | undefined {
  const own = subscription?.default_payment_method ?? textOf(subscription?.default_source);
  const { invoice_settings: settings, default_source: source } = customerOf(world, customer);
  return own ?? settings.default_payment_method ?? textOf(source) ?? undefined;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
