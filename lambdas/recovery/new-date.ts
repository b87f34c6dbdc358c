import type { Card } from '../billing/model.ts';
import { monthOf } from '../cards/expiry.ts';
import { isCuredByNewDate } from './new-date-policy.ts';
import type { Recovery } from './state.ts';

type Seen = Pick<Recovery, 'hardCards' | 'results'>;

/**
 * The same card with a later date than it was charged with: entered again, or corrected in the portal. A hard decline was
 * about the date that stood there, so this date is tried once; it makes the same card no new one otherwise.
 */
export function newDateOf(card: Card, { hardCards, results }: Seen): string | undefined {
  const budget = card.fingerprint ?? card.id;
  const month = monthOf(card);
  if (!month || !hardCards.includes(budget)) return undefined;
  const charged = Object.values(results).filter((one) => one.budget === budget && one.month !== undefined);
  const refused = charged.findLast((one) => one.reason !== undefined);
  if (!isCuredByNewDate(refused?.reason)) return undefined;
  const latest = charged
    .map((one) => one.month ?? '')
    .sort()
    .at(-1);
  return latest !== undefined && month > latest ? `card:${card.id}:${budget}:${month}` : undefined;
}

/** Kept with each charge of a card, so that a later date is known to be one. */
export const chargedMonth = (card: Card | undefined): { month?: string } => {
  const month = card && monthOf(card);
  return month === undefined ? {} : { month };
};
