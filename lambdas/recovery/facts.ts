import type { Account } from '../accounts/account.ts';
import type { Card, Invoice } from '../billing/model.ts';
import type { Instant } from '../kernel/instant.ts';
import { addMoney, formatMoney, type Money, zero } from '../kernel/money.ts';
import { dateWords, dayWords, type Reader } from '../messaging/day-words.ts';
import { holdEndsAt, nextAttemptAfter, pauseAt } from './calendar.ts';
import type { Context } from './context.ts';
import { customerReason } from './decline.ts';
import type { Step } from './ladder.ts';
import { type RecoveryMail, toneOf } from './messages.ts';

/** The typed slots of a recovery mail (templates/catalog). The reader's first name is added when the reader is known. */
export function mailFacts(mail: RecoveryMail, step: Step, context: Context, reader: Reader): Record<string, unknown> {
  const common = commonFacts(context, reader);
  const card = cardFact(context.world.card);
  const tone = toneOf(context.recovery.class);
  const calendar = calendarFacts(step, context, reader);
  const after = context.recovery.afterTrial ? 'trial' : 'renewal';
  switch (mail) {
    case 'friendly':
      return { ...common, card, reasonText: reasonText(context), nextAttempt: calendar.nextAttempt, after };
    case 'urgent':
      return {
        ...common,
        card,
        tone,
        ask: askOf(context),
        valueAtRisk: null,
        after,
        ...without(calendar, 'holdUntil'),
      };
    case 'last-attempt':
      return { ...common, tone, ask: askOf(context), valueAtRisk: null, after, ...calendar };
    case 'card-needed':
      return { ...common, card, reasonText: reasonText(context), pauseOn: calendar.pauseOn, tone, after };
    case 'authenticate':
      return { ...common, card, pauseOn: calendar.pauseOn, tone, after };
    case 'paused':
      return {
        ...common,
        tone,
        valueAtRisk: null,
        holdUntil: calendar.holdUntil,
        resumePrice: formatMoney(resumePrice(context), reader.language),
        oldInvoice: context.config.ladder.oldInvoice,
      };
    case 'recovered':
      return { ...common, card, resumed: context.settled?.resumed ?? false };
    default:
      return mail satisfies never;
  }
}

/** A true pause ends with a new period at today's price; the older pause ends when the old invoice is paid. */
export const resumePrice = ({ world: { subscription, lead } }: Context): Money =>
  (subscription.billingMode === 'flexible' ? subscription.amount : undefined) ?? amountOf(lead);

const without = <T extends object, K extends keyof T>(facts: T, key: K): Omit<T, K> => {
  const { [key]: _left, ...rest } = facts;
  return rest;
};

const askOf = ({ recovery }: Context): 'confirm' | 'card' => (recovery.class === 'AUTH' ? 'confirm' : 'card');

const reasonText = ({ recovery }: Context): string => customerReason(recovery.class ?? 'UNKNOWN');

/** Whose plan it is about, and all that is open on it. */
export function commonFacts(context: Context, reader: Reader) {
  const invoices = namedInvoices(context);
  return {
    account: context.account?.name ?? context.row.account,
    plan: planName(context.account, context),
    amounts: invoices.map((invoice) => ({
      amount: formatMoney(amountOf(invoice), reader.language),
      label: labelOf(invoice, context.now, reader),
    })),
    total: formatMoney(totalOf(invoices), reader.language),
    owner: context.account?.owner?.name ?? null,
  };
}

/** A recovered mail is about what was paid, the others about all that is open. */
function namedInvoices({ world, settled }: Context): readonly Invoice[] {
  if (settled && settled.invoices.length > 0) return settled.invoices;
  const open = world.open.filter((invoice) => invoice.id !== world.lead.id && invoice.amountRemaining.amount > 0);
  return world.lead.status === 'open' ? [world.lead, ...open] : [world.lead];
}

const amountOf = (invoice: Invoice): Money => (invoice.status === 'open' ? invoice.amountRemaining : invoice.amountDue);

function totalOf(invoices: readonly Invoice[]): Money {
  const [first, ...rest] = invoices.map(amountOf);
  return rest.reduce((sum, one) => (one.currency === sum.currency ? addMoney(sum, one) : sum), first ?? zero('usd'));
}

const labelOf = (invoice: Invoice, now: Instant, reader: Reader): string =>
  `${invoice.number ? `invoice ${invoice.number}` : 'invoice'} of ${dateWords(invoice.created, now, reader)}`;

/** By its own price first: an account may have two plans. A customer never reads the id of a price. */
function planName(account: Account | undefined, { config, world: { subscription } }: Context): string {
  const called = [subscription.plan, ...(subscription.planNames ?? [])];
  const plan =
    config.plans.find(({ id }) => called.includes(id)) ??
    onlyPlanAt(subscription.amount, config) ??
    config.plans.find(({ id }) => id === account?.plan);
  return plan?.name ?? plan?.id ?? account?.plan ?? 'subscription';
}

/** Two plans at one price tell nothing. */
function onlyPlanAt(price: Money | undefined, { plans }: Context['config']) {
  const [found, another] = plans.filter(({ prices }) => price && prices[price.currency] === price.amount);
  return another ? undefined : found;
}

export function cardFact(card: Card | undefined): { brand: string; last4: string } | null {
  return card?.last4 && card.brand ? { brand: brandName(card.brand), last4: card.last4 } : null;
}

/** As people write it; an unknown brand is left as Stripe says it, capitalised. */
const brandName = (brand: string): string =>
  ({ visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', jcb: 'JCB', unionpay: 'UnionPay' })[brand] ??
  `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`;

export function calendarFacts(step: Step, context: Context, reader: Reader) {
  const { recovery, world, ladder, now } = context;
  const next = nextAttemptAfter(step, recovery, world, ladder, now);
  return {
    nextAttempt: next === undefined ? null : dayWords(next, now, reader),
    pauseOn: dayWords(pauseAt(recovery, ladder), now, reader),
    holdUntil: dayWords(holdEndsAt(recovery, ladder), now, reader),
  };
}
