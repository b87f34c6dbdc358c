import * as z from 'zod';
import { moment, percent } from './fields.ts';

/** What can be switched on by itself: the journeys, and the senders of mail that are not journeys. */
export const journeys = [
  'payment-recovery',
  'onboarding',
  'trial',
  'save-playbook',
  'reactivation',
  'pause',
  'renewal',
  'surveys',
  'expansion',
  'reports',
  'advocacy',
  'incident',
] as const;

export type JourneyName = (typeof journeys)[number];

/** From harmless to real: `observe` records what it would do, `mail-to-me` mails only us, `live` acts. */
export const modes = ['observe', 'mail-to-me', 'live'] as const;
export type Mode = (typeof modes)[number];

export const tierNames = ['free_trial', 'smb', 'mid_market', 'enterprise'] as const;
export type TierName = (typeof tierNames)[number];

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
