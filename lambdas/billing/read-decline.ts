import type { Decline } from './model.ts';
import { defined, idOf, inside, isRaw, items, object, type Raw, text } from './raw.ts';

/**
 * Reads what a failed payment said, from any place it is said: a thrown StripeCardError, the body of a 402, a
 * PaymentIntent or its `last_payment_error`, a Charge. The error knows the codes and only the charge's outcome knows
 * that Stripe blocked the payment, so both are read where both are there.
 */
export function readDecline(value: unknown): Decline {
  const raw = object(value, 'decline');
  const error = errorOf(raw);
  const intent = isRaw(error.payment_intent) ? error.payment_intent : raw.object === 'payment_intent' ? raw : {};
  const charge = chargeOf(raw, error, intent);
  const outcome = inside(charge, 'outcome');
  const declineCode = text(error.decline_code) ?? issuerReason(outcome);
  return defined({
    code: text(error.code) ?? text(charge.failure_code) ?? declineCode ?? 'unknown',
    declineCode,
    adviceCode: text(error.advice_code) ?? text(outcome.advice_code),
    networkAdviceCode: text(error.network_advice_code) ?? text(outcome.network_advice_code),
    networkDeclineCode: text(error.network_decline_code) ?? text(outcome.network_decline_code),
    outcomeType: text(outcome.type),
    outcomeReason: text(outcome.reason),
    charge: idOf(error.charge) ?? text(charge.id) ?? idOf(intent.latest_charge),
    paymentMethod: methodOf(error) ?? methodOf(charge) ?? methodOf(intent),
    intent: text(intent.id) ?? idOf(error.payment_intent) ?? idOf(charge.payment_intent),
  });
}

/** The SDK keeps the answer's own fields under `raw`; the HTTP body has them under `error`. */
function errorOf(raw: Raw): Raw {
  if (raw.object === 'charge') return {};
  if (raw.object === 'payment_intent' || isRaw(raw.last_payment_error)) return inside(raw, 'last_payment_error');
  if (isRaw(raw.error)) return raw.error;
  return isRaw(raw.raw) ? { ...raw.raw, ...defined(raw) } : raw;
}

function chargeOf(raw: Raw, error: Raw, intent: Raw): Raw {
  const newest = intent.latest_charge ?? items(intent.charges)[0];
  const found = [raw.object === 'charge' ? raw : undefined, error.charge, raw.latest_charge, newest].find(isRaw);
  // A charge that went through says nothing about the failure.
  return found === undefined || found.status === 'succeeded' ? (found === raw ? raw : {}) : found;
}

/** For a refusal by the issuer the outcome's reason is the decline code; for a block by Stripe it is Stripe's own word. */
const issuerReason = (outcome: Raw): string | undefined =>
  outcome.type === 'issuer_declined' ? text(outcome.reason) : undefined;

const methodOf = (raw: Raw): string | undefined => idOf(raw.payment_method) ?? idOf(raw.source) ?? idOf(raw.card);
