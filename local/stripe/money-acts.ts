import { chargeShape } from './charges.ts';
import { collect, defaultCard, isProcessing } from './collect.ts';
import { emit, update } from './events.ts';
import { creditNote as issueCreditNote } from './invoice-routes.ts';
import { intentOf } from './invoices.ts';
import type { Charge, Invoice, PaymentMethod, StripeObject } from './objects.ts';
import { paymentMethodShape } from './shapes.ts';
import type { ChargeRecord, Outcome } from './types.ts';
import type { World } from './world.ts';

const PAYABLE = new Set(['open', 'uncollectible']);

/** Stripe itself tries the default card; nothing where there is nothing to collect. */
export function stripeCharges(world: World, invoice: Invoice): ChargeRecord | undefined {
  if (invoice.status !== 'open' || isProcessing(world, invoice)) return undefined;
  return logged(world, () => collect(world, invoice, { actor: 'stripe' }));
}

export interface CustomerPayment {
  /** On Stripe's hosted page, by authenticating, or through the in-app banner. */
  readonly how?: 'hosted' | 'authenticates' | 'banner';
  readonly card?: string;
  /** Default "ok": the customer is there and corrects what is wrong. */
  readonly outcome?: Outcome;
}

export function customerPays(world: World, invoice: Invoice, of: CustomerPayment): ChargeRecord | undefined {
  if (!PAYABLE.has(invoice.status) || invoice.amount_remaining === 0 || isProcessing(world, invoice)) return undefined;
  const card = named(world, of.card) ?? defaultCard(world, invoice) ?? oneOffCard(world, invoice);
  return byRequest(world, () => collect(world, invoice, { actor: 'customer', card, forced: of.outcome ?? 'ok' }));
}

/** Stripe's own pages call its API: the events that follow name a request, unlike those of Stripe's automatic charges. */
function byRequest(world: World, act: () => unknown): ChargeRecord | undefined {
  world.cause = { request: `req_page_${world.state.chargeLog.length + 1}` };
  try {
    return logged(world, act);
  } finally {
    world.cause = undefined;
  }
}

const named = (world: World, id: string | undefined): PaymentMethod | undefined =>
  id === undefined ? undefined : world.state.paymentMethods.get(id);

/** A customer without a card types one in; Stripe keeps it attached to nobody. */
function oneOffCard(world: World, invoice: Invoice): PaymentMethod {
  const card = paymentMethodShape(world, null, { id: world.id('pm'), fingerprint: `fp_typed_${invoice.customer}` });
  world.state.paymentMethods.set(card.id, card);
  return card;
}

function logged(world: World, act: () => unknown): ChargeRecord | undefined {
  const before = world.state.chargeLog.length;
  act();
  world.lost = false;
  return world.state.chargeLog[before];
}

export interface OneOff {
  readonly amount: number;
  readonly currency: string;
  readonly card: string;
}

/** A charge that went through outside every invoice, as somebody makes it by hand in the dashboard. */
export function oneOffCharge(world: World, customer: string, { amount, currency, card }: OneOff): Charge {
  const shape = { id: world.id('ch'), amount, currency, customer, intent: null, card: named(world, card) };
  const made: Charge = { ...chargeShape(world, shape), status: 'succeeded', paid: true, captured: true };
  world.state.charges.set(made.id, made);
  emit(world, 'charge.succeeded', made);
  return made;
}

export const creditNote = (world: World, invoice: Invoice, amount: number): StripeObject =>
  issueCreditNote(world, invoice, { amount });

function lastCharge(world: World, invoice: Invoice): Charge {
  const charge = world.state.charges.get(intentOf(world, invoice)?.latest_charge ?? '');
  if (charge === undefined)
    throw new Error(`invoice "${invoice.id}" has no charge yet: charge it before it is disputed or refunded`);
  return charge;
}

/** The bank takes the money back for now. */
export function dispute(world: World, invoice: Invoice, amount?: number): StripeObject {
  const charge = lastCharge(world, invoice);
  const made: StripeObject = {
    id: world.id('du'),
    object: 'dispute',
    amount: amount ?? charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: world.seconds,
    currency: charge.currency,
    evidence: {},
    evidence_details: { due_by: world.seconds + 7 * 86_400, has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: false,
    livemode: world.livemode,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'general',
    status: 'needs_response',
  };
  world.state.disputes.set(made.id, made);
  charge.disputed = true;
  emit(world, 'charge.dispute.created', made);
  emit(world, 'charge.dispute.funds_withdrawn', made);
  return made;
}

export function refund(world: World, invoice: Invoice, amount?: number): StripeObject {
  const charge = lastCharge(world, invoice);
  if (charge.status !== 'succeeded')
    throw new Error(`the last charge of "${invoice.id}" is ${charge.status}, only a succeeded one can be refunded`);
  const left = charge.amount - charge.amount_refunded;
  const given = Math.min(amount ?? left, left);
  const made: StripeObject = {
    id: world.id('re'),
    object: 'refund',
    amount: given,
    charge: charge.id,
    created: world.seconds,
    currency: charge.currency,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'requested_by_customer',
    status: 'succeeded',
  };
  world.state.refunds.set(made.id, made);
  emit(world, 'refund.created', made);
  const refunded = charge.amount_refunded + given;
  update(world, 'charge.refunded', charge, { amount_refunded: refunded, refunded: refunded === charge.amount });
  return made;
}
