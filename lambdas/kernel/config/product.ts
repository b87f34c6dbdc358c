import * as z from 'zod';
import { currency, days, positive, text, url, usersReason } from './fields.ts';

const eventNames = z.array(text).default([]);

/** Which of the product's own event names mean what. Names are compared exactly, as the product sends them. */
export const eventsSchema = z
  .strictObject({
    /** Any of them makes a user active that day; empty: every event does. */
    activity: eventNames,
    /** At least four, or ten points of `core_feature_adoption` cannot be reached (readings 3). */
    keyFeatures: eventNames,
    /** One of them in 28 days is advanced use. */
    advanced: eventNames,
    /** The first moment of value: onboarding waits for it until day 3. */
    quickWin: text.optional(),
    billingPage: text.optional(),
    dataExport: text.optional(),
    cancelPage: text.optional(),
    /** In a trial: sales hears of it. */
    intent: eventNames,
    /** The access checklist of day 0; the customer's share of the steps is the effort in the onboarding score (C6). */
    setupSteps: eventNames,
  })
  .prefault({});

/** What the monthly value report may show, three at a time. */
export const kpisSchema = z
  .array(
    z.strictObject({
      metric: text,
      label: text,
      unit: text,
      /** Which direction is good news. */
      better: z.enum(['higher', 'lower']).default('higher'),
    }),
  )
  .default([]);

/** Feature, benefit, and the customer's goals it serves (C11). */
export const valueSchema = z
  .array(
    z.strictObject({
      feature: text,
      /** The event that counts as one use. */
      activity: text,
      benefit: text,
      unit: text,
      /** Of `currency` per unit, in minor units; null: measured, but not in money. */
      perUnit: z.int().min(0).nullable().default(null),
      currency: currency.optional(),
      /** Where the number comes from; it is printed beside the figure. */
      source: text,
      goals: z.array(text).default([]),
    }),
  )
  .default([]);

/** What shipped and what is planned (C1). A mail that needs news and finds none is not sent. */
export const newsSchema = z
  .array(
    z.strictObject({
      id: text,
      date: z.iso.date(),
      status: z.enum(['shipped', 'planned']),
      title: text,
      sentence: text,
      features: z.array(text).default([]),
      plans: z.array(text).default([]),
      /** Save and exit reasons it answers. */
      solves: z.array(text).default([]),
      link: url.optional(),
    }),
  )
  .default([]);

/** Training links, chosen by feature and role (C17). */
export const guidesSchema = z.array(z.strictObject({ feature: text, role: text.default('user'), url })).default([]);

/** Honest rows: where they are better stands here too, or the page is worth nothing. */
export const competitorsSchema = z
  .array(
    z.strictObject({
      name: text,
      rows: z.array(z.strictObject({ topic: text, us: text, them: text, better: z.enum(['us', 'them', 'even']) })),
    }),
  )
  .default([]);

/** Habits that keep customers, adopted from `npm run aha` (C9). */
export const milestonesSchema = z
  .array(z.strictObject({ event: text, atLeast: positive, withinDays: days, nudge: text, reason: usersReason }))
  .default([]);
