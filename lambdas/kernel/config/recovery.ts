import * as z from 'zod';
import { usualPaydays } from '../paydays.ts';
import { country, days, duration, positive, reason, time, usersReason } from './fields.ts';

/** Day of the month, or the last working day, or the fifth. */
const payday = z.union([z.int().min(1).max(31), z.literal('last'), z.literal('fifth-working-day')]);

const usual = Object.fromEntries(Object.entries(usualPaydays).map(([code, { days }]) => [code, [...days]]));

/** Only for lack of funds; never adds an attempt, never moves past day 10 or 14 (readings 20). */
export const paydaySchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    /** A card's own history is believed from this many successes on. */
    provenDays: positive.default(3),
    /** Local time of the account before which nothing is charged on such a day: banks book wages in the morning. */
    from: time.default('09:00'),
    /** Usual paydays by country (`kernel/paydays.ts` has a source and a reason for each); a country without a row stays on the ladder. */
    countries: z.record(country, z.array(payday).min(1)).default(usual),
    reason: reason.default(
      'lack of funds is cured by a payday and by nothing else (retention OS, phase 8: 1st and 15th)',
    ),
  })
  .prefault({});

export const attemptWindowSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    /** Local time of the account. An attempt due outside moves to the next `from`; day 10 and 14 never move. */
    from: time.default('09:00'),
    to: time.default('18:00'),
    reason: reason.default('off: no evidence that banks decline less by day, and a moved attempt is a later one'),
  })
  .prefault({});

const networkCap = z.strictObject({
  brand: z.enum(['visa', 'mastercard', 'any']),
  attempts: positive,
  within: duration,
  reason: usersReason,
});

/** Networks count per card and merchant, whoever tried; own attempts stop at the cap and say why. */
export const cardBudgetSchema = z
  .strictObject({
    caps: z.array(networkCap).default([
      {
        brand: 'visa',
        attempts: 15,
        within: '30d',
        reason: 'Visa fines above 20 in 30 days; Stripe blocks unlikely retries from 15 on',
      },
      {
        brand: 'mastercard',
        attempts: 10,
        within: '24h',
        reason: 'Mastercard excessive attempts programme, daily limit',
      },
      {
        brand: 'mastercard',
        attempts: 35,
        within: '30d',
        reason: 'Mastercard excessive attempts programme, monthly limit',
      },
    ]),
  })
  .prefault({});

/** Our own daily scan, since Stripe announces no expiry of payment methods. */
export const cardExpirySchema = z
  .strictObject({
    remindDays: days.default(30),
    /** A card that its bank renewed by itself within this many days needs nobody. */
    skipIfUpdatedDays: days.default(60),
    reason: reason.default('retention OS, phase 8: 30 days leave time for the bank to send a new card'),
  })
  .prefault({});

/** Off: no text promises a deletion that nothing carries out (readings 35). The user's app deletes, on our event. */
export const deletionSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    /** Days after churn: the notice without an offer. */
    noticeDays: days.default(180),
    /** Days after churn: the event `account.deletion_due` (readings 15: one clock). */
    afterDays: days.default(210),
    reason: reason.default('90 days promised on day 90, a notice on day 180, 30 days to act on it'),
  })
  .prefault({});
