import * as z from 'zod';
import { accountStatuses, contactRoles } from '../../lambdas/accounts/account.ts';
import type { Outcome } from '../stripe/index.ts';
import { count, country, date, email, intervalSchema, moneySchema, signalsSchema, span, text, zone } from './fields.ts';

export const outcomeSchema: z.ZodType<Outcome> = z.union([
  text,
  z.strictObject({
    code: text.exactOptional(),
    decline_code: text.exactOptional(),
    advice_code: text.exactOptional(),
    network_advice_code: text.exactOptional(),
    network_decline_code: text.exactOptional(),
    outcome_reason: text.exactOptional(),
    outcome_type: text.exactOptional(),
    afterwards: z.literal('timeout').exactOptional(),
    pending: span.exactOptional(),
    // biome-ignore lint/suspicious/noThenProperty: the field's name in the story format; it is text, never called.
    then: text.exactOptional(),
  }),
]);

export const cardSchema = z.strictObject({
  id: text,
  brand: text.exactOptional(),
  fingerprint: text.exactOptional(),
  exp: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'a month such as 2027-03' })
    .exactOptional(),
  last4: text.exactOptional(),
  type: text.exactOptional(),
  charges: z.array(outcomeSchema).min(1).exactOptional(),
});

const contact = z.strictObject({
  email,
  name: text.optional(),
  role: z.enum(contactRoles).default('owner'),
  title: z.string().optional(),
  timezone: zone.optional(),
  locale: text.optional(),
  channel: z.enum(['email', 'call', 'chat']).optional(),
  consent: z
    .strictObject({ basis: z.enum(['contract', 'opt_in', 'none']), topics: z.array(text).optional() })
    .optional(),
});

const goal = z.strictObject({
  metric: text,
  from: z.number().optional(),
  to: z.number().optional(),
  by: date.optional(),
  owner: text.optional(),
});

const subscription = z.strictObject({
  id: text,
  plan: text.optional(),
  mrr: moneySchema.optional(),
  interval: intervalSchema.optional(),
  card: text.optional(),
  seats: count.optional(),
});

export const accountSchema = z.strictObject({
  id: text,
  name: text.optional(),
  timezone: zone.optional(),
  country: country.optional(),
  industry: text.optional(),
  plan: text.default('team'),
  mrr: moneySchema.default({ amount: 4900, currency: 'usd' }),
  interval: intervalSchema.default('month'),
  since: date.optional(),
  status: z.enum(accountStatuses).optional(),
  contacts: z.array(contact).default([]),
  owner: z.strictObject({ name: text, email }).optional(),
  goals: z.array(goal).optional(),
  signals: signalsSchema.optional(),
  holdout: z.record(z.string(), z.boolean()).optional(),
  seats: z.strictObject({ used: z.int().min(0), of: z.int().min(0) }).optional(),
  limits: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  metrics: z.array(z.strictObject({ name: text, month: text, value: z.number() })).optional(),
  stripe: z
    .strictObject({
      customer: text.optional(),
      subscription: text.optional(),
      billingMode: z.enum(['flexible', 'classic']).optional(),
      cards: z.array(cardSchema).default([]),
      subscriptions: z.array(subscription).default([]),
    })
    .default({ cards: [], subscriptions: [] }),
});

export type StoryAccount = z.infer<typeof accountSchema>;
