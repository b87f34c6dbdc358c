import * as z from 'zod';
import { type Instant, parseInstant } from '../kernel/instant.ts';
import { type DeclineClass, declineClasses } from './decline-policy.ts';
import { steps } from './ladder.ts';

const iso = z.string().min(20);
const money = z.strictObject({ amount: z.number(), currency: z.string() });

const declineClass = z.enum(Object.keys(declineClasses) as [DeclineClass, ...DeclineClass[]]);

/** What a step came to. A step with a result is never done again, in this run or a restarted one. */
export const resultSchema = z.strictObject({
  at: iso,
  kind: z.enum(['done', 'paid', 'declined', 'processing', 'skipped', 'abandoned', 'observed']),
  invoice: z.string().optional(),
  card: z.string().optional(),
  budget: z.string().optional(),
  key: z.string().optional(),
  charge: z.string().optional(),
  class: declineClass.optional(),
  reason: z.string().optional(),
  plannedFor: iso.optional(),
  /** The last month the card was valid in when it was charged (`2026-11`). */
  month: z.string().optional(),
  /** What the bank of this very card asked for: the next attempt on it is not before. */
  notBefore: iso.optional(),
  /** Why it was tried just then. */
  why: z.string().optional(),
});

export type StepResult = z.infer<typeof resultSchema>;

/** The journey's own part of the case row. */
export const recoverySchema = z.strictObject({
  customer: z.string(),
  subscription: z.string(),
  /** The invoice the ladder is about: the oldest open one. */
  lead: z.string(),
  /** The first failure: hours and days of the ladder count from here. */
  firstFailureAt: iso,
  /** The last failure somebody else's attempt brought: for what is no card, day 14 counts from here (completions C36). */
  lastFailureAt: iso.optional(),
  /** Why the ladder does not start at Stripe's instant, where it does not. */
  firstFailureNote: z.string().optional(),
  /** The first payment after a trial: nobody has been a customer yet, so day 14 ends it instead of pausing (completions A15). */
  afterTrial: z.literal(true).optional(),
  /** Every invoice whose automatic collection we switched off. */
  taken: z.record(z.string(), z.strictObject({ at: iso, amount: money })),
  class: declineClass.optional(),
  /** The day the final notice named, where that is later than the ladder's. */
  pauseNotBefore: iso.optional(),
  /** Lower bound for the next attempt that an issuer or network asked for. */
  notBefore: iso.optional(),
  /** Cards the ladder knows: one that is not here is new and is tried at once. */
  knownCards: z.array(z.string()),
  /** Cards a hard decline was heard of: never charged again by this case. */
  hardCards: z.array(z.string()),
  /** Why another card is asked for although the last decline did not: its own tries are used up. */
  asksForCard: z.literal('unknown_retries').optional(),
  /** Attempts that were due and had to wait, the newest last. */
  deferred: z
    .array(z.strictObject({ step: z.string(), at: iso, plannedFor: iso, until: iso, reason: z.string() }))
    .optional(),
  results: z.record(z.string(), resultSchema),
  /** Rows written before `updates` name only the event; it is not acted on. */
  refreshed: z.string().optional(),
  /** Automatic card updates Stripe announced: each is tried once, if its card is the one to charge. */
  updates: z.array(z.strictObject({ event: z.string(), card: z.string(), at: iso })).optional(),
  /** Keys used up per step by calls that made no charge: the next key counts on from here. */
  spent: z.record(z.string(), z.number()),
  banner: z.boolean(),
  /** A step whose failure is not spoken of before the backup card was tried. */
  unsaid: z.strictObject({ step: z.enum(steps), justHeard: z.boolean() }).optional(),
  mails: z.array(z.string()),
  paused: z
    .strictObject({
      at: iso,
      /** locked: ours alone, Stripe has not carried it out yet. */
      how: z.enum(['locked', 'subscription', 'collection']),
      /** Operations were told that Stripe does not carry it out. */
      alertedAt: iso.optional(),
    })
    .optional(),
  /** The day the customer asked to be charged on, of their own calendar; nothing is charged before it. */
  promise: z
    .strictObject({
      on: z.iso.date(),
      at: iso,
      by: z.string(),
      /** The final notice named the day: it went before this late attempt. */
      toldAt: iso.optional(),
    })
    .optional(),
  /** Too many fell due in one minute: until when the attempt of that name waits. */
  spread: z.strictObject({ name: z.string(), until: iso }).optional(),
  /** Resumed at its own price while the old invoice stays due (policy `oldInvoice: collect`). */
  resumedAt: iso.optional(),
  /** A charge of the same amount that went through outside this invoice: a person looks whose money it was. */
  twin: z.strictObject({ charge: z.string(), at: iso, until: iso }).optional(),
  /** The hold-out this account is in, fixed when it was enrolled (completions A14). */
  experiment: z.strictObject({ name: z.string(), arm: z.enum(['treated', 'held_out']), p: z.number() }).optional(),
  disputed: z.string().optional(),
  /** Who paid an invoice of this case other than by a charge of ours, as Stripe's event told. */
  payer: z.strictObject({ invoice: z.string(), by: z.enum(['customer', 'stripe']), at: iso }).optional(),
  /** Set by the first charge that observe mode did not make: from there only Stripe's own retries tell the outcome. */
  observedSince: iso.optional(),
  /** The case knows of a cancellation to the end of the period: nothing is charged or said after it. */
  leavingSince: iso.optional(),
  /** Recovery was switched off in the middle: since then nobody collects what we took from Stripe. */
  uncollectedSince: iso.optional(),
});

export type Recovery = z.infer<typeof recoverySchema>;

export const parseRecovery = (data: unknown): Recovery => recoverySchema.parse(data);

export const firstFailure = (recovery: Recovery): Instant => parseInstant(recovery.firstFailureAt);

/** The class the customer is spoken to by: a card that used up its tries is like one that will not work again. */
export const spokenClass = (recovery: Pick<Recovery, 'class' | 'asksForCard'>): Recovery['class'] =>
  recovery.asksForCard ? 'NEW_CARD' : recovery.class;

/** Classes no retry of ours can cure; BLOCKED rests and then goes on. */
export const noRetryClasses: ReadonlySet<string> = new Set(
  Object.entries(declineClasses).flatMap(([name, row]) => (row.retries ? [] : [name])),
);
