import { isBackup } from './backup.ts';
import { isOnPage } from './customer-may.ts';
import { attemptSteps } from './ladder.ts';
import type { Recovery, StepResult } from './state.ts';

/** In the order in which they win when several apply: money is credited once, and to us last. */
export const causes = ['customer_paid', 'card_updated', 'automatic_update', 'retry', 'backup', 'external'] as const;

export type Cause = (typeof causes)[number];

export const causeReasons: Readonly<Record<Cause, string>> = {
  customer_paid: 'the customer paid by hand: on our page, on Stripe’s invoice page or in the portal',
  card_updated: 'the customer gave another card during the recovery, and it was charged',
  automatic_update: 'the bank renewed the card by itself during the recovery, and it was charged',
  retry: 'the same card was charged again by us, at the rung that is named',
  backup: 'another card was charged that the customer had agreed to',
  external: 'paid in another way: by Stripe’s own retry, out of band, or by somebody in the dashboard',
};

export interface Attribution {
  readonly cause: Cause;
  /** The step whose charge went through; only with `retry` and `backup`. */
  readonly rung?: string;
}

type Paid = readonly [name: string, result: StepResult];

/**
 * What brought the money back (order: retention OS, phase 8, and the priority of Recurly's report). Our own charge counts
 * as ours only where nothing the customer or the bank did made it possible.
 */
export function attributionOf(recovery: Recovery): Attribution {
  const own = ownPayment(recovery);
  if (own === undefined) return { cause: recovery.payer?.by === 'customer' ? 'customer_paid' : 'external' };
  const [name, result] = own;
  if (isOnPage(name)) return { cause: 'customer_paid' };
  if (isBackup(name)) return { cause: 'backup', rung: rungIn(name) };
  if (isNewCard(name, result, recovery)) return { cause: 'card_updated' };
  if (isUpdated(name, result, recovery)) return { cause: 'automatic_update' };
  return { cause: 'retry', rung: rungIn(name) };
}

/** The last charge of ours that went through. */
function ownPayment({ results, lead }: Recovery): Paid | undefined {
  const paid = Object.entries(results).filter(([, one]) => one.kind === 'paid');
  return paid.findLast(([, { invoice }]) => invoice === lead) ?? paid.at(-1);
}

const isNewCard = (name: string, { budget }: StepResult, { results }: Recovery): boolean =>
  name.startsWith('card:') ||
  Object.entries(results).some(([other, one]) => other.startsWith('card:') && one.budget === budget);

const isUpdated = (name: string, { card }: StepResult, { updates }: Recovery): boolean =>
  name.startsWith('update:') || (updates ?? []).some((update) => update.card === card);

/** `retry-2`, `tail-1`, `backup:retry-2`: the step of the calendar in it. */
function rungIn(name: string): string {
  const bare = name.replace(/^backup:/, '');
  return attemptSteps.find((step) => bare === step || bare.startsWith(`${step}:`)) ?? bare.split(':')[0] ?? bare;
}
