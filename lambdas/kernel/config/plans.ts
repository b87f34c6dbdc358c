import * as z from 'zod';
import { amount, count, currency, duration, percent, reason, text } from './fields.ts';

export const intervals = ['day', 'week', 'month', 'quarter', 'year'] as const;

export const plansSchema = z
  .array(
    z.strictObject({
      /** As in Stripe: the price's lookup key or the product's metadata. */
      id: text,
      name: text.optional(),
      /** Minor units per interval, by currency. */
      prices: z.record(currency, z.int().min(0)),
      interval: z.enum(intervals).default('month'),
      /** What the plan allows, by the metric's name; 90 % of it is an expansion trigger. */
      limits: z.record(text, z.int().min(1)).default({}),
      /** Where a customer of a retired plan comes back to (A12). */
      successor: text.optional(),
      addOns: z.array(text).default([]),
      /** The smaller plan a save may offer. */
      downgradeTo: text.optional(),
      /** Reduced scope and price for quiet months (retention OS, phase 5: maintenance tier). */
      maintenance: text.optional(),
      retired: z.boolean().default(false),
    }),
  )
  .default([]);

/** What one unit of a currency is worth in `base`; fixed per month, no network. Default base: `company.currency`. */
export const fxSchema = z
  .strictObject({
    base: currency.optional(),
    rates: z
      .record(
        currency,
        z.number().refine((rate) => rate > 0, {
          params: { allowed: 'a number above 0', fix: 'write what one unit of the currency is worth in the base' },
        }),
      )
      .default({}),
  })
  .prefault({});

const contactLevels = ['automated', 'pooled', 'dedicated'] as const;

interface TierDefaults {
  readonly touch: (typeof contactLevels)[number];
  readonly cadence: string | null;
  readonly discount: readonly [percent: number, months: number];
  readonly reason: string;
}

/** Retention OS, phase 9, "by revenue tier". */
function tier(defaults: TierDefaults) {
  const [mostPercent, mostMonths] = defaults.discount;
  return {
    /** Who looks after the account: nobody in person, a shared pool, or one named person. */
    touch: z.enum(contactLevels).default(defaults.touch),
    /** Elapsed time between check-ins after the first month; null: reports only. */
    checkInEvery: duration.nullable().default(defaults.cadence),
    /** Upper bound of a discount inside a save (readings 11): stage 4 only, never offered first. */
    saveDiscount: z
      .strictObject({ percent: percent.default(mostPercent), months: count.default(mostMonths) })
      .prefault({}),
    reason: reason.default(defaults.reason),
  };
}

const freeTrial = tier({
  touch: 'automated',
  cadence: null,
  discount: [0, 0],
  reason: 'an automated sequence for everybody, and sales for high intent',
});

const smb = tier({
  touch: 'automated',
  cadence: null,
  discount: [0, 0],
  reason: 'below $500 a month a person costs more than the account brings: pause only, no discount',
});

const midMarket = tier({
  touch: 'pooled',
  cadence: '14d',
  discount: [15, 3],
  reason: 'a shared person per 20 accounts, with a check-in every two weeks',
});

const enterprise = tier({
  touch: 'dedicated',
  cadence: '7d',
  discount: [25, 6],
  reason: 'a named person and weekly contact: one loss here is a hundred small ones',
});

/** Bounds are amounts a month; other currencies than the dollar see `amounts.ts`. */
export const tiersSchema = z
  .strictObject({
    free_trial: z.strictObject(freeTrial).prefault({}),
    smb: z.strictObject(smb).prefault({}),
    /** `from`: at least this. Default $500 (readings 24). */
    mid_market: z.strictObject({ from: amount.optional(), ...midMarket }).prefault({}),
    /** `above`: more than this. Default $5,000, which itself is still mid-market (readings 24). */
    enterprise: z.strictObject({ above: amount.optional(), ...enterprise }).prefault({}),
  })
  .prefault({});
