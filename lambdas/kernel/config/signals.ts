import * as z from 'zod';
import { duration, positive, reason } from './fields.ts';

const severities = ['critical', 'high', 'medium'] as const;

/**
 * When somebody has to answer: an elapsed time, the end of the account's local day, or on the next planned message
 * (at most 14 days), as readings 30 has it.
 */
const respondWithin = z.union([z.enum(['same-day', 'next-touchpoint']), duration]);

function signal(severity: (typeof severities)[number], within: z.input<typeof respondWithin>, why: string) {
  return {
    severity: z.enum(severities).default(severity),
    respondWithin: respondWithin.default(within),
    reason: reason.default(why),
  };
}

const plain = (...row: Parameters<typeof signal>) => z.strictObject(signal(...row)).prefault({});

const ratio = z.number().min(0);

const usageDrop = {
  ...signal('high', '3d', 'half the usage is gone before anybody says so'),
  /** Last 7 full days against the mean of the 8 weeks before: this share or less. */
  atMost: ratio.default(0.5),
  /** Weeks that must be known before the mean means anything. */
  minWeeks: positive.default(4),
};

const stoppedResponding = {
  ...signal('high', '7d', 'silence after three questions is an answer'),
  /** Messages that asked something: no reply, click, survey or login since. */
  unanswered: positive.default(3),
  over: duration.default('21d'),
};

const ticketsThenSilence = {
  ...signal('medium', '7d', 'they stopped complaining because they stopped trying'),
  /** In 7 days. */
  tickets: positive.default(3),
  /** And this many times the mean of 8 weeks. */
  timesMean: ratio.default(2),
  silentFor: duration.default('14d'),
};

const billingPageVisits = {
  ...signal('medium', 'next-touchpoint', 'somebody is looking at what it costs'),
  visits: positive.default(3),
  /** Against the window of the same length before. */
  timesBefore: ratio.default(2),
  within: duration.default('14d'),
};

/** The 14 churn signals (retention OS, phase 5, ranked), thresholds from completions A3. */
export const signalsSchema = z
  .strictObject({
    data_export: plain('critical', 'same-day', 'who takes the data is packing'),
    cancellation_terms: plain('critical', 'same-day', 'nobody asks how to leave without thinking of it'),
    champion_left: plain('critical', '48h', 'the person who bought is gone, the successor chooses anew'),
    /** Answered by the recovery case; it never opens a save. `attempt`: from this failed attempt on. */
    payment_failed_twice: z
      .strictObject({
        ...signal('critical', 'same-day', 'a second failure is no temporary hold'),
        attempt: positive.default(2),
      })
      .prefault({}),
    usage_drop: z.strictObject(usageDrop).prefault({}),
    stopped_responding: z.strictObject(stoppedResponding).prefault({}),
    missed_check_ins: z
      .strictObject({
        ...signal('high', '7d', 'a customer with no time for us has none for the product'),
        missed: positive.default(2),
      })
      .prefault({}),
    competitor_mentioned: plain('medium', 'next-touchpoint', 'comparing is allowed, being surprised by it is not'),
    budget_review: plain('medium', '7d', 'a list of costs is being made, and we should be on it with a value'),
    stakeholder_change: plain('medium', '14d', 'a new decider has not seen the value yet'),
    scope_reduction: plain('medium', 'next-touchpoint', 'a smaller plan is often the first step out'),
    tickets_then_silence: z.strictObject(ticketsThenSilence).prefault({}),
    billing_page_visits: z.strictObject(billingPageVisits).prefault({}),
    engagement_decline: z
      .strictObject({
        ...signal('medium', '14d', 'three weeks in a row is a direction, not a holiday'),
        weeks: positive.default(3),
      })
      .prefault({}),
  })
  .prefault({});
