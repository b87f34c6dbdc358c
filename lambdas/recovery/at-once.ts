import type { Card, Invoice } from '../billing/model.ts';
import { parseInstant } from '../kernel/instant.ts';
import { isNew } from './card-choice.ts';
import type { Recovery } from './state.ts';

export type UrgentReason = 'new-card' | 'next-invoice';

export interface Urgent {
  readonly kind: 'charge';
  readonly name: string;
  readonly card: Card;
  readonly why: UrgentReason;
}

interface Sight {
  readonly card?: Card | undefined;
  readonly lead: Pick<Invoice, 'id'>;
}

/** What does not wait for a rung: a new card, an automatic update of the card, the next open invoice after a paid one. */
export function urgentCharge(recovery: Recovery, { card, lead }: Sight): Urgent | undefined {
  if (card?.type !== 'card') return undefined;
  const name = newCard(recovery, card) ?? updated(recovery, card);
  if (name && !recovery.results[`${name}:${lead.id}`])
    return { kind: 'charge', name: `${name}:${lead.id}`, card, why: 'new-card' };
  const next = `next:${lead.id}`;
  const waits = recovery.results[next]?.kind === 'done' && !recovery.results[`${next}:charge`];
  return waits ? { kind: 'charge', name: `${next}:charge`, card, why: 'next-invoice' } : undefined;
}

const newCard = (recovery: Recovery, card: Card): string | undefined =>
  isNew(card, recovery) ? `card:${card.id}:${card.fingerprint ?? card.id}` : undefined;

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
