import { yieldTo } from '../billing/card-claims.ts';
import type { Instant } from '../kernel/instant.ts';
import { budgetOf } from './card-choice.ts';
import { isAttemptStep, type Ladder, nextStep, type Step } from './ladder.ts';
import type { Recovery } from './state.ts';
import { type Sight, timingOf } from './timing.ts';
import { inFlight, type World } from './world.ts';

/** The next charge that is really planned, for a mail that names it: not in the past, and not on a card that gets none. */
export function nextAttemptAfter(
  step: Step,
  recovery: Recovery,
  world: Pick<World, 'card' | 'lead' | 'ahead'> & Sight,
  ladder: Ladder,
  now: Instant,
): Instant | undefined {
  const { card } = world;
  if (card?.type !== 'card' || inFlight(world) || recovery.hardCards.includes(budgetOf(card))) return undefined;
  for (let rung = firstOpen(step, recovery); rung && isAttemptStep(rung); rung = nextStep(rung)) {
    const { due: wanted, closes } = timingOf(rung, recovery, world, ladder);
    const due = yieldTo(world.ahead ?? [], wanted, ladder.minimumGap, now)?.free ?? wanted;
    if (due < closes && due > now) return due;
  }
  return undefined;
}

/** A final rung that waits for the day the customer named is still to come, though its notice has gone. */
const firstOpen = (step: Step, { promise, results }: Recovery): Step | undefined =>
  step === 'final' && promise && !results.final ? step : nextStep(step);
