import type { Invoice, Subscription } from '../billing/model.ts';
import { stopCollecting } from '../billing/stop-collecting.ts';
import type { PayOutcome, Ports } from '../kernel/ports.ts';

/** What Stripe made of it: a true pause, or the older one that only collects nothing and needs our lock (facts, finding 3). */
export type PauseKind = 'subscription' | 'collection';

/**
 * Pauses once, however often it is called under this key; what is open is taken from Stripe's own retries first, since a
 * pause leaves them on. Undefined: Stripe still collects one of the invoices, read again.
 */
export async function pauseAtStripe(
  subscription: Subscription,
  open: readonly Invoice[],
  { pause, hold }: { readonly pause: string; readonly hold: (invoice: string) => string },
  ports: Pick<Ports, 'billing'>,
): Promise<PauseKind | undefined> {
  if (!(await stopCollecting(open, hold, ports))) return undefined;
  return ports.billing.pause(subscription, pause);
}

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
