import type { Subscription } from '../billing/model.ts';
import type { PayOutcome, Ports } from '../kernel/ports.ts';

/** What Stripe made of it: a true pause, or the older one that only collects nothing and needs our lock (facts, finding 3). */
export type PauseKind = 'subscription' | 'collection';

/**
 * Ends a true pause by billing a new period to this card: exactly once, under the key of an INTENT that is written down
 * before. A resumption names no card, and Stripe charges the default: the card the customer chose becomes it first.
 */
export async function resumeOn(
  card: string,
  { id, defaultPaymentMethod }: Pick<Subscription, 'id' | 'defaultPaymentMethod'>,
  key: string,
  { billing }: Pick<Ports, 'billing'>,
): Promise<PayOutcome> {
  if (defaultPaymentMethod !== card) await billing.setDefaultCard(id, card, `${key}-default`);
  return billing.resume(id, key);
}

/** Whether the subscription runs, once the older pause is lifted where it may be; false: only a new period brings it back. */
export async function liftPause(
  { id, status, pauseCollection }: Pick<Subscription, 'id' | 'status' | 'pauseCollection'>,
  mayAct: boolean,
  key: string,
  { billing }: Pick<Ports, 'billing'>,
): Promise<boolean> {
  if (!pauseCollection) return status !== 'paused';
  if (!mayAct) return false;
  await billing.resumeCollection(id, key);
  return true;
}
