import type { Card } from '../billing/model.ts';
import type { Recovery } from './state.ts';

/** Networks count per card: where a payment method has no fingerprint, the method itself is the card. */
export const budgetOf = (card: Card): string => card.fingerprint ?? card.id;

/** Only ACH debits are retried by Stripe, at most twice: those two stay on, since we retry no bank debit (completions C36). */
export const isStripesToRetry = (card: Card | undefined): boolean => card?.type === 'us_bank_account';

type Seen = Pick<Recovery, 'knownCards' | 'hardCards' | 'results'>;

/** A card that became a default since the take-over: the customer chose it, and it is tried at once. */
export const isNew = (card: Card, { knownCards }: Pick<Recovery, 'knownCards'>): boolean =>
  !knownCards.includes(budgetOf(card));

/**
 * The card a charge goes to, out of the defaults in Stripe's order (the subscription's before the customer's). The portal
 * only sets the customer's (facts, finding 10), so a new card goes first wherever it stands, and one the customer gave us
 * since stays before the old one. A card that stood behind the default all the time is a backup: not charged for that.
 */
export function cardToCharge(defaults: readonly Card[], seen: Seen): Card | undefined {
  const failed = seen.results['take-over']?.budget;
  const tried = new Set(
    Object.entries(seen.results).flatMap(([name, { budget }]) =>
      budget === failed || name.startsWith('backup:') ? [] : [budget],
    ),
  );
  const givenSince = (card: Card): boolean => tried.has(budgetOf(card)) && !seen.hardCards.includes(budgetOf(card));
  return defaults.find((card) => isNew(card, seen)) ?? defaults.find(givenSince) ?? defaults[0];
}
