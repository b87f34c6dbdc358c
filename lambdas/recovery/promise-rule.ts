import { localDate } from '../kernel/calendar.ts';
import { addDaysToDate } from '../kernel/civil-date.ts';
import { before, type Instant, latest } from '../kernel/instant.ts';
import { pauseAt } from './calendar.ts';
import { budgetOf } from './card-choice.ts';
import { dueOn } from './day-times.ts';
import { attemptSteps, type Ladder } from './ladder.ts';
import type { Recovery } from './state.ts';
import { rungTimes, standingPromise } from './timing.ts';
import { inFlight, type World } from './world.ts';

/** Why no day can be named. */
export const promiseRefusals = {
  settled: 'nothing is owed any more',
  cancelled: 'the plan is cancelled, so nothing is charged',
  paused: 'the plan is paused: a payment resumes it at once',
  processing: 'a payment is on its way',
  no_card: 'there is no card that can be charged',
  other_reason: 'another day would not cure what the bank said: only lack of funds is cured by waiting',
  no_attempt_left: 'the last attempt has been made',
  no_day_left: 'no day is left on which the card may be charged before the plan is paused',
  out_of_bounds: 'that day is not one of the days that can be kept',
} as const;

export type PromiseRefusal = keyof typeof promiseRefusals;

export type PromiseOffer =
  /** `days` in the account's calendar, `standing` the one that is promised already. */
  | { readonly kind: 'days'; readonly days: readonly string[]; readonly zone: string; readonly standing?: string }
  | { readonly kind: 'refused'; readonly reason: PromiseRefusal };

type Sight = Pick<World, 'card' | 'cardFreeAt' | 'lead' | 'subscription'>;

/**
 * The days a customer may choose: the first on which the minimum gap is over, the last the day before the pause (day 13),
 * so that the final rung still comes before it. Whoever names one moves an attempt and adds none.
 */
export function promiseOffer(recovery: Recovery, sight: Sight, ladder: Ladder, now: Instant): PromiseOffer {
  const reason = noPromiseBecause(recovery, sight);
  if (reason) return { kind: 'refused', reason };
  const rung = attemptSteps.find((step) => !recovery.results[step]);
  const zone = ladder.local?.zone;
  if (!rung || !zone) return { kind: 'refused', reason: 'no_attempt_left' };
  const free = { cardFreeAt: latest(now, sight.cardFreeAt ?? now) };
  const last = localDate(before(pauseAt(recovery, ladder), { days: 1 }), zone);
  const days = daysFrom(now, last, zone).filter(
    (day) => dueOn(day, rungTimes(rung, recovery, free, ladder), ladder) !== undefined,
  );
  const standing = standingPromise(recovery, zone);
  if (days.length === 0) return { kind: 'refused', reason: 'no_day_left' };
  return { kind: 'days', days, zone, ...(standing ? { standing } : {}) };
}

function noPromiseBecause(recovery: Recovery, { card, lead, subscription }: Sight): PromiseRefusal | undefined {
  if (lead.status !== 'open' || lead.amountRemaining.amount === 0 || recovery.disputed) return 'settled';
  if (recovery.leavingSince || subscription.cancelAtPeriodEnd || subscription.status === 'canceled') return 'cancelled';
  if (recovery.paused) return 'paused';
  if (inFlight({ lead })) return 'processing';
  if (card?.type !== 'card' || recovery.hardCards.includes(budgetOf(card))) return 'no_card';
  return recovery.class === 'FUNDS' ? undefined : 'other_reason';
}

/** At most so many days are looked at: the ladder has fourteen, a policy may have more. */
const mostDays = 60;

function daysFrom(now: Instant, last: string, zone: string): string[] {
  const first = localDate(now, zone);
  const days = Array.from({ length: mostDays }, (_, turned) => addDaysToDate(first, turned));
  return days.filter((day) => day <= last);
}
