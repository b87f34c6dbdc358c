import { languageOf, mailEntryOf } from '../../templates/catalog.ts';
import { type Account, billingRoles, type Contact, zoneOf } from '../accounts/account.ts';
import type { Card, Subscription } from '../billing/model.ts';
import { planName } from '../billing/plan-name.ts';
import type { Effect } from '../cases/effect.ts';
import type { Mode, RetentionConfig } from '../kernel/config/index.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import { formatMoney } from '../kernel/money.ts';
import { dayWords } from '../messaging/day-words.ts';
import { queueMail } from '../messaging/outbox.ts';
import { cardFact } from '../recovery/facts.ts';
import { monthOf } from './expiry.ts';

const template = 'payment-recovery/card-expiring';

/** One mail for a card and its date, whoever scans and however often: the row under this key is the memory. */
export const expiringKey = (card: string, month: string): string => `${template}/${card}/${month}`;

export interface Expiry {
  readonly account: Account;
  readonly contact: Contact | undefined;
  readonly card: Card;
  readonly subscription: Subscription;
  readonly customer: string;
  readonly failing: Instant;
  readonly expired: boolean;
  readonly config: RetentionConfig;
  readonly policy: string;
  readonly mode: Mode;
}

export function expiringMail(of: Expiry, now: Instant): Effect[] {
  const { account, card, customer, failing } = of;
  const entry = mailEntryOf(template);
  const month = monthOf(card) ?? '';
  const about = { account: account.account, customer, card: card.id };
  return queueMail(
    {
      key: expiringKey(card.id, month),
      account: account.account,
      journey: 'payment-recovery',
      template,
      class: entry.class,
      facts: factsOf(of, now),
      links: Object.fromEntries(entry.links.map(({ name, page }) => [name, { page, ...about }])),
      roles: [...billingRoles],
      customer,
      quiet: entry.quiet,
      whileCard: { card: card.id, month },
      deadline: toIso(failing),
      policy: of.policy,
      mode: of.mode,
    },
    now,
  );
}

function factsOf({ account, contact, card, subscription, failing, expired, config }: Expiry, now: Instant) {
  const zone = zoneOf(account, contact, config.company.zone);
  const language = languageOf(contact?.locale ?? account.locale ?? 'en');
  return {
    account: account.name,
    plan: planName(subscription, account.plan, config),
    owner: account.owner?.name ?? null,
    card: cardFact(card),
    month: monthWords(card, language),
    expired,
    nextCharge: dayWords(failing, now, { language, zone }),
    price: subscription.amount ? formatMoney(subscription.amount, language) : null,
  };
}

function monthWords({ expMonth = 1, expYear = 1970 }: Card, language: string): string {
  const format = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(Date.UTC(expYear, expMonth - 1, 15));
}
