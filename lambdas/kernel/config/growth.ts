import * as z from 'zod';
import { count, days, percent, reason, text, url } from './fields.ts';

interface OfferDefaults {
  readonly enabled: boolean;
  readonly percent: number;
  readonly months: number;
  readonly freeMonths: number;
  readonly expiresDays: number;
  readonly reason: string;
}

/** Percent only, so that one row serves every currency (N11). Nothing is changed in Stripe before the customer accepts. */
function offer(defaults: OfferDefaults) {
  return z
    .strictObject({
      enabled: z.boolean().default(defaults.enabled),
      /** Of the recurring price, for `months`. 0: no discount. */
      percent: percent.default(defaults.percent),
      months: count.default(defaults.months),
      /** The alternative the customer may choose: months at 100 % off. 0: no alternative. */
      freeMonths: count.default(defaults.freeMonths),
      /** Days the offer can be accepted. */
      expiresDays: days.default(defaults.expiresDays),
      /** How often one customer may take it. */
      once: z.enum(['per-year', 'ever']).default('per-year'),
      reason: reason.default(defaults.reason),
    })
    .prefault({});
}

/** Completions C8 and A11. Save discounts are bounded by the tier (`tiers.<tier>.saveDiscount`). */
export const offersSchema = z
  .strictObject({
    trial_day_12: offer({
      enabled: true,
      percent: 10,
      months: 3,
      freeMonths: 0,
      expiresDays: 3,
      reason: 'retention OS names a discount on day 12 without a number; 10 % for three months is ours',
    }),
    win_back_day_60: offer({
      enabled: false,
      percent: 15,
      months: 3,
      freeMonths: 1,
      expiresDays: 14,
      reason: 'the source calls it optional; on day 60 a question earns more than a price',
    }),
    win_back_day_90: offer({
      enabled: true,
      percent: 30,
      months: 3,
      freeMonths: 1,
      expiresDays: 30,
      reason: 'retention OS, phase 7: the best offer goes with the last mail',
    }),
    annual_commit: offer({
      enabled: true,
      percent: 15,
      months: 12,
      freeMonths: 0,
      expiresDays: 30,
      reason: 'range 15 to 20 %; only to healthy accounts, who would stay anyway and pay a year ahead',
    }),
    bundle: offer({
      enabled: true,
      percent: 15,
      months: 12,
      freeMonths: 0,
      expiresDays: 30,
      reason: 'range 15 to 20 % on two or three add-ons; more than three leaves no room to grow',
    }),
  })
  .prefault({});

export const surveysSchema = z
  .strictObject({
    nps: z
      .strictObject({
        enabled: z.boolean().default(true),
        /** At most once per person in so many days. */
        everyDays: days.default(90),
        /** Not in the first days of a customer. */
        notBeforeDay: days.default(30),
        /** Share of all people asked on one day, so that go-live is no flood (A6). */
        percentADay: percent.default(2),
        /** Active people per account. */
        peoplePerAccount: count.default(5),
        reason: reason.default('a quarter is long enough to change an opinion, and short enough to act on it'),
      })
      .prefault({}),
    csat: z
      .strictObject({
        enabled: z.boolean().default(true),
        after: z.array(z.enum(['onboarding', 'training', 'ticket'])).default(['onboarding', 'training', 'ticket']),
        reason: reason.default('asked while the memory is fresh, of the person who was served'),
      })
      .prefault({}),
    value: z
      .strictObject({
        enabled: z.boolean().default(true),
        day: days.default(45),
        reason: reason.default('once: what is it worth to you? (C11)'),
      })
      .prefault({}),
  })
  .prefault({});

const holdout = (share: number, why: string) => ({ percent: percent.default(share), reason: reason.default(why) });

/** Accounts that a journey leaves alone on purpose, by a stable hash fixed at enrolment (A14): the only honest lift. */
export const holdoutsSchema = z
  .strictObject({
    winback: z
      .strictObject(
        holdout(10, 'one in ten churned accounts gets no win-back mail, which shows what the others came back for'),
      )
      .prefault({}),
    save: z
      .strictObject(holdout(0, 'off: leaving an account at risk alone is a choice for the owner to make'))
      .prefault({}),
    recovery: z
      .strictObject({
        ...holdout(0, 'off: a payment notice left out costs the customer the account'),
        /** The one mail under test; the last notice and the pause are always sent. */
        step: z.enum(['friendly', 'urgent']).nullable().default(null),
      })
      .prefault({}),
  })
  .prefault({});

/** `'off'`, or where customers send others and what they get for it (C4). */
export const referralSchema = z.union([z.literal('off'), z.strictObject({ url, reward: text })]).default('off');
