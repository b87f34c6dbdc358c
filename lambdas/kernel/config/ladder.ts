import * as z from 'zod';
import { count, duration, reason, usersReason } from './fields.ts';

const recoveryMails = ['friendly', 'urgent', 'last-attempt', 'card-needed'] as const;

const afterFailure = {
  /** The template `payment-recovery/<mail>` when the attempt fails; null is silence. */
  mail: z.enum(recoveryMails).nullable().default(null),
  /** The banner in the customer's app goes on with this step. */
  banner: z.boolean().default(false),
  /** High-value accounts: also a task for the account manager. */
  task: z.boolean().default(false),
  reason: usersReason,
};

const retryInput = z.strictObject({
  /** Elapsed time after the planned instant of the attempt before. */
  after: duration.optional(),
  /** Elapsed time after the first failure (T0). */
  at: duration.optional(),
  from: z.enum(['previous', 'start']).optional(),
  ...afterFailure,
});

const oneWayToCount = {
  params: {
    allowed: "either { after: '24h', from: 'previous' } or { at: '10d', from: 'start' }",
    fix: 'keep `after` (counted from the attempt before) or `at` (counted from the first failure), not both',
  },
};

const retry = retryInput.refine(
  ({ after, at, from }) =>
    (after === undefined) !== (at === undefined) && (from ?? 'x') !== (after === undefined ? 'previous' : 'start'),
  oneWayToCount,
);

/** A step of the calendar that classes without retries keep: a mail at an instant, no attempt. */
const reminder = z.strictObject({ at: duration, ...afterFailure });

/** The ladder of retention OS, phase 8, resolved in readings 18 and 19. Hours and days are elapsed time from T0. */
export const ladderSchema = z
  .strictObject({
    /** Exactly four: the machine `payment-recovery` has a named state for each. The renewal itself is attempt 1. */
    retries: z.array(retry).default([
      {
        after: '24h',
        from: 'previous',
        mail: 'friendly',
        banner: false,
        task: false,
        reason:
          'many failures are temporary holds, so the first day is silent; the mail goes only when this attempt fails too',
      },
      {
        after: '48h',
        from: 'previous',
        mail: 'urgent',
        banner: true,
        task: false,
        reason: 'three failures in three days need the customer, who should hear what they would lose',
      },
      {
        after: '72h',
        from: 'previous',
        mail: null,
        banner: false,
        task: false,
        reason: 'one more try in silence: they have two mails, a third would not help',
      },
      {
        at: '10d',
        from: 'start',
        mail: 'last-attempt',
        banner: false,
        task: true,
        reason: 'the last word before the pause, with four days left to act',
      },
    ]),
    /** Classes that are never retried (new card needed, authentication, risk, revoked) keep the calendar. AUTH sends `authenticate` for `card-needed`. */
    withoutRetry: z.array(reminder).default([
      {
        at: '0h',
        mail: 'card-needed',
        banner: false,
        task: false,
        reason: 'waiting does not repair a dead card, so we ask at once',
      },
      {
        at: '3d',
        mail: 'urgent',
        banner: true,
        task: false,
        reason: 'same day as the ladder, in the variant that promises no attempt',
      },
      {
        at: '10d',
        mail: 'last-attempt',
        banner: false,
        task: true,
        reason: 'same day as the ladder, in the variant that promises no attempt',
      },
    ]),
    /** Elapsed from T0: paused, never deleted. */
    pauseAt: duration.default('14d'),
    /** Days of 24 hours after the pause in which nothing is cancelled or deleted; at least 90 (retention OS, phase 8). */
    holdDays: z.int().min(90).default(90),
    /** Between two of our attempts on one card: Stripe blocks bursts, networks count them. */
    minimumGap: duration.default('20h'),
    /** A failure we hear of this late counts from when we heard, so that nobody starts with the urgent mail. */
    lateStart: duration.default('3d'),
    /** Attempts are spread only when more than `above` fall due within `per`, by at most `max`. */
    jitter: z
      .strictObject({
        above: count.default(50),
        per: duration.default('1m'),
        max: duration.default('10m'),
        reason: reason.default('a burst of 50 a minute would meet the limits of Stripe, fewer would not'),
      })
      .prefault({}),
    /** At most one recovery mail per customer in this time, naming all open amounts. */
    mailFloor: duration.default('24h'),
    /** How long a "payment received" mail waits for the fate of failure mails that are still SENDING or UNKNOWN. */
    receivedWait: duration.default('30m'),
    /** Own retries on one card while the decline says nothing (class UNKNOWN), then we ask for a card. */
    unknownRetries: count.default(2),
    /** After Stripe blocked a card as "previously declined" the same card rests this long. */
    blockedRest: duration.default('3d'),
    /** Silent payday attempts while paused, for lack of funds only. */
    tail: z
      .strictObject({
        attempts: count.max(2).default(2),
        /** Elapsed from T0. */
        until: duration.default('28d'),
        reason: reason.default('two paydays after the pause bring back people who wanted to pay, without another mail'),
      })
      .prefault({}),
    /** What becomes of the unpaid invoice when a paused customer resumes at one price: forgiven, or asked for as well. */
    oldInvoice: z.enum(['void', 'collect']).default('void'),
    reason: reason.default(
      'retention OS, phase 8: five attempts in ten days, silence first, a pause instead of an end',
    ),
  })
  .prefault({});
