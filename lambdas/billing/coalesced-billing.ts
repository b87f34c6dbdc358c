import { after, type Instant } from '../kernel/instant.ts';
import type { Billing, BillingReads, Lane, Ports } from '../kernel/ports.ts';
import { RecentAnswers } from './recent-answers.ts';

/** Design §3: reads of one object within five seconds are one read. */
const servedFor = { seconds: 5 } as const;

/** These decide about money and mails: what Stripe said a moment ago is no answer for them. */
const alwaysAsked: ReadonlySet<Lane> = new Set<Lane>(['attempt', 'goal']);

/** Stripe's `created` is cut to whole seconds, and our clock may be a second ahead of Stripe's. */
const certainAfter = { seconds: 2 } as const;

type Ask = <T>(lane: Lane, key: string, read: () => Promise<T>) => Promise<T>;

/**
 * Remembers in this process what Stripe said, for callers that say since when they know of nothing newer (`recent`). A
 * plain read is always asked: who forgets to say so spends a request, and never decides on an old answer. A write of
 * ours forgets everything, since a change of one object shows in others.
 */
export function coalescedBilling(billing: Billing, { clock }: Pick<Ports, 'clock'>): Billing {
  const answers = new RecentAnswers(clock, servedFor);
  const asked: Ask = (_lane, key, read) => answers.ask(key, read);
  const recent =
    (fact: Instant): Ask =>
    (lane, key, read) =>
      alwaysAsked.has(lane) ? answers.ask(key, read) : answers.since(fact, key, read);
  return {
    ...readsOf(billing, asked),
    ...forgetful(billing, () => answers.forget()),
    recent: (fact) => readsOf(billing, recent(fact)),
  };
}

/** The ports of somebody who has just heard of what happened at `fact`, and knows of nothing newer. */
export const knowing = (fact: Instant, ports: Ports): Ports => ({
  ...ports,
  billing: { ...ports.billing, ...ports.billing.recent?.(after(fact, certainAfter)) },
});

const readsOf = (billing: Billing, ask: Ask): BillingReads => ({
  invoice: (id, lane) => ask(lane, `invoice ${id}`, () => billing.invoice(id, lane)),
  openInvoices: (id, lane) => ask(lane, `open invoices ${id}`, () => billing.openInvoices(id, lane)),
  subscription: (id, lane) => ask(lane, `subscription ${id}`, () => billing.subscription(id, lane)),
  subscriptionsOf: (id, lane) => ask(lane, `subscriptions ${id}`, () => billing.subscriptionsOf(id, lane)),
  customer: (id, lane) => ask(lane, `customer ${id}`, () => billing.customer(id, lane)),
  card: (id, lane) => ask(lane, `card ${id}`, () => billing.card(id, lane)),
  cardsOf: (id, lane) => ask(lane, `cards ${id}`, () => billing.cardsOf(id, lane)),
  decline: (id, lane) => ask(lane, `decline ${id}`, () => billing.decline(id, lane)),
  setup: (id, lane) => ask(lane, `setup ${id}`, () => billing.setup(id, lane)),
  customerOfCharge: (id, lane) => ask(lane, `payer ${id}`, () => billing.customerOfCharge(id, lane)),
  // Asked once in years, about money: never out of memory.
  successfulCharges: (of, lane) => billing.successfulCharges(of, lane),
});

/** Forgets before and after: what was asked while a write was under way may show the world before it. */
function forgetful(billing: Billing, forget: () => void): Omit<Billing, keyof BillingReads | 'recent'> {
  const around = async <T>(write: () => Promise<T>): Promise<T> => {
    forget();
    try {
      return await write();
    } finally {
      forget();
    }
  };
  return {
    holdCollection: (id, key) => around(() => billing.holdCollection(id, key)),
    releaseCollection: (id, key) => around(() => billing.releaseCollection(id, key)),
    pay: (call) => around(() => billing.pay(call)),
    setDefaultCard: (id, card, key) => around(() => billing.setDefaultCard(id, card, key)),
    pause: (one, key) => around(() => billing.pause(one, key)),
    resumeCollection: (id, key) => around(() => billing.resumeCollection(id, key)),
    resume: (id, key) => around(() => billing.resume(id, key)),
    voidInvoice: (id, key) => around(() => billing.voidInvoice(id, key)),
    creditBalance: (id, credit, why, key) => around(() => billing.creditBalance(id, credit, why, key)),
    cancel: (id, key, by) => around(() => billing.cancel(id, key, by)),
    cancelAtPeriodEnd: (id, ends, key) => around(() => billing.cancelAtPeriodEnd(id, ends, key)),
    portalSession: (ask) => billing.portalSession(ask),
    setupSession: (ask) => billing.setupSession(ask),
  };
}
