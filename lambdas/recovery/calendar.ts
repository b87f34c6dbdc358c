import { yieldTo } from '../billing/card-claims.ts';
import { after, type Instant, latest, milliseconds, parseInstant } from '../kernel/instant.ts';
import { holdEnd } from '../pause/hold.ts';
import { budgetOf } from './card-choice.ts';
import { inWindow, isAttemptStep, type Ladder, nextStep, plannedAt, type Step } from './ladder.ts';
import { firstFailure, type Recovery } from './state.ts';
import { inFlight, type World } from './world.ts';

/** When a step of this case begins: the ladder's plan, moved by what happened to the case. */
export function startOf(step: Step, recovery: Recovery, ladder: Ladder): Instant {
  if (step === 'pause') return pauseAt(recovery, ladder);
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

/** The next charge that is really planned, for a mail that names it: not in the past, and not on a card that gets none. */
export function nextAttemptAfter(
  step: Step,
  recovery: Recovery,
  world: Pick<World, 'card' | 'cardFreeAt' | 'lead' | 'ahead'>,
  ladder: Ladder,
  now: Instant,
): Instant | undefined {
  const { card, cardFreeAt } = world;
  if (card?.type !== 'card' || inFlight(world) || recovery.hardCards.includes(budgetOf(card))) return undefined;
  const asked = recovery.notBefore ? [parseInstant(recovery.notBefore)] : [];
  for (let rung = nextStep(step); rung && isAttemptStep(rung); rung = nextStep(rung)) {
    const free = cardFreeAt === undefined ? [] : [cardFreeAt];
    const wanted = inWindow(rung, latest(startOf(rung, recovery, ladder), ...free, ...asked), ladder);
    const due = yieldTo(world.ahead ?? [], wanted, ladder.minimumGap, now)?.free ?? wanted;
    const following = nextStep(rung);
    const inTime = !following || due < startOf(following, recovery, ladder);
    if (inTime && due > now) return due;
  }
  return undefined;
}
