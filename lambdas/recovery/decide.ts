import type { Card, Invoice, Subscription } from '../billing/model.ts';
import { after, earliest, type Instant, latest, milliseconds, parseInstant, toIso } from '../kernel/instant.ts';
import { type AttemptStep, isAttemptStep, type Ladder, nextStep, plannedAt, type Step } from './ladder.ts';
import { firstFailure, noRetryClasses, type Recovery } from './state.ts';

/** The world as it was read for this decision, never as it was remembered. */
export interface World {
  readonly subscription: Subscription;
  /** Open invoices of the subscription, oldest first. */
  readonly open: readonly Invoice[];
  readonly lead: Invoice;
  /** The card a charge would go to: a new one before the old one. */
  readonly card?: Card | undefined;
  /** From the card's own row: the earliest instant the gap and the caps allow another attempt. */
  readonly cardFreeAt?: Instant | undefined;
  /** Nothing is changed at Stripe, so its own retries stay on and are no reason to act. */
  readonly observing: boolean;
  /** The run began live and may not act any more: what it switched off at Stripe stays off. */
  readonly switchedOff?: boolean;
}

export type Outcome = 'recovered' | 'cancelled' | 'voided' | 'disputed' | 'uncollectible' | 'not_ours' | 'expired_hold';

export type Act =
  | { readonly kind: 'end'; readonly outcome: Outcome }
  | { readonly kind: 'take-over' }
  | { readonly kind: 'lead'; readonly invoice: Invoice }
  /** Switch off Stripe's own retries on invoices that failed meanwhile. */
  | { readonly kind: 'take'; readonly invoices: readonly Invoice[] }
  /** The customer has cancelled to the end of the period, or has taken that back. */
  | { readonly kind: 'leaving'; readonly leaves: boolean }
  /** Nobody collects these invoices now, neither Stripe nor we; an empty list takes it back. */
  | { readonly kind: 'uncollected'; readonly invoices: readonly Invoice[] }
  | { readonly kind: 'wait'; readonly due: Instant; readonly why: string }
  | {
      readonly kind: 'charge';
      readonly name: string;
      readonly card: Card;
      readonly why: 'ladder' | 'new-card' | 'next-invoice';
    }
  | { readonly kind: 'skip'; readonly step: AttemptStep; readonly reason: string }
  | { readonly kind: 'pause' }
  /** Ends the subscription at Stripe. */
  | { readonly kind: 'expire'; readonly outcome: 'expired_hold' | 'cancelled' }
  /** The step is behind us. */
  | { readonly kind: 'advance' };

/** Networks count per card: where a payment method has no fingerprint, the method itself is the card. */
export const budgetOf = (card: Card): string => card.fingerprint ?? card.id;

/** What to do next at a step, from what stands and what was just read. The first rule that speaks decides. */
export function decide(step: Step, recovery: Recovery, world: World, ladder: Ladder, now: Instant): Act {
  return (
    ending(recovery, world) ??
    changeOfMind(recovery, world) ??
    takeOver(step, recovery, world) ??
    uncollected(recovery, world) ??
    leaving(step, recovery, world, ladder, now) ??
    onItsWay(recovery, world, now) ??
    atOnce(recovery, world, now) ??
    onTheLadder(step, recovery, world, ladder, now)
  );
}

/** Only ACH debits are retried by Stripe, at most twice: those two stay on, since we retry no bank debit (completions C36). */
export const isStripesToRetry = (card: Card | undefined): boolean => card?.type === 'us_bank_account';

const payable = (invoice: Invoice): boolean => invoice.status === 'open' && invoice.amountRemaining.amount > 0;

function ending(recovery: Recovery, world: World): Act | undefined {
  if (recovery.disputed) return { kind: 'end', outcome: 'disputed' };
  const settled = settledAs(world.lead);
  const next = world.open.find((invoice) => payable(invoice) && invoice.id !== world.lead.id);
  const ended = world.subscription.status === 'canceled';
  if (settled && next && (settled === 'recovered' || !ended)) return { kind: 'lead', invoice: next };
  if (settled) return { kind: 'end', outcome: settled };
  // Somebody resumed it elsewhere, and money did: to end a hold now would cancel a customer who pays.
  if (recovery.paused?.how === 'subscription' && world.subscription.status === 'active')
    return { kind: 'end', outcome: 'recovered' };
  return ended ? { kind: 'end', outcome: 'cancelled' } : undefined;
}

/** What became of an invoice nobody owes any more. A credit note to 0 is no payment, whatever Stripe calls it. */
function settledAs(invoice: Invoice): Outcome | undefined {
  const nothingLeft = invoice.status === 'open' && invoice.amountRemaining.amount === 0;
  if (invoice.status === 'void' || nothingLeft || invoice.credited) return 'voided';
  if (invoice.status === 'uncollectible') return 'uncollectible';
  return invoice.status === 'paid' ? 'recovered' : undefined;
}

function takeOver(step: Step, recovery: Recovery, world: World): Act | undefined {
  if (step === 'take-over' && !recovery.results['take-over']) return { kind: 'take-over' };
  const stripes = world.observing || isStripesToRetry(world.card);
  const loose = world.open.filter(
    (invoice) => payable(invoice) && ((invoice.autoAdvance && !stripes) || !recovery.taken[invoice.id]),
  );
  return loose.length > 0 ? { kind: 'take', invoices: loose } : undefined;
}

const changeOfMind = (recovery: Recovery, { subscription }: World): Act | undefined =>
  subscription.cancelAtPeriodEnd === (recovery.leavingSince !== undefined)
    ? undefined
    : { kind: 'leaving', leaves: subscription.cancelAtPeriodEnd };

/** How long Stripe may be late with an end it has announced before it is asked again. */
const lateEnd = { hours: 1 } as const;

/**
 * Somebody who has cancelled is charged no more (invariant 2), and neither urged nor paused: the case waits for the
 * period's end, for a payment, or for the cancellation to be taken back. It outlasts no hold, whatever the period is.
 */
function leaving(step: Step, recovery: Recovery, world: World, ladder: Ladder, now: Instant): Act | undefined {
  if (recovery.leavingSince === undefined) return undefined;
  if (recovery.paused) return onTheLadder(step, recovery, world, ladder, now);
  const last = holdEndsAt(recovery, ladder);
  if (now >= last) return { kind: 'expire', outcome: 'expired_hold' };
  const { periodEnd } = world.subscription;
  const ends = periodEnd !== undefined && periodEnd > now ? periodEnd : after(now, lateEnd);
  return { kind: 'wait', due: earliest(ends, last), why: 'cancelled_at_period_end' };
}

/** Told once, and taken back once: handing collection to Stripe would be a write, which a switched-off run may not make. */
function uncollected(recovery: Recovery, world: World): Act | undefined {
  const known = recovery.uncollectedSince !== undefined;
  if (known) return world.switchedOff ? undefined : { kind: 'uncollected', invoices: [] };
  const held = world.open.filter((one) => payable(one) && !one.autoAdvance && recovery.taken[one.id]);
  return world.switchedOff && held.length > 0 ? { kind: 'uncollected', invoices: held } : undefined;
}

/** What does not wait for a rung: a card we have not seen, an update of a card, the next open invoice after a paid one. */
function atOnce(recovery: Recovery, world: World, now: Instant): Act | undefined {
  const { card } = world;
  if (card?.type !== 'card' || inFlight(world)) return undefined;
  if (!recovery.knownCards.includes(budgetOf(card))) {
    return { kind: 'charge', name: `card:${card.id}:${budgetOf(card)}:${world.lead.id}`, card, why: 'new-card' };
  }
  const refresh = recovery.refreshed && `update:${recovery.refreshed}:${world.lead.id}`;
  if (refresh && !recovery.results[refresh]) return { kind: 'charge', name: refresh, card, why: 'new-card' };
  const next = `next:${world.lead.id}`;
  const hard = recovery.hardCards.includes(budgetOf(card));
  const waitsForIt = recovery.results[next]?.kind === 'done' && !recovery.results[`${next}:charge`] && !hard;
  const free = world.cardFreeAt === undefined || world.cardFreeAt <= now;
  return waitsForIt && free ? { kind: 'charge', name: `${next}:charge`, card, why: 'next-invoice' } : undefined;
}

/** A bank debit may take so long (completions C36); what is older is treated like a failure that nobody told of. */
const longestOnItsWay = { days: 14 } as const;

/** Money on its way is no failure: nothing is charged, said, paused or ended before it has arrived or bounced. */
function onItsWay(recovery: Recovery, world: World, now: Instant): Act | undefined {
  const until = after(world.lead.payment?.chargedAt ?? firstFailure(recovery), longestOnItsWay);
  return inFlight(world) && now < until ? { kind: 'wait', due: until, why: 'payment_processing' } : undefined;
}

const inFlight = (world: World): boolean => world.lead.payment?.status === 'processing';

function onTheLadder(step: Step, recovery: Recovery, world: World, ladder: Ladder, now: Instant): Act {
  if (recovery.results[step]) return { kind: 'advance' };
  const planned = step === 'hold' ? holdEndsAt(recovery, ladder) : dueAt(step, recovery, ladder);
  if (isAttemptStep(step)) return attemptOrSkip(step, planned, recovery, world, ladder, now);
  if (now < planned) return { kind: 'wait', due: planned, why: step };
  if (step !== 'pause') return { kind: 'expire', outcome: 'expired_hold' };
  return recovery.afterTrial ? { kind: 'expire', outcome: 'cancelled' } : { kind: 'pause' };
}

function attemptOrSkip(
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
  const due = latest(
    planned,
    world.cardFreeAt ?? planned,
    recovery.notBefore ? parseInstant(recovery.notBefore) : planned,
  );
  const following = nextStep(step);
  const closed = following ? plannedAt(following, firstFailure(recovery), ladder) : due;
  if (due >= closed) {
    return now < planned
      ? { kind: 'wait', due: planned, why: 'gap' }
      : { kind: 'skip', step, reason: `the card may not be charged again before ${toIso(due)}` };
  }
  if (now < due) return { kind: 'wait', due, why: due > planned ? 'gap' : step };
  return world.card
    ? { kind: 'charge', name: step, card: world.card, why: 'ladder' }
    : { kind: 'skip', step, reason: 'no_card' };
}

/** The reasons that make a rung pass in silence of the card; its message still follows the calendar. */
function noAttemptBecause(recovery: Recovery, world: World): string | undefined {
  if (inFlight(world)) return 'payment_processing';
  if (!world.card) return 'no_card';
  if (world.card.type !== 'card') return 'not_a_card';
  if (recovery.hardCards.includes(budgetOf(world.card))) return `declined_for_good: ${recovery.class ?? 'card'}`;
  if (recovery.class && noRetryClasses.has(recovery.class)) return `class_without_retry: ${recovery.class}`;
  return undefined;
}

/** When a step is due. What is no card is paused 14 days after its final failure, not after its first (completions C36). */
function dueAt(step: Step, recovery: Recovery, ladder: Ladder): Instant {
  const { lastFailureAt } = recovery;
  const first = firstFailure(recovery);
  const fromLast = step === 'pause' && recovery.class === 'NOT_A_CARD' && lastFailureAt !== undefined;
  return plannedAt(step, fromLast ? latest(first, parseInstant(lastFailureAt)) : first, ladder);
}

export const pauseDueAt = (recovery: Recovery, ladder: Ladder): Instant => dueAt('pause', recovery, ladder);

/** Data is kept at least so long after the pause as it really happened, not as it was planned. */
export function holdEndsAt(recovery: Recovery, ladder: Ladder): Instant {
  const due = pauseDueAt(recovery, ladder);
  const held = milliseconds(ladder.holdEnd) - milliseconds(ladder.pause);
  return after(recovery.paused ? latest(due, parseInstant(recovery.paused.at)) : due, { milliseconds: held });
}

/** The next rung that will charge, for a mail that names it; undefined when none is planned. */
export function nextAttemptAfter(step: Step, recovery: Recovery, ladder: Ladder): Instant | undefined {
  if (recovery.class && noRetryClasses.has(recovery.class)) return undefined;
  for (let next = nextStep(step); next && isAttemptStep(next); next = nextStep(next)) {
    const planned = plannedAt(next, firstFailure(recovery), ladder);
    if (!recovery.notBefore || parseInstant(recovery.notBefore) <= planned) return planned;
  }
  return undefined;
}
