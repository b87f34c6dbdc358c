import type { Card } from '../billing/model.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import { startOf } from './calendar.ts';
import { budgetOf } from './card-choice.ts';
import type { AttemptStep, Ladder } from './ladder.ts';
import { noRetryClasses, type Recovery } from './state.ts';
import { timingOf } from './timing.ts';
import { inFlight, type World } from './world.ts';

export type RungAct =
  | { readonly kind: 'wait'; readonly due: Instant; readonly why: string }
  | {
      readonly kind: 'charge';
      readonly name: string;
      readonly card: Card;
      readonly why: 'ladder';
      readonly timing?: string;
    }
  | { readonly kind: 'notice' }
  | { readonly kind: 'skip'; readonly step: AttemptStep; readonly reason: string };

/** A rung that charges: it waits for its instant, or passes and says why. */
export function onRung(step: AttemptStep, recovery: Recovery, world: World, ladder: Ladder, now: Instant): RungAct {
  const planned = startOf(step, recovery, ladder);
  const hindrance = noAttemptBecause(recovery, world);
  if (hindrance)
    return now < planned ? { kind: 'wait', due: planned, why: hindrance } : { kind: 'skip', step, reason: hindrance };
  const { due, closes, by, why } = timingOf(step, recovery, world, ladder);
  const named = by === 'ladder' ? undefined : `${by}: ${why}`;
  if (due >= closes) {
    if (now < planned) return { kind: 'wait', due: planned, why: named ?? 'gap' };
    return { kind: 'skip', step, reason: named ?? `the card may not be charged again before ${toIso(due)}` };
  }
  const notice = noticeAt(step, planned, due, recovery);
  if (notice !== undefined && notice <= now && now < due) return { kind: 'notice' };
  if (now < due) return { kind: 'wait', due: notice ?? due, why: named ?? (due > planned ? 'gap' : step) };
  return world.card
    ? { kind: 'charge', name: step, card: world.card, why: 'ladder', ...(named ? { timing: named } : {}) }
    : { kind: 'skip', step, reason: 'no_card' };
}

/** The last word keeps its day where the day the customer named for the last attempt comes after it. */
const noticeAt = (step: AttemptStep, planned: Instant, due: Instant, { promise }: Recovery): Instant | undefined =>
  step === 'final' && promise && !promise.toldAt && due > planned ? planned : undefined;

/** The reasons that make a rung pass in silence of the card; its message still follows the calendar. */
function noAttemptBecause(recovery: Recovery, world: World): string | undefined {
  if (inFlight(world)) return 'payment_processing';
  if (!world.card) return 'no_card';
  if (world.card.type !== 'card') return 'not_a_card';
  return recovery.hardCards.includes(budgetOf(world.card)) ? whyHard(recovery) : undefined;
}

const whyHard = ({ class: of }: Recovery): string =>
  of && of !== 'NEW_CARD' && noRetryClasses.has(of)
    ? `class_without_retry: ${of}`
    : `declined_for_good: ${of ?? 'card'}`;
