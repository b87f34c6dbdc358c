import { localDate, localDayNumber } from '../kernel/calendar.ts';
import { type Instant, latest, parseInstant } from '../kernel/instant.ts';
import { startOf } from './calendar.ts';
import { dueOn, type Times } from './day-times.ts';
import { type AttemptStep, inWindow, type Ladder, type LocalRules, nextStep } from './ladder.ts';
import { moneyDays } from './payday.ts';
import type { Recovery } from './state.ts';
import type { World } from './world.ts';

/** When a rung of the ladder is charged, and who named that instant. */
export interface Timing {
  readonly due: Instant;
  /** Not due before this, the rung is passed over. */
  readonly closes: Instant;
  readonly by: 'promise' | 'card' | 'country' | 'ladder';
  /** For our own people: why it is not the ladder's own instant. */
  readonly why?: string;
}

export type Sight = Pick<World, 'cardFreeAt' | 'paidOn'>;

/** Only lack of funds is cured by a day on which there is money (spec payment-recovery, payday). */
export function timingOf(step: AttemptStep, recovery: Recovery, sight: Sight, ladder: Ladder): Timing {
  const onTheLadder = ladderTiming(step, recovery, sight, ladder);
  if (recovery.class !== 'FUNDS' || !ladder.local) return onTheLadder;
  return (
    promised(step, recovery, sight, ladder, ladder.local) ??
    onPayday(step, recovery, sight, ladder, ladder.local) ??
    onTheLadder
  );
}

function ladderTiming(step: AttemptStep, recovery: Recovery, sight: Sight, ladder: Ladder): Timing {
  const planned = startOf(step, recovery, ladder);
  const due = inWindow(step, latest(planned, freeFrom(recovery, sight) ?? planned), ladder);
  return { due, closes: closing(step, recovery, ladder), by: 'ladder' };
}

/** The rung's own instant, and from when its card may be charged. */
export const rungTimes = (step: AttemptStep, recovery: Recovery, sight: Sight, ladder: Ladder): Times => ({
  usual: startOf(step, recovery, ladder),
  free: freeFrom(recovery, sight),
});

/** What the card's row and its bank allow; undefined: nobody asked the card's row. */
export function freeFrom({ notBefore }: Recovery, { cardFreeAt }: Sight): Instant | undefined {
  const asked = notBefore === undefined ? undefined : parseInstant(notBefore);
  return asked === undefined || cardFreeAt === undefined ? (asked ?? cardFreeAt) : latest(asked, cardFreeAt);
}

function closing(step: AttemptStep, recovery: Recovery, ladder: Ladder): Instant {
  return startOf(nextStep(step) ?? 'pause', recovery, ladder);
}

/** The day the customer named, while it is still to come and the card may be charged on it. */
export function standingPromise(recovery: Recovery, zone: string): string | undefined {
  const { promise, results } = recovery;
  if (!promise) return undefined;
  const charged = Object.values(results).some(
    ({ at, kind }) => kind !== 'skipped' && kind !== 'done' && localDate(parseInstant(at), zone) >= promise.on,
  );
  return charged ? undefined : promise.on;
}

/**
 * Nothing is charged before the day the customer named. The next rung moves there, earlier or later; a day after day 10
 * is the final rung's, and the ones before it pass. No rung is added.
 */
function promised(
  step: AttemptStep,
  recovery: Recovery,
  sight: Sight,
  ladder: Ladder,
  local: LocalRules,
): Timing | undefined {
  const day = standingPromise(recovery, local.zone);
  const due = day && dueOn(day, rungTimes(step, recovery, sight, ladder), ladder);
  if (!due) return undefined;
  const final = startOf('final', recovery, ladder);
  const closes = step === 'final' || day >= localDate(final, local.zone) ? closing(step, recovery, ladder) : final;
  return { due, closes, by: 'promise', why: `the customer asked to be charged on ${day}` };
}

/**
 * An earlier calendar day with money on it wins, if the minimum gap and the caps leave something of that day; the rung's
 * own day stays the ladder's. It is only ever earlier, so nothing passes day 10 or 14, and no attempt is added.
 */
function onPayday(
  step: AttemptStep,
  recovery: Recovery,
  sight: Sight,
  ladder: Ladder,
  { zone }: LocalRules,
): Timing | undefined {
  const free = freeFrom(recovery, sight);
  if (!ladder.payday || free === undefined) return undefined;
  const planned = startOf(step, recovery, ladder);
  const span = { from: localDayNumber(free, zone), to: localDayNumber(planned, zone) - 1 };
  if (span.from > span.to) return undefined;
  for (const { day, by, why } of moneyDays(ladder.payday, sight.paidOn ?? [], zone, span)) {
    const due = dueOn(day, { usual: planned, free }, ladder);
    if (due !== undefined) return { due, closes: closing(step, recovery, ladder), by, why: `${day}: ${why}` };
  }
  return undefined;
}
