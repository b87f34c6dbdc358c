import * as z from 'zod';
import { type MailEntry, type MailLink, mailEntry } from './entry.ts';

/** Printed as it is: formatted in the reader's locale and zone by whoever queues the message. */
const words = z.string().trim().min(1);

/** One entry per open invoice of the customer, of whichever subscription: `{ amount: '$49.00', label: 'invoice NB-1042 of 10 November' }`. */
const amounts = z.array(z.strictObject({ amount: words, label: words })).min(1);

/**
 * plain: the usual case. soft: the customer's bank was told to stop (class REVOKED), so cancelling is offered.
 * neutral: class RISK, nothing is said or guessed about the card.
 */
const tone = z.enum(['plain', 'soft', 'neutral']);

const common = {
  /** First name of the person written to. */
  name: words.nullable(),
  account: words,
  plan: words,
  amounts,
  /** What is open for this plan, as the sentence says it; one sum for each currency. */
  total: words,
  /** The sum of `amounts`, where they are about several subscriptions: then `total` is only this plan's. */
  together: words.nullable().default(null),
  /** Who signs: the account's owner on our side; null: the sender. */
  owner: words.nullable(),
};
/** `brand` as people write it ("Visa"). */
const card = z.strictObject({ brand: words, last4: z.string().regex(/^\d{4}$/) }).nullable();
/** The same neutral sentence for every decline code (spec payment recovery); never the code's own reason. */
const reasonText = words;
/** A planned attempt, "Thursday 12 November"; null when none is planned: then the mail promises none. */
const nextAttempt = words.nullable();
/** Day 14 of the ladder. */
const pauseOn = words;
/** End of the 90-day hold. */
const holdUntil = words;
/** What they really use, as it ends the sentence "lose access to …": "your 12 open projects"; null: the plan is named. */
const valueAtRisk = words.nullable();
/** `trial`: the first payment after a trial failed. Such a plan ends on day 14, where a customer's would be paused (completions A15). */
const after = z.enum(['renewal', 'trial']);
/** `confirm` when the bank wants the customer present (class AUTH): another card is not what is needed. */
const ask = z.enum(['card', 'confirm']);
/** Whether the customer may name the day of the next attempt; mails queued before there was such a page offer none. */
const promise = z.enum(['offered', 'none']).default('none');

const sampleCommon = {
  name: 'Ada',
  account: 'Acme Ltd',
  plan: 'Team',
  amounts: [{ amount: '$49.00', label: 'invoice NB-1042 of 10 November' }],
  total: '$49.00',
  together: null,
  owner: 'Sam Okafor',
};
const visa = { brand: 'Visa', last4: '4242' };
const usualReason = 'This usually happens when a card has expired or the bank has put a temporary hold on it.';
const projects = 'your 12 open projects and the Monday report to six people';

const service = {
  class: 'service',
  topic: null,
  journey: 'payment-recovery',
  priority: 'recovery',
  quiet: 'nights',
} as const satisfies Partial<MailEntry>;

const updateCard: MailLink = { name: 'updateCard', page: 'update-card', button: true };
const backupCard: MailLink = { name: 'backupCard', page: 'backup-card', button: false };
const pay: MailLink = { name: 'pay', page: 'pay', button: true };
const promiseDate: MailLink = {
  name: 'promiseDate',
  page: 'promise-date',
  button: false,
  when: ['promise', 'offered'],
};
const settle: readonly MailLink[] = [
  { ...updateCard, when: ['ask', 'card'] },
  { ...pay, when: ['ask', 'confirm'] },
];
const cancel: MailLink = { name: 'cancel', page: 'cancel', button: false, when: ['tone', 'soft'] };

/** Steps and days: retention OS, phase 8. A mail is not worth sending once the next one is due, hence the TTLs. */
export const paymentRecoveryMails = {
  'payment-recovery/friendly': mailEntry({
    ...service,
    ttlDays: 2,
    facts: z.strictObject({ ...common, card, reasonText, nextAttempt, after, promise }),
    links: [updateCard, promiseDate],
    sample: {
      ...sampleCommon,
      card: visa,
      reasonText: usualReason,
      nextAttempt: 'Friday 13 November',
      after: 'renewal',
      promise: 'offered',
    },
  }),
  'payment-recovery/urgent': mailEntry({
    ...service,
    ttlDays: 7,
    facts: z.strictObject({ ...common, card, nextAttempt, pauseOn, valueAtRisk, tone, ask, after }),
    links: [...settle, cancel],
    sample: {
      ...sampleCommon,
      card: visa,
      nextAttempt: 'Monday 16 November',
      pauseOn: 'Tuesday 24 November',
      valueAtRisk: projects,
      tone: 'plain',
      ask: 'card',
      after: 'renewal',
    },
  }),
  'payment-recovery/last-attempt': mailEntry({
    ...service,
    ttlDays: 4,
    facts: z.strictObject({ ...common, nextAttempt, pauseOn, holdUntil, valueAtRisk, tone, ask, after }),
    links: [...settle, cancel],
    sample: {
      ...sampleCommon,
      nextAttempt: null,
      pauseOn: 'Tuesday 24 November',
      holdUntil: 'Monday 22 February 2027',
      valueAtRisk: projects,
      tone: 'plain',
      ask: 'card',
      after: 'renewal',
    },
  }),
  'payment-recovery/paused': mailEntry({
    ...service,
    quiet: 'none',
    ttlDays: 30,
    facts: z.strictObject({
      ...common,
      holdUntil,
      valueAtRisk,
      tone,
      /** Price of the first period after the resume. */
      resumePrice: words,
      /** Policy: whether a resume cancels the open invoice or leaves it to be paid. */
      oldInvoice: z.enum(['void', 'collect']),
    }),
    links: [{ name: 'resume', page: 'resume', button: true }, cancel],
    sample: {
      ...sampleCommon,
      holdUntil: 'Monday 22 February 2027',
      valueAtRisk: projects,
      tone: 'plain',
      resumePrice: '$49.00',
      oldInvoice: 'void',
    },
  }),
  'payment-recovery/recovered': mailEntry({
    ...service,
    quiet: 'none',
    ttlDays: 3,
    facts: z.strictObject({
      ...common,
      card,
      resumed: z.boolean(),
      /** Nobody has one yet: a second card would have spared them this. */
      offerBackup: z.enum(['yes', 'no']).default('no'),
    }),
    links: [{ ...backupCard, when: ['offerBackup', 'yes'] }],
    sample: { ...sampleCommon, card: visa, resumed: false, offerBackup: 'yes' },
  }),
  'payment-recovery/card-needed': mailEntry({
    ...service,
    ttlDays: 3,
    facts: z.strictObject({ ...common, card, reasonText, pauseOn, tone, after }),
    links: [updateCard, cancel],
    sample: {
      ...sampleCommon,
      card: visa,
      reasonText: usualReason,
      pauseOn: 'Tuesday 24 November',
      tone: 'plain',
      after: 'renewal',
    },
  }),
  'payment-recovery/card-expiring': mailEntry({
    ...service,
    ttlDays: 14,
    facts: z.strictObject({
      name: common.name,
      account: words,
      plan: words,
      owner: common.owner,
      card,
      /** The last month it is valid in: "November 2026". */
      month: words,
      /** That month is over: plans that are billed once a year are reminded of their renewal, not of their card. */
      expired: z.boolean(),
      /** The first payment this card cannot make: "Tuesday 15 December". */
      nextCharge: words,
      /** Of that payment; null where Stripe does not tell it beforehand (metered plans). */
      price: words.nullable(),
    }),
    links: [updateCard, backupCard],
    sample: {
      name: 'Ada',
      account: 'Acme Ltd',
      plan: 'Team',
      owner: 'Sam Okafor',
      card: visa,
      month: 'November 2026',
      expired: false,
      nextCharge: 'Tuesday 15 December',
      price: '$49.00',
    },
  }),
  'payment-recovery/authenticate': mailEntry({
    ...service,
    ttlDays: 3,
    facts: z.strictObject({ ...common, card, pauseOn, tone, after }),
    links: [pay, cancel],
    sample: { ...sampleCommon, card: visa, pauseOn: 'Tuesday 24 November', tone: 'plain', after: 'renewal' },
  }),
} as const;
