import * as z from 'zod';
import { cardSchema, outcomeSchema } from './account-schema.ts';
import { amount, count, data, email, intervalSchema, moneySchema, span, text } from './fields.ts';
import { account, invoice, step } from './step-fields.ts';
import * as words from './words.ts';

const subscriptionFields = {
  account,
  subscription: text.optional(),
  invoice: text.optional(),
  when: z.enum(['now', 'period_end']).optional(),
  plan: text.optional(),
  mrr: moneySchema.optional(),
  interval: intervalSchema.optional(),
  trialDays: z.int().min(1).max(730).optional(),
};

/** A card by its id, or with what changed about it. */
const cardOrId = z.union([text, cardSchema]);

/** What the local runtime plays today. */
export const builtSteps = {
  renewal: step('renewal', {
    account,
    invoice: invoice.optional(),
    subscription: text.optional(),
    amount: amount.optional(),
  }),
  webhook: step('webhook', {
    account: text.optional(),
    event: data,
    copies: z.int().min(1).max(1000).optional(),
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
    card: cardOrId,
    default: z.boolean().optional(),
    automatic: z.boolean().optional(),
  }),
  'card.answers': step('card.answers', { account, card: text, charges: z.array(outcomeSchema).min(1) }),
  'card.removed': step('card.removed', { account, card: cardOrId, default: z.boolean().optional() }),
  'card.consent': step('card.consent', { account, card: text, backup: z.boolean() }),
  'subscription.created': step('subscription.created', subscriptionFields),
  'subscription.trial': step('subscription.trial', subscriptionFields),
  'subscription.converted': step('subscription.converted', subscriptionFields),
  'subscription.changed': step('subscription.changed', subscriptionFields),
  'subscription.reactivated': step('subscription.reactivated', subscriptionFields),
  'subscription.cancelled': step('subscription.cancelled', subscriptionFields),
  'subscription.resumed': step('subscription.resumed', subscriptionFields),
  discount: step('discount', {
    account,
    subscription: text.optional(),
    percent: z.number().min(0).max(100),
    months: count.nullable().optional(),
  }),
  dispute: step('dispute', { account, invoice, amount: amount.optional() }),
  credit_note: step('credit_note', { account, invoice, amount: amount.optional() }),
  'invoice.voided': step('invoice.voided', { account, invoice, amount: amount.optional() }),
  refund: step('refund', { account, invoice, amount: amount.optional() }),
  mail_event: step('mail_event', { account: text.optional(), email, template: text, event: z.enum(words.mailEvents) }),
  fault: step('fault', {
    account: text.optional(),
    target: text,
    fault: z.enum(words.faults),
    times: count.optional(),
    for: span.optional(),
    delay: span.optional(),
    share: z.number().min(0).max(1).optional(),
    match: z.union([text, z.record(z.string(), z.union([z.string(), z.number()]))]).optional(),
  }),
  ops: step('ops', {
    command: z.enum(words.opsCommands),
    account: text.optional(),
    journey: z.enum(words.journeys).optional(),
    subscription: text.optional(),
    customer: text.optional(),
    policy: z.enum(['own', 'current']).optional(),
    by: text.optional(),
    why: text.optional(),
  }),
  run: step('run', { account: text.optional(), schedule: z.enum(words.schedules) }),
  deploy: step('deploy', {
    account: text.optional(),
    statemachine: z.enum(words.journeys).optional(),
    definition: data.optional(),
    config: data.optional(),
  }),
  config: step('config', { account: text.optional(), set: data }),
  note: step('note', { account: text.optional(), text: z.string() }),
  look: step('look', { account: text.optional(), label: text }),
  answer: step('answer', {
    account,
    email: email.optional(),
    page: z.enum(words.pages),
    value: z.unknown().optional(),
    comment: z.string().optional(),
    link: z.enum(['good', 'expired', 'tampered', 'reused']).optional(),
  }),
  'task.done': step('task.done', {
    account,
    kind: text,
    result: z.enum(['saved', 'not_a_fit', 'no_answer', 'done']),
    note: z.string().optional(),
  }),
  click: step('click', { account, template: text, link: text, scanner: z.boolean().optional() }),
} as const;
