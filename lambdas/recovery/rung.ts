import { yieldTo } from '../billing/card-claims.ts';
import type { Card } from '../billing/model.ts';
import { type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import { startOf } from './calendar.ts';
import { budgetOf } from './card-choice.ts';
import type { AttemptStep, Ladder } from './ladder.ts';
import { noRetryClasses, type Recovery } from './state.ts';
import { type Timing, timingOf } from './timing.ts';
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
  /** An attempt whose time has come has to wait: for the card, for what a bank asked, for a case of higher value. */
  | {
      readonly kind: 'defer';
      readonly step: AttemptStep;
      readonly plannedFor: Instant;
      readonly until: Instant;
      readonly reason: string;
    }
  | { readonly kind: 'skip'; readonly step: AttemptStep; readonly reason: string };

/** A rung that charges: it waits for its instant, or passes, and says why. */
export function onRung(step: AttemptStep, recovery: Recovery, world: World, ladder: Ladder, now: Instant): RungAct {
  const planned = startOf(step, recovery, ladder);
  const hindrance = noAttemptBecause(recovery, world);
  if (hindrance)
    return now < planned ? { kind: 'wait', due: planned, why: hindrance } : { kind: 'skip', step, reason: hindrance };
  const timing = timingOf(step, recovery, world, ladder);
  const { due, free, why, named } = mayCharge(step, planned, timing, recovery, world, ladder, now);
  if (due >= timing.closes) {
    if (now < planned) return { kind: 'wait', due: planned, why };
    return { kind: 'skip', step, reason: named ?? `the card may not be charged again before ${toIso(free)}` };
  }
  const notice = noticeAt(step, planned, due, recovery);
  if (notice !== undefined && notice <= now && now < due) return { kind: 'notice' };
  if (now < due) return putOff(step, planned, { due: notice ?? due, free, why }, recovery, now);
  return world.card
    ? { kind: 'charge', name: step, card: world.card, why: 'ladder', ...(named ? { timing: named } : {}) }
    : { kind: 'skip', step, reason: 'no_card' };
}

interface May {
  /** When to charge, or to look again. */
  readonly due: Instant;
  /** When the card is free, as far as one can see. */
  readonly free: Instant;
  readonly why: string;
  /** Who named the instant, where that was not the ladder. */
  readonly named?: string | undefined;
}

/** The instant of the ladder, the customer or the payday, behind the cases of higher value that want the same card. */
function mayCharge(
  step: AttemptStep,
  planned: Instant,
  { due, by, why }: Timing,
  recovery: Recovery,
  world: World,
  ladder: Ladder,
  now: Instant,
): May {
  const named = by === 'ladder' ? undefined : `${by}: ${why}`;
  const yielded = yieldTo(world.ahead ?? [], due, ladder.minimumGap, now);
  if (yielded && yielded.look > due) return { due: yielded.look, free: yielded.free, why: 'yields', named };
  return { due, free: due, why: named ?? (due > planned ? heldBy(planned, recovery, world) : step), named };
}

function heldBy(planned: Instant, { notBefore }: Recovery, { cardFreeAt, cardHeldBy }: World): string {
  const asked = notBefore && parseInstant(notBefore) > planned ? parseInstant(notBefore) : undefined;
  return asked && asked >= (cardFreeAt ?? planned) ? 'asked' : (cardHeldBy ?? 'gap');
}

/** What is due and has to wait is written down once, with its reason, before the step waits. */
function putOff(
  step: AttemptStep,
  planned: Instant,
  { due, why, free }: May,
  recovery: Recovery,
  now: Instant,
): RungAct {
  // Told once: whom an attempt gave way to is why it waits, although it is the card's own gap by then.
  const told = recovery.deferred?.findLast((one) => one.step === step)?.until === toIso(free);
  if (now < planned || why === step || told) return { kind: 'wait', due, why };
  return { kind: 'defer', step, plannedFor: planned, until: free, reason: why };
}

/** Steps of this case that passed because others had the card all the time, since it last charged anything. */
export function lostSteps({ results, deferred = [] }: Pick<Recovery, 'results' | 'deferred'>): number {
  const all = Object.entries(results).toSorted(([, a], [, b]) => parseInstant(a.at) - parseInstant(b.at));
  const charged = all.findLastIndex(([, { kind }]) => kind === 'declined' || kind === 'processing' || kind === 'paid');
  const byOthers = new Set(
    deferred.flatMap(({ step, reason }) => (reason === 'yields' || reason === 'gap' ? [step] : [])),
  );
  return all.slice(charged + 1).filter(([step, { kind }]) => kind === 'skipped' && byOthers.has(step)).length;
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

function whyHard({ asksForCard, class: of }: Recovery): string {
  if (asksForCard) return asksForCard;
  return of && of !== 'NEW_CARD' && noRetryClasses.has(of)
    ? `class_without_retry: ${of}`
    : `declined_for_good: ${of ?? 'card'}`;
}
