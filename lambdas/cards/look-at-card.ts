import { type Account, billingRoles, contactFor, zoneOf } from '../accounts/account.ts';
import { contactsOf, loadAccount } from '../accounts/load-account.ts';
import type { Card, Customer, Subscription } from '../billing/model.ts';
import { projectCard } from '../billing/project.ts';
import { carryOutOne } from '../cases/carry-out.ts';
import { modeOf, type RetentionConfig } from '../kernel/config/index.ts';
import { stableFraction } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item } from '../kernel/rows.ts';
import { messageKey } from '../messaging/outbox.ts';
import { updatedAt } from './card-update.ts';
import { expiringKey, expiringMail } from './expiring-mail.ts';
import { type Expiring, monthOf, validUntil } from './expiry.ts';
import { expiryDue } from './expiry-due.ts';
import { type GateRules, gate, type Sighting, together, type Verdict } from './expiry-gate.ts';
import { consentsOf } from './keep-consent.ts';

export type Looked = Verdict['kind'] | 'gone';

/** One card whose date comes near: Stripe is asked, the gate decides, and the row leaves the index or moves on in it. */
export async function lookAtCard(account: string, sort: string, ports: Ports): Promise<Looked> {
  const row = await ports.rows.get({ pk: `A#${account}`, sk: sort });
  // An index may be behind: the row itself says whether it is still to be looked at.
  if (!row?.duePk) return 'gone';
  const known = await loadAccount(ports.rows, account);
  const card = await ports.billing.card(String(row.id), 'projection');
  if (!known || !card?.customer) return leave(row, ports);
  if (monthOf(card) !== monthOf(datesOf(row))) {
    await projectCard(account, card, ports.clock.now(), ports);
    return 'later';
  }
  const [verdict, subscription] = await judge(known, card, card.customer, ports);
  if (verdict.kind === 'later') return moveOn(row, verdict.at, account, ports);
  // The mail's own row is the memory: a scan that dies here finds it, and only clears the index.
  if (verdict.kind === 'remind' && subscription) await remind(known, card, subscription, verdict, ports);
  ports.log.info('card looked at', { account, id: card.id, verdict: verdict.kind, why: whyOf(verdict) });
  await leave(row, ports);
  return verdict.kind;
}

const whyOf = (verdict: Verdict): string => ('why' in verdict ? verdict.why : 'the next charge would fail');

const datesOf = ({ expMonth, expYear }: Item): Expiring => ({
  ...(typeof expMonth === 'number' ? { expMonth } : {}),
  ...(typeof expYear === 'number' ? { expYear } : {}),
});

async function judge(account: Account, card: Card, customerId: string, ports: Ports) {
  const now = ports.clock.now();
  const { config } = await ports.policies.current();
  const customer = await ports.billing.customer(customerId, 'projection');
  const subscriptions = await ports.billing.subscriptionsOf(customerId, 'projection');
  const common = await commonOf(account, card, customerId, ports);
  const rules: GateRules = {
    zone: zoneOf(account, undefined, config.company.zone),
    ...config.cardExpiry,
    place: stableFraction('card-expiring', account.account),
  };
  const verdicts = subscriptions.map((subscription) => {
    const seen = { ...common, ...seenOf(subscription, customer, card, common.failing) };
    return [gate(seen, rules, now), subscription] as const;
  });
  return together(verdicts);
}

const seenOf = (subscription: Subscription, customer: Customer, card: Card, failing: ReadonlySet<string>) => ({
  subscription,
  pays: (subscription.defaultPaymentMethod ?? customer.defaultPaymentMethod) === card.id,
  inRecovery: failing.has(subscription.id),
});

type Common = Pick<Sighting, 'card' | 'hasBackup' | 'reminded'> &
  Partial<Pick<Sighting, 'updatedAt'>> & { readonly failing: ReadonlySet<string> };

async function commonOf({ account }: Account, card: Card, customer: string, ports: Ports): Promise<Common> {
  const { rows } = ports;
  const cases = await rows.query({ pk: `A#${account}`, sk: { prefix: 'CASE#payment-recovery#' } });
  const open = cases.items.filter((item) => item.entity === 'case' && item.status !== 'closed');
  const updated = await updatedAt(account, card.id, ports);
  const backups = await backupsBeside(card, account, customer, ports);
  return {
    card,
    failing: new Set(open.map(({ subject }) => String(subject))),
    ...(updated === undefined ? {} : { updatedAt: updated }),
    hasBackup: (at) => backups.some((one) => !monthOf(one) || validUntil(one, 'UTC') > at),
    reminded: (await rows.get(messageKey(account, expiringKey(card.id, monthOf(card) ?? '')))) !== undefined,
  };
}

/** Agreed to, still the customer's, and really another card. */
async function backupsBeside(card: Card, account: string, customer: string, ports: Ports): Promise<Card[]> {
  const cards: Card[] = [];
  for (const { card: id } of await consentsOf(account, ports)) {
    const one = id === card.id ? undefined : await ports.billing.card(id, 'projection');
    const same = one?.fingerprint !== undefined && one.fingerprint === card.fingerprint;
    if (one?.customer === customer && !same) cards.push(one);
  }
  return cards;
}

async function remind(
  account: Account,
  card: Card,
  subscription: Subscription,
  { failing, expired }: Extract<Verdict, { kind: 'remind' }>,
  ports: Ports,
): Promise<void> {
  const { config, hash } = await ports.policies.current();
  const contact = contactFor(await contactsOf(ports.rows, account.account), billingRoles);
  const { customer } = subscription;
  const about = { account, contact, card, subscription, customer, failing, expired, config };
  const mail = expiringMail({ ...about, policy: hash, mode: modeFor(account, config) }, ports.clock.now());
  for (const effect of mail) await carryOutOne(effect, ports);
}

const modeFor = ({ account, tier }: Account, config: RetentionConfig) =>
  modeOf(config, { journey: 'payment-recovery', tier, fraction: stableFraction('payment-recovery', account) });

/** Only if nobody has projected the card anew: a new date has a new place. */
async function leave(row: Item, { rows }: Pick<Ports, 'rows'>): Promise<'gone'> {
  const same = { kind: 'equals', path: 'dueSk', value: row.dueSk } as const;
  await rows.update({ pk: row.pk, sk: row.sk }, { remove: ['duePk', 'dueSk'], if: same });
  return 'gone';
}

async function moveOn(row: Item, at: Instant, account: string, { rows }: Pick<Ports, 'rows'>): Promise<'later'> {
  const same = { kind: 'equals', path: 'dueSk', value: row.dueSk } as const;
  await rows.update({ pk: row.pk, sk: row.sk }, { set: expiryDue(account, String(row.id), at), if: same });
  return 'later';
}
