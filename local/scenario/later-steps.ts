import * as z from 'zod';
import { data, email, signalsSchema, text } from './fields.ts';
import { account, segment, step } from './step-fields.ts';
import * as words from './words.ts';

/** Accepted and checked today, and played from the day its capability is built. */
export const laterSteps = {
  track: step('track', segment),
  identify: step('identify', { ...segment, traits: data.optional() }),
  group: step('group', { ...segment, traits: data.optional() }),
  signals: step('signals', { account, set: signalsSchema }),
  churn_signal: step('churn_signal', {
    account,
    signal: z.union([z.int().min(1).max(14), text]),
    facts: data.optional(),
  }),
  review: step('review', { account: text.optional() }),
  unsubscribe: step('unsubscribe', {
    account: text.optional(),
    email,
    topic: text.optional(),
    via: z.enum(['one-click', 'page']),
  }),
  reply: step('reply', {
    account: text.optional(),
    email,
    to: text,
    text: z.string(),
    auto: z.boolean().optional(),
    headers: data.optional(),
  }),
  fact: step('fact', { account, type: z.enum(words.facts), data: data.optional() }),
  metric: step('metric', { account, name: text, value: z.number(), month: text.optional() }),
  seats: step('seats', { account, used: z.int().min(0).optional(), of: z.int().min(0).optional() }),
  ask: step('ask', { text: z.string(), as: text.optional(), account: text.optional() }),
  incident: step('incident', {
    account: text.optional(),
    action: text,
    id: text,
    affected: z.unknown().optional(),
    text: z.string().optional(),
    nextUpdate: text.optional(),
  }),
} as const;
