import type { Card } from '../billing/model.ts';
import { after, type Instant, instant, latest, parseInstant } from '../kernel/instant.ts';
import { isPaused } from './at-once.ts';
import { budgetOf } from './card-choice.ts';
import type { Recovery, StepResult } from './state.ts';
import { inFlight, type World } from './world.ts';

/** What somebody who wants to pay now is offered. */
export type CustomerMay =
  | { readonly kind: 'pay'; readonly card: Card }
  /** Stripe's own page: the bank asks there, and what is no card is paid there. */
  | { readonly kind: 'hosted' }
  /** This card would be refused, or its network asked to leave it alone: another one works at once. */
  | { readonly kind: 'other-card' }
  | { readonly kind: 'processing' }
  /** Tried often enough for a while: every refusal makes the next one likelier. */
  | { readonly kind: 'rest'; readonly until: Instant }
  /** The customer has cancelled: nothing is taken any more. */
  | { readonly kind: 'leaving' }
  /** Nothing is owed any more. */
  | { readonly kind: 'settled' };

/** Presses that a bank refused: the card counts them, whoever makes them. */
const declinesAllowed = { most: 3, within: { hours: 24 } } as const;

const prefix = 'customer:';

export const isOnPage = (name: string): boolean => name.startsWith(prefix);

/** A charge that was asked for on a page went through: it is confirmed by mail, whatever was said before (spec, links in mail). */
export const paidOnPage = ({ results }: Pick<Recovery, 'results'>): boolean =>
  Object.entries(results).some(([name, { kind }]) => isOnPage(name) && kind === 'paid');

/** One press of the button is one row: what carries the same turn is the same press. */
export const pressName = (turn: number): string => `${prefix}${turn}`;

/** The press that a page shown now would be; each result uses one up. */
export const nextTurn = ({ results }: Pick<Recovery, 'results'>): number =>
  Object.keys(results).filter(isOnPage).length + 1;

/**
 * Asked for by the customer, one attempt on session is right where a retry of ours is not: the class says what a repeat
 * without them would come to, and here they are. What stays out is a card that its bank refused for good.
 */
export function customerMay(recovery: Recovery, world: World, now: Instant): CustomerMay {
  const { lead, card } = world;
  if (inFlight(world)) return { kind: 'processing' };
  if (isSettled(lead) && !isPaused(recovery, world)) return { kind: 'settled' };
  if (world.subscription.status === 'canceled') return { kind: 'settled' };
  if (recovery.leavingSince && !recovery.paused) return { kind: 'leaving' };
  if (!card) return { kind: 'other-card' };
  if (card.type !== 'card') return { kind: 'hosted' };
  if (asksForCustomer(recovery, world)) return { kind: 'hosted' };
  if (isHard(card, recovery) || asksToWait(card, recovery, now)) return { kind: 'other-card' };
  const until = restUntil(recovery);
  return until !== undefined && until > now ? { kind: 'rest', until } : { kind: 'pay', card };
}

const isSettled = ({ status, amountRemaining }: World['lead']): boolean =>
  status !== 'open' || amountRemaining.amount === 0;

/** The bank wants the customer present, which Stripe's page arranges; in a true pause there is no open bill to show there. */
const asksForCustomer = (recovery: Recovery, world: World): boolean =>
  recovery.class === 'AUTH' && !isPaused(recovery, world);

/** A number that was entered anew after the refusal is not the one that was refused: a wrong CVC is put right so. */
function isHard(card: Card, { hardCards, results, class: of }: Recovery): boolean {
  if (!hardCards.includes(budgetOf(card))) return false;
  if (of === 'RISK' || of === 'REVOKED' || card.created === undefined) return true;
  return card.created <= lastTry(Object.values(results), budgetOf(card));
}

const lastTry = (results: readonly StepResult[], budget: string): Instant =>
  results
    .filter((result) => result.budget === budget)
    .reduce((last, { at }) => latest(last, parseInstant(at)), instant(0));

/** An issuer's or network's lower bound is about the card that was refused. */
const asksToWait = (card: Card, { notBefore, knownCards }: Recovery, now: Instant): boolean =>
  notBefore !== undefined && parseInstant(notBefore) > now && knownCards.includes(budgetOf(card));

function restUntil({ results }: Recovery): Instant | undefined {
  const declined = Object.entries(results)
    .filter(([name, { kind }]) => isOnPage(name) && kind === 'declined')
    .map(([, { at }]) => parseInstant(at))
    .sort((a, b) => a - b)
    .at(-declinesAllowed.most);
  return declined === undefined ? undefined : after(declined, declinesAllowed.within);
}
