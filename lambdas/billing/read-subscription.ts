import type { Instant } from '../kernel/instant.ts';
import type { Subscription } from './model.ts';
import {
  collection,
  defined,
  idOf,
  inside,
  items,
  metadata,
  need,
  object,
  oneOf,
  type Raw,
  text,
  time,
} from './raw.ts';
import { priceFacts } from './subscription-price.ts';

const statuses = [
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
  'incomplete',
  'incomplete_expired',
] as const;

/**
 * Reads a subscription of any API version.
 * @throws BadInput when the id, customer or time of creation is missing
 */
export function readSubscription(value: unknown): Subscription {
  const raw = object(value, 'subscription');
  const period = periodOf(raw);
  return defined({
    id: need(text(raw.id), 'subscription.id', raw),
    customer: need(idOf(raw.customer), 'subscription.customer', raw),
    status: oneOf(statuses, raw.status),
    billingMode: billingMode(raw),
    collection: collection(raw),
    defaultPaymentMethod: idOf(raw.default_payment_method) ?? idOf(raw.default_source),
    pauseCollection: text(inside(raw, 'pause_collection').behavior),
    cancelAtPeriodEnd: endsWithPeriod(raw, period.periodEnd),
    canceledAt: time(raw.canceled_at),
    cancellationReason: text(inside(raw, 'cancellation_details').reason),
    endedAt: time(raw.ended_at),
    trialEnd: time(raw.trial_end),
    latestInvoice: idOf(raw.latest_invoice),
    ...period,
    ...priceFacts(raw),
    metadata: metadata(raw.metadata),
    // `start` before 2018 (there it is the start of the current plan: the best the object has).
    created: need(time(raw.created) ?? time(raw.start), 'subscription.created', raw),
    livemode: raw.livemode === true,
  });
}

/** Flexible is the mode a true pause needs; old versions know only the classic one and do not say so. */
const billingMode = (raw: Raw): Subscription['billingMode'] =>
  inside(raw, 'billing_mode').type === 'flexible' ? 'flexible' : 'classic';

/** Since Basil the period stands on the items only. They may differ (flexible mode): the next bill is the earliest end. */
function periodOf(raw: Raw): { periodStart: Instant | undefined; periodEnd: Instant | undefined } {
  const end = time(raw.current_period_end);
  if (end !== undefined) return { periodStart: time(raw.current_period_start), periodEnd: end };
  const first = items(raw.items)
    .map((item) => ({ periodStart: time(item.current_period_start), periodEnd: time(item.current_period_end) }))
    .filter((item) => item.periodEnd !== undefined)
    .sort((a, b) => Number(a.periodEnd) - Number(b.periodEnd))[0];
  return first ?? { periodStart: undefined, periodEnd: undefined };
}

/** In flexible mode the portal sets `cancel_at` to the period's end and leaves `cancel_at_period_end` false. */
function endsWithPeriod(raw: Raw, periodEnd: Instant | undefined): boolean {
  const cancelAt = time(raw.cancel_at);
  return (
    raw.cancel_at_period_end === true || (cancelAt !== undefined && periodEnd !== undefined && cancelAt <= periodEnd)
  );
}
