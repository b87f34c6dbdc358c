import * as z from 'zod';
import { cardSchema, intervalSchema, moneySchema, signalsSchema, span } from './account-schema.ts';

const text = z.string().min(1);
const data = z.record(z.string(), z.unknown());
const account = text;
const invoice = text;
const amount = z.number().int().positive().optional();
const count = z.number().int().min(1);

const timing = {
  at: text,
  every: span.optional(),
  count: count.optional(),
  until: text.optional(),
};

const subscriptionFields = {
  account,
  subscription: text.optional(),
  when: z.enum(['now', 'period_end']).optional(),
  plan: text.optional(),
  mrr: moneySchema.optional(),
  interval: intervalSchema.optional(),
  trialDays: count.optional(),
};

const step = <N extends string, S extends z.ZodRawShape>(name: N, shape: S) =>
  z.strictObject({ ...timing, do: z.literal(name), ...shape });

/** What the local runtime plays today. */
export const builtSteps = {
  renewal: step('renewal', { account, invoice: invoice.optional(), subscription: text.optional(), amount }),
  webhook: step('webhook', {
    account: text.optional(),
    event: data,
    copies: count.optional(),
    delay: span.optional(),
    signature: z.enum(['good', 'bad', 'stale']).optional(),
  }),
  'stripe.charges': step('stripe.charges', { account, invoice }),
  'customer.pays': step('customer.pays', {
    account,
    invoice,
    webhookDelay: span.optional(),
    how: z.enum(['hosted', 'authenticates', 'banner']).optional(),
    card: text.optional(),
  }),
  'card.added': step('card.added', { account, card: cardSchema, default: z.boolean().optional() }),
  'card.updated': step('card.updated', {
    account,
    card: z.union([text, cardSchema]),
    default: z.boolean().optional(),
    automatic: z.boolean().optional(),
  }),
  'card.removed': step('card.removed', { account, card: z.union([text, cardSchema]) }),
  'subscription.cancelled': step('subscription.cancelled', subscriptionFields),
  'subscription.resumed': step('subscription.resumed', subscriptionFields),
  dispute: step('dispute', { account, invoice, amount }),
  credit_note: step('credit_note', { account, invoice, amount }),
  'invoice.voided': step('invoice.voided', { account, invoice, amount }),
  refund: step('refund', { account, invoice, amount }),
  config: step('config', { set: data }),
  note: step('note', { account: text.optional(), text: z.string() }),
  look: step('look', { account: text.optional(), label: text }),
} as const;

const segment = { account, user: text.optional(), event: text.optional(), properties: data.optional() };

/** Accepted today, and played from the day its capability is built. */
export const laterSteps = {
  'card.consent': step('card.consent', { account, card: text, backup: z.boolean() }),
  'subscription.created': step('subscription.created', subscriptionFields),
  'subscription.trial': step('subscription.trial', subscriptionFields),
  'subscription.changed': step('subscription.changed', subscriptionFields),
  'subscription.converted': step('subscription.converted', subscriptionFields),
  'subscription.reactivated': step('subscription.reactivated', subscriptionFields),
  track: step('track', { ...segment, times: count.optional() }),
  identify: step('identify', { ...segment, times: count.optional(), traits: data.optional() }),
  group: step('group', { ...segment, times: count.optional(), traits: data.optional() }),
  signals: step('signals', { account, set: signalsSchema }),
  churn_signal: step('churn_signal', { account, signal: z.union([z.number(), text]), facts: data.optional() }),
  review: step('review', { account: text.optional() }),
  answer: step('answer', {
    account,
    email: text.optional(),
    page: text,
    value: z.unknown().optional(),
    comment: z.string().optional(),
    link: z.enum(['good', 'expired', 'tampered', 'reused']).optional(),
  }),
  click: step('click', { account, template: text, link: text, scanner: z.boolean().optional() }),
  unsubscribe: step('unsubscribe', { email: text, topic: text.optional(), via: z.enum(['one-click', 'page']) }),
  reply: step('reply', {
    email: text,
    to: text,
    text: z.string(),
    auto: z.boolean().optional(),
    headers: data.optional(),
  }),
  mail_event: step('mail_event', { email: text, template: text, event: text }),
  fault: step('fault', {
    target: text,
    fault: z.enum(['throttle', 'error', 'timeout-before', 'timeout-after', 'crash-after']),
    times: count.optional(),
    match: z.unknown().optional(),
  }),
  deploy: step('deploy', { statemachine: text, definition: z.unknown() }),
  fact: step('fact', { account, type: text, data: data.optional() }),
  metric: step('metric', { account, name: text, value: z.number(), month: text.optional() }),
  discount: step('discount', { account, percent: z.number(), months: z.number().nullable().optional() }),
  seats: step('seats', { account, used: z.number().optional(), of: z.number().optional() }),
  ask: step('ask', { text: z.string(), as: text.optional(), account: text.optional() }),
  'task.done': step('task.done', {
    account,
    kind: text,
    result: z.enum(['saved', 'not_a_fit', 'no_answer', 'done']),
    note: z.string().optional(),
  }),
  ops: step('ops', { command: text, account: text.optional(), journey: text.optional() }),
  run: step('run', { schedule: text }),
  incident: step('incident', {
    action: text,
    id: text,
    affected: z.unknown().optional(),
    text: z.string().optional(),
    nextUpdate: text.optional(),
  }),
} as const;

export type BuiltStep = z.infer<(typeof builtSteps)[keyof typeof builtSteps]>;
export type LaterStep = z.infer<(typeof laterSteps)[keyof typeof laterSteps]>;
export type Step = BuiltStep | LaterStep;

export const stepSchemas: Readonly<Record<string, z.ZodType<Step>>> = { ...builtSteps, ...laterSteps };

export const isBuilt = (step: Step): step is BuiltStep => Object.hasOwn(builtSteps, step.do);
