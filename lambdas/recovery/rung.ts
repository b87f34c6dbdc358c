import { yieldTo } from '../billing/card-claims.ts';
import { type Instant, latest, parseInstant, toIso } from '../kernel/instant.ts';
import { startOf } from './calendar.ts';
import { budgetOf } from './card-choice.ts';
import type { Act } from './decide.ts';
import { type AttemptStep, inWindow, type Ladder, nextStep } from './ladder.ts';
import { noRetryClasses, type Recovery } from './state.ts';
import { inFlight, type World } from './world.ts';

/** Charge, wait or pass: what becomes of one attempt of the ladder. A rung that passes says why, and so does one put off. */
export function attemptOrSkip(
  step: AttemptStep,
  planned: Instant,
  recovery: Recovery,
  world: World,
  ladder: Ladder,
  now: Instant,
): Act {
  const hindrance = noAttemptBecause(recovery, world);
  if (hindrance)
    return now < planned ? { kind: 'wait', due: planned, why: hindrance } : { kind: 'skip', step, reason: hindrance };
  const { due, why, free } = mayChargeAt(step, planned, recovery, world, ladder, now);
  const following = nextStep(step);
  const closed = following ? startOf(following, recovery, ladder) : due;
  if (due >= closed && now >= planned) return { kind: 'skip', step, reason: tooLate(free) };
  if (due >= closed) return { kind: 'wait', due: planned, why };
  if (now < due) return putOff(step, planned, { due, why: due > planned ? why : step, free }, recovery, now);
  return world.card
    ? { kind: 'charge', name: step, card: world.card, why: 'ladder' }
    : { kind: 'skip', step, reason: 'no_card' };
}

const tooLate = (free: Instant): string => `the card may not be charged again before ${toIso(free)}`;

/** Steps of this case that passed because others had the card all the time, since it last charged anything. */
export function lostSteps({ results, deferred = [] }: Pick<Recovery, 'results' | 'deferred'>): number {
  const all = Object.entries(results).toSorted(([, a], [, b]) => parseInstant(a.at) - parseInstant(b.at));
  const charged = all.findLastIndex(([, { kind }]) => kind === 'declined' || kind === 'processing' || kind === 'paid');
  const byOthers = new Set(
    deferred.flatMap(({ step, reason }) => (reason === 'yields' || reason === 'gap' ? [step] : [])),
  );
  return all.slice(charged + 1).filter(([step, { kind }]) => kind === 'skipped' && byOthers.has(step)).length;
}

interface May {
  /** When to charge, or to look again. */
  readonly due: Instant;
  readonly why: string;
  /** When the card is free, as far as one can see. */
  readonly free: Instant;
}

function mayChargeAt(
  step: AttemptStep,
  planned: Instant,
  { notBefore }: Recovery,
  world: World,
  ladder: Ladder,
  now: Instant,
): May {
  const asked = notBefore ? parseInstant(notBefore) : planned;
  const heldUntil = world.cardFreeAt ?? planned;
  const wanted = inWindow(step, latest(planned, heldUntil, asked), ladder);
  const why = asked >= heldUntil && asked > planned ? 'asked' : (world.cardHeldBy ?? 'gap');
  const yielded = yieldTo(world.ahead ?? [], wanted, ladder.minimumGap, now);
  return yielded && yielded.look > wanted
    ? { due: yielded.look, why: 'yields', free: yielded.free }
    : { due: wanted, why, free: wanted };
}

/** What is due now and has to wait is written down once, with its reason, before the step waits. */
function putOff(step: AttemptStep, planned: Instant, { due, why, free }: May, recovery: Recovery, now: Instant): Act {
  // Told once: whom an attempt gave way to is why it waits, although it is the card's own gap by then.
  const told = recovery.deferred?.findLast((one) => one.step === step)?.until === toIso(free);
  if (now < planned || why === step || told) return { kind: 'wait', due, why };
  return { kind: 'defer', step, plannedFor: planned, until: free, reason: why };
}

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
