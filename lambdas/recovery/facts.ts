import type { Card, Invoice } from '../billing/model.ts';
import { planName } from '../billing/plan-name.ts';
import { formatMoney, type Money } from '../kernel/money.ts';
import { amountLine, amountOf, sumWords } from '../messaging/amount-words.ts';
import { dayWords, type Reader } from '../messaging/day-words.ts';
import { paidByBackup } from './backup.ts';
import { holdEndsAt, pauseAt } from './calendar.ts';
import type { Context } from './context.ts';
import { customerReason } from './decline.ts';
import type { Step } from './ladder.ts';
import { type RecoveryMail, toneOf } from './messages.ts';
import { nextAttemptAfter } from './next-attempt.ts';
import { promiseOffer } from './promise-rule.ts';

/** The typed slots of a recovery mail (templates/catalog). The reader's first name is added when the reader is known. */
export function mailFacts(mail: RecoveryMail, step: Step, context: Context, reader: Reader): Record<string, unknown> {
  const common = commonFacts(context, reader);
  const card = cardFact(context.world.card);
  const tone = toneOf(context.recovery.class);
  const calendar = calendarFacts(step, context, reader);
  const after = context.recovery.afterTrial ? 'trial' : 'renewal';
  switch (mail) {
    case 'friendly':
      return {
        ...common,
        card,
        reasonText: reasonText(context),
        nextAttempt: calendar.nextAttempt,
        after,
        promise: calendar.nextAttempt !== null && mayPromise(context) ? 'offered' : 'none',
      };
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
      return {
        ...common,
        card: cardFact(paidWith(context)),
        resumed: context.settled?.resumed ?? false,
        offerBackup: offersBackup(context),
      };
    default:
      return mail satisfies never;
  }
}

/** Where the page of the link has days to choose from. */
const mayPromise = ({ recovery, world, ladder, now }: Context): boolean =>
  promiseOffer(recovery, world, ladder, now).kind === 'days';

/** A true pause ends with a new period at today's price; the older pause ends when the old invoice is paid. */
export const resumePrice = ({ world: { subscription, lead } }: Context): Money =>
  (subscription.billingMode === 'flexible' ? subscription.amount : undefined) ?? amountOf(lead);

const without = <T extends object, K extends keyof T>(facts: T, key: K): Omit<T, K> => {
  const { [key]: _left, ...rest } = facts;
  return rest;
};

/** Not to somebody who has one, and not where nobody has a card at all. */
const offersBackup = ({ world, recovery }: Context): 'yes' | 'no' =>
  world.card?.type === 'card' && (world.backups ?? []).length === 0 && !paidByBackup(recovery) ? 'yes' : 'no';

/** The card that paid, which a receipt names: the usual one, or the backup the customer agreed to. */
function paidWith({ world, recovery }: Context): Card | undefined {
  const name = paidByBackup(recovery);
  const id = name && recovery.results[name]?.card;
  return world.backups?.find(({ card }) => card.id === id)?.card ?? world.card;
}

const askOf = ({ recovery }: Context): 'confirm' | 'card' => (recovery.class === 'AUTH' ? 'confirm' : 'card');

const reasonText = ({ recovery }: Context): string => customerReason(recovery.class ?? 'UNKNOWN');

/** Whose plan it is about, and all that is open on it. */
export function commonFacts(context: Context, reader: Reader) {
  const invoices = namedInvoices(context);
  return {
    account: context.account?.name ?? context.row.account,
    plan: planName(context.world.subscription, context.account?.plan, context.config),
    amounts: invoices.map((invoice) => amountLine(invoice, undefined, context.now, reader)),
    total: sumWords(invoices.map(amountOf), reader),
    owner: context.account?.owner?.name ?? null,
  };
}

/** A recovered mail is about what was paid, the others about all that is open. */
function namedInvoices({ world, settled }: Context): readonly Invoice[] {
  if (settled && settled.invoices.length > 0) return settled.invoices;
  const open = world.open.filter((invoice) => invoice.id !== world.lead.id && invoice.amountRemaining.amount > 0);
  return world.lead.status === 'open' ? [world.lead, ...open] : [world.lead];
}

/** As mails name a card; null for what has no last four digits. */
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
