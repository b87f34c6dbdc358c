import { after, type Instant, latest, milliseconds, parseInstant } from '../kernel/instant.ts';
import { holdEnd } from '../pause/hold.ts';
import { type Ladder, plannedAt, type Step } from './ladder.ts';
import { firstFailure, type Recovery } from './state.ts';

/** When a step of this case begins: the ladder's plan, moved by what happened to the case. */
export function startOf(step: Step, recovery: Recovery, ladder: Ladder): Instant {
  if (step === 'pause' || step === 'tail') return pauseAt(recovery, ladder);
  return step === 'hold' ? holdEndsAt(recovery, ladder) : plannedAt(step, firstFailure(recovery), ladder);
}

/**
 * Day 14, or later: nobody is paused before the day the final notice named (docs/decisions/0007), and where there is no
 * card the days count from the last failure, since a bank debit fails days after it was made (completions C36).
 */
export function pauseAt(recovery: Recovery, ladder: Ladder): Instant {
  const { pauseNotBefore, lastFailureAt } = recovery;
  const planned = plannedAt('pause', firstFailure(recovery), ladder);
  const named = pauseNotBefore ? parseInstant(pauseNotBefore) : planned;
  const slow = recovery.class === 'NOT_A_CARD' && lastFailureAt;
  return latest(planned, named, slow ? after(parseInstant(lastFailureAt), ladder.pause) : planned);
}

/** Data is kept at least so long after the pause as it really happened, not as it was planned. */
export function holdEndsAt(recovery: Recovery, ladder: Ladder): Instant {
  const due = pauseAt(recovery, ladder);
  const held = milliseconds(ladder.holdEnd) - milliseconds(ladder.pause);
  const pausedAt = recovery.paused && parseInstant(recovery.paused.at);
  return holdEnd(due, pausedAt, { milliseconds: held });
}
