import * as z from 'zod';
import {
  accessSchema,
  brandSchema,
  clientAuthSchema,
  companySchema,
  consoleSchema,
  peopleSchema,
  sendersSchema,
  stripeSchema,
} from './company.ts';
import { address, addressOrDomain, amount } from './fields.ts';
import { holdoutsSchema, offersSchema, referralSchema, surveysSchema } from './growth.ts';
import { healthSchema } from './health.ts';
import { ladderSchema } from './ladder.ts';
import { approveSchema, brakeSchema, capsSchema, quietHoursSchema, warmUpSchema } from './messaging.ts';
import { currentVersion } from './migrations/table.ts';
import { goLiveSchema, modeSchema } from './mode.ts';
import { fxSchema, plansSchema, tiersSchema } from './plans.ts';
import {
  competitorsSchema,
  eventsSchema,
  guidesSchema,
  kpisSchema,
  milestonesSchema,
  newsSchema,
  valueSchema,
} from './product.ts';
import { attemptWindowSchema, cardBudgetSchema, cardExpirySchema, deletionSchema, paydaySchema } from './recovery.ts';
import { benchmarksSchema, retentionSchema } from './reports.ts';
import { signalsSchema } from './signals.ts';
import { webhooksSchema } from './webhooks.ts';

/** Key names are contract: adding one is free, renaming or dropping one breaks users' files and stories. */
export const configSchema = z.strictObject({
  /** Raised when an upgrade needs a migration of this file; see docs/upgrading.md. */
  version: z.literal(currentVersion).default(currentVersion),
  company: companySchema,
  people: peopleSchema,
  senders: sendersSchema,
  /** Where everything goes in mode `mail-to-me`. Default: the founder. */
  mailTo: address.optional(),
  /**
   * Whom a deployed stage with Stripe in test mode may reach: addresses, or domains with their @ (N8). Everything else is
   * withheld with a reason. Default: the company's own people and `mailTo`; a list of your own replaces them.
   */
  allowList: z.array(addressOrDomain).default([]),
  brand: brandSchema,
  clientAuth: clientAuthSchema.optional(),
  access: accessSchema,
  webhooks: webhooksSchema,
  console: consoleSchema,
  stripe: stripeSchema,
  mode: modeSchema,
  goLive: goLiveSchema,
  plans: plansSchema,
  tiers: tiersSchema,
  /** From this MRR on an account is high-value whatever its tier. Default $500 a month (readings 34). */
  highValueMrr: amount.optional(),
  fx: fxSchema,
  events: eventsSchema,
  kpis: kpisSchema,
  value: valueSchema,
  news: newsSchema,
  guides: guidesSchema,
  competitors: competitorsSchema,
  milestones: milestonesSchema,
  offers: offersSchema,
  caps: capsSchema,
  quietHours: quietHoursSchema,
  approve: approveSchema,
  brake: brakeSchema,
  warmUp: warmUpSchema,
  ladder: ladderSchema,
  payday: paydaySchema,
  attemptWindow: attemptWindowSchema,
  cardBudget: cardBudgetSchema,
  cardExpiry: cardExpirySchema,
  deletion: deletionSchema,
  health: healthSchema,
  signals: signalsSchema,
  surveys: surveysSchema,
  holdouts: holdoutsSchema,
  retention: retentionSchema,
  referral: referralSchema,
  benchmarks: benchmarksSchema,
});

/** What a user writes: everything but the company's own facts may be left out. */
export type RetentionConfigInput = z.input<typeof configSchema>;

/** After the schema, before amounts and names are completed; see `resolve.ts`. */
export type ParsedConfig = z.output<typeof configSchema>;
