import type { Card, Invoice } from '../billing/model.ts';
import { after, earliest, type Instant } from '../kernel/instant.ts';
import { isPaused, type UrgentReason, urgentCharge } from './at-once.ts';
import { extraAttempt, onBackup } from './backup.ts';
import { holdEndsAt, startOf } from './calendar.ts';
import { isStripesToRetry } from './card-choice.ts';
import { type AttemptStep, isAttemptStep, type Ladder, type Step } from './ladder.ts';
import { olderLead } from './older-lead.ts';
import { onRung } from './rung.ts';
import { firstFailure, type Recovery, type StepResult } from './state.ts';
import { onTail } from './tail.ts';
import { onTwin } from './twin.ts';
import { inFlight, type World } from './world.ts';

export type Outcome = 'recovered' | 'cancelled' | 'voided' | 'disputed' | 'uncollectible' | 'not_ours' | 'expired_hold';

export type Act =
  | { readonly kind: 'end'; readonly outcome: Outcome }
  | { readonly kind: 'take-over' }
  /** `next`: the lead before it is settled, so this one is tried at once. */
  | { readonly kind: 'lead'; readonly invoice: Invoice; readonly next: boolean }
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
      readonly why: 'ladder' | 'backup' | 'tail' | UrgentReason;
      /** Who named its instant, where that was not the ladder. */
      readonly timing?: string;
    }
  /** The last word before the pause, while the last attempt waits for the day the customer named. */
  | { readonly kind: 'notice' }
  /** A charge of ours that was on its way has failed since. */
  | { readonly kind: 'failed-late'; readonly name: string }
  /** The backup card has had its turn, or has none any more: the step's failure is spoken of. */
  | { readonly kind: 'say' }
  | { readonly kind: 'skip'; readonly step: AttemptStep; readonly reason: string }
  /** An attempt that is due has to wait: for the card's gap or cap, for what a bank asked, for a case of higher value. */
  | {
      readonly kind: 'defer';
      readonly step: AttemptStep;
      readonly plannedFor: Instant;
      readonly until: Instant;
      readonly reason: string;
    }
  | { readonly kind: 'pause' }
  /** Old invoices paid another way in the pause: what they paid for and was not used goes to the balance. */
  | { readonly kind: 'credit'; readonly invoices: readonly string[] }
  | { readonly kind: 'unresumed'; readonly settled: Outcome }
  /** It runs again, and the old invoice stays due. */
  | { readonly kind: 'resumed' }
  /** Ends the subscription at Stripe. */
  | { readonly kind: 'expire'; readonly outcome: 'expired_hold' | 'cancelled' }
  /** The step is behind us. */
  | { readonly kind: 'advance' };

/** What to do next at a step, from what stands and what was just read. The first rule that speaks decides. */
export function decide(step: Step, recovery: Recovery, world: World, ladder: Ladder, now: Instant): Act {
  return (
    ending(recovery, world, ladder) ??
    changeOfMind(recovery, world) ??
    takeOver(step, recovery, world) ??
    failedLate(recovery, world) ??
    uncollected(recovery, world) ??
    leaving(step, recovery, world, ladder, now) ??
    onItsWay(recovery, world, now) ??
    onTwin(recovery, now) ??
    credited(recovery, world) ??
    atOnce(recovery, world, now) ??
    onBackup(recovery, world, now) ??
    unresumed(recovery, world) ??
    sooner(onTheLadder(step, recovery, world, ladder, now), urgentAt(recovery, world))
  );
}

const payable = (invoice: Invoice): boolean => invoice.status === 'open' && invoice.amountRemaining.amount > 0;

function ending(recovery: Recovery, world: World, ladder: Ladder): Act | undefined {
  if (recovery.disputed) return { kind: 'end', outcome: 'disputed' };
  const settled = settledAs(world.lead);
  const next = world.open.find((invoice) => payable(invoice) && invoice.id !== world.lead.id);
  const ended = world.subscription.status === 'canceled';
  if (settled && next && (settled === 'recovered' || !ended)) return { kind: 'lead', invoice: next, next: true };
  // In a true pause the debt is only half of it: the case holds until the subscription runs or ends.
  if (settled && (world.observing || !isPaused(recovery, world)))
    return { kind: 'end', outcome: isResumed(recovery, world) && !recovery.resumedAt ? 'recovered' : settled };
  if (ended) return resumed(recovery, world, ladder) ?? { kind: 'end', outcome: 'cancelled' };
  const older = olderLead(recovery, world);
  return older ? { kind: 'lead', invoice: older, next: false } : resumed(recovery, world, ladder);
}

const isResumed = ({ paused }: Recovery, { subscription }: Pick<World, 'subscription'>): boolean =>
  paused?.how === 'subscription' && subscription.status === 'active';

/** Whoever resumed it, money did: to end a hold now would cancel a customer who pays. */
function resumed(recovery: Recovery, { subscription }: World, ladder: Ladder): Act | undefined {
  if (!isResumed(recovery, { subscription })) return undefined;
  if (!ladder.collectsOld) return { kind: 'end', outcome: 'recovered' };
  return recovery.resumedAt ? undefined : { kind: 'resumed' };
}

/** Paid another way first, in whatever order: each old invoice is looked at once, before anything is resumed. */
function credited(recovery: Recovery, world: World): Act | undefined {
  if (world.observing || !isPaused(recovery, world)) return undefined;
  const open = new Set([...world.open.map(({ id }) => id), world.lead.id]);
  const gone = Object.keys(recovery.taken).filter((id) => !open.has(id));
  const settled = settledAs(world.lead) === 'recovered' ? [...gone, world.lead.id] : gone;
  const invoices = settled.filter((id) => !recovery.results[`credit:${id}`]);
  return invoices.length > 0 ? { kind: 'credit', invoices } : undefined;
}

/** The debt is gone and the pause is not, and no attempt is left: a person hears of it, once. */
function unresumed(recovery: Recovery, world: World): Act | undefined {
  const settled = settledAs(world.lead);
  const stuck = settled && !world.observing && isPaused(recovery, world) && !urgentCharge(recovery, world);
  return stuck && !recovery.results[`unresumed:${world.lead.id}`] ? { kind: 'unresumed', settled } : undefined;
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

/** Bank debits and some cards tell of a failure days after the call. */
function failedLate({ results }: Recovery, world: World): Act | undefined {
  if (inFlight(world) || !world.lead.payment?.failure) return undefined;
  const waiting = ([, { kind, invoice }]: [string, StepResult]) => kind === 'processing' && invoice === world.lead.id;
  const [name] = Object.entries(results).find(waiting) ?? [];
  return name === undefined ? undefined : { kind: 'failed-late', name };
}

/** Told once, and taken back once: handing collection to Stripe would be a write, which a switched-off run may not make. */
function uncollected(recovery: Recovery, world: World): Act | undefined {
  const known = recovery.uncollectedSince !== undefined;
  if (!world.observing) return known || recovery.observedSince ? { kind: 'uncollected', invoices: [] } : undefined;
  if (known) return undefined;
  const held = world.open.filter((one) => payable(one) && !one.autoAdvance && recovery.taken[one.id]);
  return world.switchedOff && held.length > 0 ? { kind: 'uncollected', invoices: held } : undefined;
}

/** A bank debit may take so long (completions C36); what is older is treated like a failure that nobody told of. */
const longestOnItsWay = { days: 14 } as const;

/** Money on its way is no failure: nothing is charged, said, paused or ended before it has arrived or bounced. */
function onItsWay(recovery: Recovery, world: World, now: Instant): Act | undefined {
  const until = after(world.lead.payment?.chargedAt ?? firstFailure(recovery), longestOnItsWay);
  return inFlight(world) && now < until ? { kind: 'wait', due: until, why: 'payment_processing' } : undefined;
}

/** What does not wait for a rung goes as soon as its card may be charged. */
function atOnce(recovery: Recovery, world: World, now: Instant): Act | undefined {
  const urgent = urgentCharge(recovery, world);
  return urgent && !inFlight(world) && (world.cardFreeAt ?? firstFailure(recovery)) <= now ? urgent : undefined;
}

/** When the charge that waits for no rung may be made; undefined when there is none. */
export function urgentAt(recovery: Recovery, world: World): Instant | undefined {
  if (recovery.leavingSince !== undefined || inFlight(world)) return undefined;
  return urgentCharge(recovery, world)
    ? (world.cardFreeAt ?? firstFailure(recovery))
    : extraAttempt(recovery, world)?.due;
}

const sooner = (act: Act, at: Instant | undefined): Act =>
  act.kind === 'wait' && at !== undefined ? { ...act, due: earliest(act.due, at) } : act;

function onTheLadder(step: Step, recovery: Recovery, world: World, ladder: Ladder, now: Instant): Act {
  if (recovery.results[step]) return { kind: 'advance' };
  const late = step === 'hold' && isPauseMissing(recovery, world);
  if (isAttemptStep(step)) return onRung(step, recovery, world, ladder, now);
  if (step === 'tail') return onTail(recovery, world, ladder, now);
  const planned = startOf(late ? 'pause' : step, recovery, ladder);
  if (now < planned) return { kind: 'wait', due: planned, why: step };
  if (step !== 'pause' && !late) return holdOver(world);
  return recovery.afterTrial ? { kind: 'expire', outcome: 'cancelled' } : { kind: 'pause' };
}

/** Only what is unpaid is cancelled: who paid and could not be resumed stays as they are, for a person. */
const holdOver = ({ lead }: World): Act =>
  settledAs(lead) === 'recovered' ? { kind: 'end', outcome: 'recovered' } : { kind: 'expire', outcome: 'expired_hold' };

/** Day 14 came while recovery was switched off: nobody was told or paused, so no hold runs and none may end. */
const isPauseMissing = ({ results }: Recovery, { observing }: World): boolean =>
  !observing && results.pause?.kind === 'observed';
