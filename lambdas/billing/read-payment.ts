import type { Payment } from './model.ts';
import { defined, idOf, inside, isRaw, items, need, object, type Raw, text, time } from './raw.ts';
import { readDecline } from './read-decline.ts';

/** Statuses of PaymentIntents; the two `source` names are those before 2019-02-11. */
const statuses: Readonly<Record<string, Payment['status']>> = {
  requires_payment_method: 'requires_payment_method',
  requires_source: 'requires_payment_method',
  requires_action: 'requires_action',
  requires_source_action: 'requires_action',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
};

const chargeStatuses: Readonly<Record<string, Payment['status']>> = {
  succeeded: 'succeeded',
  paid: 'succeeded',
  pending: 'processing',
  failed: 'requires_payment_method',
};

/** Reads a PaymentIntent, with its latest charge where that is expanded, or a Charge (old versions had nothing else). */
export function readPayment(value: unknown): Payment {
  const raw = object(value, 'payment');
  const id = need(text(raw.id), 'payment.id', raw);
  return raw.object === 'charge' || id.startsWith('ch_') || id.startsWith('py_')
    ? ofCharge(raw, id)
    : ofIntent(raw, id);
}

function ofIntent(raw: Raw, id: string): Payment {
  const latest = latestCharge(raw);
  const status = statuses[text(raw.status) ?? ''] ?? 'other';
  const settled = status === 'succeeded' || status === 'processing';
  const failed = !settled && (isRaw(raw.last_payment_error) || (isRaw(latest) && hasFailed(latest)));
  return defined({
    intent: id,
    status,
    paymentMethod: idOf(raw.payment_method) ?? idOf(raw.source) ?? failedMethod(raw),
    charge: idOf(latest) ?? idOf(inside(raw, 'last_payment_error').charge),
    chargedAt: isRaw(latest) ? time(latest.created) : undefined,
    // A payment that went through or is under way has no failure, whatever an earlier attempt left behind.
    failure: failed ? readDecline(raw) : undefined,
  });
}

/** The API detaches the method from the intent when it fails; the error remembers it. */
const failedMethod = (raw: Raw): string | undefined => {
  const error = inside(raw, 'last_payment_error');
  return idOf(error.payment_method) ?? idOf(error.source);
};

/** An id or the charge itself; `charges.data[0]` (newest first) before 2022-11-15. */
export const latestCharge = (raw: Raw): unknown => raw.latest_charge ?? items(raw.charges)[0];

export const hasFailed = (charge: Raw): boolean =>
  charge.status === 'failed' ||
  (charge.paid === false && charge.status !== 'pending') ||
  text(charge.failure_code) !== undefined;

function ofCharge(raw: Raw, id: string): Payment {
  const failed = hasFailed(raw);
  return defined({
    // Before there were PaymentIntents (2019) the charge is the payment.
    intent: idOf(raw.payment_intent) ?? id,
    status: failed ? 'requires_payment_method' : (chargeStatuses[text(raw.status) ?? ''] ?? 'other'),
    paymentMethod: idOf(raw.payment_method) ?? idOf(raw.source) ?? idOf(raw.card),
    charge: id,
    chargedAt: time(raw.created),
    failure: failed ? readDecline(raw) : undefined,
  });
}
