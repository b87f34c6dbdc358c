import type { Instant } from '../kernel/instant.ts';
import type { Invoice, Subscription } from './model.ts';

export type Eligibility = { readonly kind: 'ours' } | { readonly kind: 'not_ours'; readonly why: string };

const no = (why: string): Eligibility => ({ kind: 'not_ours', why });

const renewalReasons: ReadonlySet<string> = new Set([
  'subscription_cycle',
  'subscription_update',
  'subscription_threshold',
  'subscription',
  'other',
]);

/** Whether a failed invoice is a renewal that recovery takes over (spec payment-recovery, taking over). */
export function recoverable(
  invoice: Invoice,
  subscription: Pick<Subscription, 'status'> | undefined,
  failedAt: Instant,
  goLive: Instant | undefined,
): Eligibility {
  if (!invoice.subscription || !subscription) return no('the invoice belongs to no subscription');
  if (invoice.billingReason === 'subscription_create')
    return no('a first invoice is not a renewal: Stripe lets it expire');
  if (!renewalReasons.has(invoice.billingReason)) return no(`billing reason ${invoice.billingReason} is not a renewal`);
  if (invoice.collection === 'send_invoice')
    return no('the customer pays by invoice: nothing is charged automatically');
  if (invoice.status !== 'open') return no(`the invoice is ${invoice.status} already`);
  if (invoice.amountRemaining.amount === 0) return no('nothing is open on the invoice');
  if (subscription.status === 'trialing') return no('the subscription is in trial');
  if (subscription.status === 'incomplete' || subscription.status === 'incomplete_expired') {
    return no('the subscription never started');
  }
  if (subscription.status === 'canceled') return no('the subscription is cancelled');
  if (goLive !== undefined && failedAt < goLive) return no('it failed before recovery went live here');
  return { kind: 'ours' };
}
