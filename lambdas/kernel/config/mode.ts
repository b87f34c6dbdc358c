import * as z from 'zod';
import { moment, percent } from './fields.ts';
import { type JourneyName, modes, tierNames } from './names.ts';

const journeyMode = z.strictObject({
  mode: z.enum(modes),
  /** Only these; accounts of other tiers stay with `mode.default`. */
  tiers: z
    .array(z.enum(tierNames))
    .min(1)
    .default([...tierNames]),
  /** Share of the accounts that get `mode`, by a stable hash; the others stay with `mode.default`. */
  percent: percent.default(100),
});

/** `'live'` is short for `{ mode: 'live' }`. */
const journeyModeOrName = z.union([z.enum(modes), journeyMode]);

function perJourney<Schema extends z.ZodType>(schema: Schema) {
  const of = schema.optional();
  return {
    'payment-recovery': of,
    onboarding: of,
    trial: of,
    'save-playbook': of,
    reactivation: of,
    pause: of,
    renewal: of,
    surveys: of,
    expansion: of,
    reports: of,
    advocacy: of,
    incident: of,
  } satisfies Record<JourneyName, unknown>;
}

/** Default `observe`: nobody's customer is mailed or charged because somebody forgot a line. */
export const modeSchema = z
  .strictObject({ default: z.enum(modes).default('observe'), ...perJourney(journeyModeOrName) })
  .prefault({});

/** Per journey, when it left `observe`: only later anchors are enrolled, so that day 1 does not mail ten years of customers (A6). */
export const goLiveSchema = z.strictObject(perJourney(moment)).prefault({});
