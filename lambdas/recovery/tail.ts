import type { Card } from '../billing/model.ts';
import { localDayNumber } from '../kernel/calendar.ts';
import { after, type Instant, latest, parseInstant } from '../kernel/instant.ts';
import { isPaused } from './at-once.ts';
import { pauseAt } from './calendar.ts';
import { budgetOf } from './card-choice.ts';
import { dueOn } from './day-times.ts';
import type { Ladder } from './ladder.ts';
import { moneyDays } from './payday.ts';
import { firstFailure, type Recovery } from './state.ts';
import { freeFrom } from './timing.ts';
import type { World } from './world.ts';

export type TailAct =
  | { readonly kind: 'wait'; readonly due: Instant; readonly why: string }
  | {
      readonly kind: 'charge';
      readonly name: string;
      readonly card: Card;
      readonly why: 'resume' | 'tail';
      readonly timing: string;
    }
  | { readonly kind: 'advance' };

const tailNames = (attempts: number): readonly string[] =>
  Array.from({ length: attempts }, (_, index) => `tail-${index + 1}`);

/**
 * While paused, at most two more attempts, only on days on which there is money and only where money was what was short
 * (facts, idea 3). Nobody is written to when they fail. In a true pause the attempt is the resumption at its one price;
 * where Stripe only collects nothing, it pays the old invoice, and the pause is lifted with it.
 */
export function onTail(recovery: Recovery, world: World, ladder: Ladder, now: Instant): TailAct {
  const until = after(firstFailure(recovery), ladder.tail.until);
  const name = tailNames(ladder.tail.attempts).find((one) => !recovery.results[one]);
  const { card } = world;
  if (now >= until || !name || !card || !mayTry(recovery, card)) return { kind: 'advance' };
  // Switched off or held by hand: whoever switches it on again wakes the case.
  if (world.observing) return { kind: 'wait', due: until, why: 'tail_observing' };
  const next = nextAttempt(recovery, world, ladder, now, until);
  if (!next) return { kind: 'advance' };
  if (now < next.due) return { kind: 'wait', due: next.due, why: next.timing };
  return { kind: 'charge', name, card, why: isPaused(recovery, world) ? 'resume' : 'tail', timing: next.timing };
}

const mayTry = ({ class: of, paused, leavingSince, hardCards }: Recovery, card: Card): boolean =>
  of === 'FUNDS' &&
  paused !== undefined &&
  !leavingSince &&
  card.type === 'card' &&
  !hardCards.includes(budgetOf(card));

/** The next day with money on it: one attempt a day, whatever failed it. */
function nextAttempt(recovery: Recovery, world: World, ladder: Ladder, now: Instant, until: Instant) {
  const { local, payday } = ladder;
  if (!local || !payday) return undefined;
  const free = latest(now, freeFrom(recovery, world) ?? now);
  const span = { from: firstDay(recovery, free, local.zone), to: localDayNumber(until, local.zone) };
  for (const { day, by, why } of moneyDays(payday, world.paidOn ?? [], local.zone, span)) {
    const due = dueOn(day, { usual: pauseAt(recovery, ladder), free }, ladder);
    if (due !== undefined && due < until) return { due, timing: `${by}: ${day}: ${why}` };
  }
  return undefined;
}

/** Not on the day of the attempt before, and not on the day of the pause, whose mail has just gone. */
function firstDay({ results, paused }: Recovery, free: Instant, zone: string): number {
  const before = [paused?.at, results['tail-1']?.at].filter((at) => at !== undefined).map(parseInstant);
  return Math.max(localDayNumber(free, zone), ...before.map((at) => localDayNumber(at, zone) + 1));
}
