import { durationSeconds } from './calendar.ts';
import { emit } from './events.ts';
import type { Charge, Invoice, PaymentIntent, PaymentMethod } from './objects.ts';
import { subscriptionOf } from './objects.ts';
import { type Decline, detailOf, errorFields, messageOf, type Verdict, verdictOf, type Waiting } from './outcomes.ts';
import type { Actor, Outcome } from './types.ts';
import { copy, type World } from './world.ts';

export interface ChargeInput {
  readonly invoice: Invoice;
  readonly intent: PaymentIntent;
  readonly card: PaymentMethod;
  readonly actor: Actor;
  /** Overrides the card's own outcome: a customer at the hosted page corrects what is wrong. */
  readonly forced?: Outcome;
}

/** Takes the card's next outcome; the last one repeats. A card without a script is good. */
export function nextOutcome(world: World, card: string): Outcome {
  const wallet = world.state.wallets.get(card);
  if (wallet === undefined) return 'ok';
  const outcome = wallet.charges[Math.min(wallet.used, wallet.charges.length - 1)] ?? 'ok';
  wallet.used += 1;
  return outcome;
}

/** One attempt on one card: the charge, the PaymentIntent and their events. The invoice is the caller's business. */
export function charge(world: World, input: ChargeInput): Verdict {
  const scripted = nextOutcome(world, input.card.id);
  const outcome = input.forced ?? scripted;
  const verdict = verdictOf(outcome);
  if (detailOf(outcome).afterwards === 'timeout') world.lost = true;
  const made = newCharge(world, input);
  world.state.charges.set(made.id, made);
  const log = record(world, input, made, verdict);
  Object.assign(input.intent, { latest_charge: made.id, payment_method: input.card.id });
  if (verdict.kind === 'ok') accept(world, input.intent, made);
  else if (verdict.kind === 'pending') wait(world, input, made, verdict, log);
  else decline(world, input.intent, made, verdict);
  return verdict;
}

function record(world: World, input: ChargeInput, made: Charge, verdict: Verdict): number {
  const { invoice, card } = input;
  const subscription = subscriptionOf(invoice);
  const key = world.cause?.idempotencyKey;
  return (
    world.state.chargeLog.push({
      at: world.milliseconds,
      invoice: invoice.id,
      ...(subscription === undefined ? {} : { subscription }),
      customer: invoice.customer,
      card: card.id,
      ...(typeof card.card?.fingerprint === 'string' ? { fingerprint: card.card.fingerprint } : {}),
      actor: input.actor,
      amount: made.amount,
      currency: made.currency,
      ...outcomeWords(verdict),
      ...(key === undefined ? {} : { idempotencyKey: key }),
      charge: made.id,
      paymentIntent: input.intent.id,
    }) - 1
  );
}

export function outcomeWords(verdict: Verdict): { outcome: string; reason: string | null } {
  if (verdict.kind !== 'declined') return { outcome: verdict.kind, reason: null };
  return { outcome: verdict.declineCode ?? verdict.code, reason: verdict.reason };
}

/** A payment that went through, at once or after days. */
export function accept(world: World, intent: PaymentIntent, made: Charge): void {
  Object.assign(made, {
    status: 'succeeded',
    paid: true,
    captured: true,
    amount_captured: made.amount,
    outcome: approved,
  });
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: made.amount,
    last_payment_error: null,
    next_action: null,
    processing: null,
  });
  emit(world, 'charge.succeeded', made);
  emit(world, 'payment_intent.succeeded', intent);
}

/** A refusal by the issuer or by Stripe itself. */
export function decline(world: World, intent: PaymentIntent, made: Charge, verdict: Decline): void {
  Object.assign(made, {
    status: 'failed',
    paid: false,
    failure_code: verdict.code,
    failure_message: messageOf(verdict),
    outcome: declinedOutcome(verdict),
  });
  const method = world.state.paymentMethods.get(made.payment_method ?? '');
  Object.assign(intent, {
    status: verdict.needsAction ? 'requires_action' : 'requires_payment_method',
    processing: null,
    next_action: verdict.needsAction ? { type: 'use_stripe_sdk', use_stripe_sdk: {} } : null,
    last_payment_error: {
      ...errorFields(verdict),
      charge: made.id,
      payment_method: method === undefined ? null : copy(method),
    },
    ...(verdict.needsAction ? {} : { payment_method: null }),
    ...(verdict.firstChallenge ? { last_payment_error: null, latest_charge: null } : {}),
  });
  if (!verdict.firstChallenge) emit(world, 'charge.failed', made);
  emit(world, verdict.needsAction ? 'payment_intent.requires_action' : 'payment_intent.payment_failed', intent);
}

function wait(world: World, input: ChargeInput, made: Charge, verdict: Waiting, log: number): void {
  Object.assign(made, { status: 'pending', paid: false, captured: true });
  Object.assign(input.intent, { status: 'processing', last_payment_error: null, next_action: null });
  const due = world.seconds + durationSeconds(verdict.pending);
  world.state.settlements.set(input.intent.id, { due, becomes: verdict.becomes, actor: input.actor, log });
  emit(world, 'charge.pending', made);
  emit(world, 'payment_intent.processing', input.intent);
}

const approved = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  seller_message: 'Payment complete.',
  type: 'authorized',
};

const declinedOutcome = (verdict: Decline): Record<string, unknown> => ({
  advice_code: verdict.adviceCode ?? null,
  network_advice_code: verdict.networkAdviceCode ?? null,
  network_decline_code: verdict.networkDeclineCode ?? null,
  network_status: verdict.sentToNetwork ? 'declined_by_network' : 'not_sent_to_network',
  reason: verdict.reason,
  risk_level: 'normal',
  seller_message: verdict.sentToNetwork
    ? 'The bank did not return any further details.'
    : 'Stripe blocked this payment.',
  type: verdict.outcomeType,
});

function newCharge(world: World, input: ChargeInput): Charge {
  return chargeShape(world, {
    id: world.id('ch'),
    amount: input.intent.amount,
    currency: input.intent.currency,
    customer: input.invoice.customer,
    intent: input.intent.id,
    card: input.card,
    description: 'Subscription update',
  });
}

export interface ChargeShape {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly intent: string | null;
  readonly card?: PaymentMethod | undefined;
  readonly description?: string | null;
}

export const chargeShape = (world: World, of: ChargeShape): Charge => ({
  id: of.id,
  object: 'charge',
  amount: of.amount,
  amount_captured: 0,
  amount_refunded: 0,
  application: null,
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  captured: false,
  created: world.seconds,
  currency: of.currency,
  customer: of.customer,
  description: of.description ?? null,
  dispute: null,
  disputed: false,
  failure_code: null,
  failure_message: null,
  livemode: world.livemode,
  metadata: {},
  outcome: null,
  paid: false,
  payment_intent: of.intent,
  payment_method: of.card?.id ?? null,
  payment_method_details:
    of.card === undefined ? null : { [of.card.type]: copy(of.card[of.card.type] ?? {}), type: of.card.type },
  receipt_email: null,
  receipt_url: null,
  refunded: false,
  status: 'pending',
});
