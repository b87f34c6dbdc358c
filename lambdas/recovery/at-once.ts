import type { Card, Invoice } from '../billing/model.ts';
import { parseInstant } from '../kernel/instant.ts';
import { budgetOf, isNew } from './card-choice.ts';
import { newDateOf } from './new-date.ts';
import type { Recovery } from './state.ts';
import type { World } from './world.ts';

export type UrgentReason = 'new-card' | 'next-invoice' | 'resume';

export interface Urgent {
  readonly kind: 'charge';
  readonly name: string;
  readonly card: Card;
  readonly why: UrgentReason;
}

type Sight = Pick<World, 'card' | 'lead' | 'subscription'>;

/**
 * What does not wait for a rung: a new card, an automatic update of the card, the next open invoice after a paid one. In
 * a true pause there is one price: the same reasons, and the payment of the old invoice, resume the subscription instead.
 */
export function urgentCharge(recovery: Recovery, sight: Sight): Urgent | undefined {
  const { card, lead } = sight;
  if (card?.type !== 'card') return undefined;
  const paused = isPaused(recovery, sight);
  const hard = recovery.hardCards.includes(budgetOf(card));
  const paid = paused && !hard ? paidMeanwhile(lead) : undefined;
  const reason = newCard(recovery, card) ?? updated(recovery, card) ?? newDateOf(card, recovery) ?? paid;
  const name = `${reason}:${lead.id}`;
  if (reason && !recovery.results[name]) return { kind: 'charge', name, card, why: paused ? 'resume' : 'new-card' };
  const next = paused || hard ? undefined : nextInvoice(recovery, lead);
  return next === undefined ? undefined : { kind: 'charge', name: next, card, why: 'next-invoice' };
}

/** Paused at Stripe because of this debt: nothing but a resumption brings it back. */
export const isPaused = ({ paused }: Recovery, { subscription }: Pick<World, 'subscription'>): boolean =>
  paused !== undefined && subscription.status === 'paused';

const paidMeanwhile = (lead: Invoice): string | undefined =>
  lead.status === 'paid' && !lead.credited ? 'resume' : undefined;

/** The old invoice of a customer who has resumed is the next one as well, where it stays due. */
function nextInvoice({ results, resumedAt }: Recovery, lead: Invoice): string | undefined {
  const next = `next:${lead.id}`;
  const waits = results[next]?.kind === 'done' || (resumedAt !== undefined && lead.status === 'open');
  return waits && !results[`${next}:charge`] ? `${next}:charge` : undefined;
}

const newCard = (recovery: Recovery, card: Card): string | undefined =>
  isNew(card, recovery) ? `card:${card.id}:${budgetOf(card)}` : undefined;

/** One that was charged after its update has told what the update was worth. */
function updated({ updates, results }: Recovery, card: Card): string | undefined {
  const last = updates?.findLast((update) => update.card === card.id);
  if (!last) return undefined;
  const spent = Object.values(results).some(
    (one) => one.card === card.id && isAttempt(one.kind) && at(one) >= at(last),
  );
  return spent ? undefined : `update:${last.event}`;
}

const at = (what: { at: string }): number => parseInstant(what.at);

const isAttempt = (kind: string): boolean => kind === 'paid' || kind === 'declined' || kind === 'processing';
