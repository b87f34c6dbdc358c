import { type Account, accountKey, accountList } from '../accounts/account.ts';
import { loadAccount } from '../accounts/load-account.ts';
import { isSameWorth, worthOf } from '../accounts/worth.ts';
import { NotFound } from '../kernel/failures.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Lane, Ports } from '../kernel/ports.ts';
import { type Condition, ifPresent, type Path } from '../kernel/rows.ts';
import type { Card, Customer, Subscription } from './model.ts';
import { pricedOf } from './priced.ts';
import { projectCard, projectSubscription } from './project.ts';
import { readAtOf } from './recent-answers.ts';

const over: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

/** Stripe's answer, or undefined where the object is gone: a projection has nothing to say then. */
export async function found<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** MRR, tier and plan from all subscriptions. Until the account was read whole once, a part would pass for the whole. */
export async function projectWorth(account: string, ports: Ports): Promise<void> {
  const known = await loadAccount(ports.rows, account);
  if (!known) return;
  if (known.wholeAt === undefined) return readWhole(known, 'projection', ports);
  return writeWorth(account, ports);
}

/** Before a decision that looks at the account: what an event left unread, or what was never read, is read now. */
export async function freshen(account: string, lane: Lane, ports: Ports): Promise<void> {
  const known = await loadAccount(ports.rows, account);
  if (known && (known.stale !== undefined || known.wholeAt === undefined)) await readWhole(known, lane, ports);
}

async function readWhole(known: Account, lane: Lane, ports: Ports): Promise<void> {
  const { account, customers, stale } = known;
  const at = toIso(ports.clock.now());
  for (const customer of customers) {
    await readCustomerOf(account, customer, lane, ports);
    await readSubscriptionsOf(account, customer, lane, ports);
  }
  await ports.rows.update(accountKey(account), { set: [['wholeAt', at]], if: ifPresent });
  await writeWorth(account, ports);
  if (stale === undefined) return;
  // Another event since then made it stale again: that one is still to be read.
  await ports.rows.update(accountKey(account), {
    remove: ['stale'],
    if: { kind: 'equals', path: 'stale', value: stale },
  });
}

/** Stripe lists what has not ended; what we still believe alive and is not listed is asked for by name. */
async function readSubscriptionsOf(account: string, customer: string, lane: Lane, ports: Ports): Promise<void> {
  const asked = ports.clock.now();
  const living = (await found(ports.billing.subscriptionsOf(customer, lane))) ?? [];
  const readAt = readAtOf(living, asked);
  for (const one of living) {
    await projectSubscription(account, one, readAt, ports);
    await readMissingCard(account, one, lane, ports);
  }
  const listed = new Set(living.map(({ id }) => id));
  const rows = await ports.rows.query({ pk: `A#${account}`, sk: { prefix: 'SUB#' } });
  for (const { id, status, customer: whose } of rows.items) {
    if (whose !== customer || listed.has(String(id)) || over.has(String(status))) continue;
    const one = await found(ports.billing.subscription(String(id), lane));
    if (one) await projectSubscription(account, one, readAtOf(one, asked), ports);
  }
}

/** A subscription may have a card of its own, of which no event may ever have told. */
async function readMissingCard(account: string, { defaultPaymentMethod: id }: Subscription, lane: Lane, ports: Ports) {
  if (id === undefined || (await ports.rows.get({ pk: `A#${account}`, sk: `CARDREF#${id}` }))) return;
  const asked = ports.clock.now();
  const card = await ports.billing.card(id, lane);
  if (card) await projectCard(account, card, readAtOf(card, asked), ports);
}

/** Subscriptions are read after the version: whoever wrote one meanwhile also raised it, and the older sum is refused. */
async function writeWorth(account: string, ports: Ports): Promise<void> {
  const known = await loadAccount(ports.rows, account);
  if (!known) return;
  const page = await ports.rows.query({ pk: `A#${account}`, sk: { prefix: 'SUB#' } });
  const { config } = await ports.policies.current();
  const worth = worthOf(page.items.map(pricedOf), config);
  if (!worth || isSame(known, worth)) return;
  const version: Condition =
    known.worthVersion === undefined
      ? { kind: 'absent', path: 'worthVersion' }
      : { kind: 'equals', path: 'worthVersion', value: known.worthVersion };
  const written = await ports.rows.update(accountKey(account), {
    set: Object.entries({ ...worth, ...accountList({ ...known, ...worth }) }),
    add: [['worthVersion', 1]],
    if: { kind: 'all', of: [ifPresent, version] },
  });
  if (written.kind === 'refused') await writeWorth(account, ports);
}

/** A row that is not listed where it belongs, from before there was a list, is written too. */
const isSame = (known: Account, worth: Parameters<typeof isSameWorth>[1]): boolean =>
  known.listPk === accountList(known).listPk && isSameWorth(known, worth);

/** Name, country and default card of the customer, as Stripe has them now. */
export async function readCustomerOf(account: string, id: string, lane: Lane, ports: Ports): Promise<void> {
  const asked = ports.clock.now();
  const customer = await found(ports.billing.customer(id, lane));
  if (!customer || customer.deleted) return;
  const pays = customer.defaultPaymentMethod;
  const card = pays === undefined ? undefined : await ports.billing.card(pays, lane);
  if (card) await projectCard(account, card, readAtOf(card, asked), ports);
  const known = await loadAccount(ports.rows, account);
  // Of several customers the first is the account's face.
  if (!known || (known.customers[0] ?? id) !== id) return;
  await writeCustomer(known, customer, card, readAtOf(customer, asked), ports);
}

async function writeCustomer(
  known: Account,
  customer: Customer,
  card: Card | undefined,
  readAt: Instant,
  { rows }: Pick<Ports, 'rows'>,
): Promise<void> {
  const at = toIso(readAt);
  const path = 'customerReadAt';
  const newer: Condition = {
    kind: 'any',
    of: [
      { kind: 'absent', path },
      { kind: 'atMost', path, value: at },
    ],
  };
  await rows.update(accountKey(known.account), {
    set: [...identityOf(known, customer), ['card', card ? cardFacts(card) : null], [path, at]],
    if: { kind: 'all', of: [ifPresent, newer] },
  });
}

/** A name an import or a person gave stays; one that came from Stripe follows Stripe. A country only fills a gap there. */
function identityOf({ source, country: before }: Account, { name, country }: Customer): (readonly [Path, unknown])[] {
  const follows = source === 'stripe';
  return [
    ...(follows && name !== undefined ? [['name', name] as const] : []),
    ...(country !== undefined && (follows || before === undefined) ? [['country', country] as const] : []),
  ];
}

const cardFacts = ({ id, brand, last4, expMonth, expYear }: Card) => ({ id, brand, last4, expMonth, expYear });

/** A card that is the account's default shows its new date there too. */
export async function readCardOf(account: string, id: string, ports: Ports): Promise<void> {
  const asked = ports.clock.now();
  const card = await ports.billing.card(id, 'projection');
  if (!card || !(await projectCard(account, card, readAtOf(card, asked), ports))) return;
  await ports.rows.update(accountKey(account), {
    set: [['card', cardFacts(card)]],
    if: { kind: 'equals', path: ['card', 'id'], value: id },
  });
}
