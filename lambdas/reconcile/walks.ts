import { loadAccount } from '../accounts/load-account.ts';
import type { Invoice, Subscription } from '../billing/model.ts';
import { found } from '../billing/project-account.ts';
import { type Case, parseCase } from '../cases/case.ts';
import type { ListedCustomer, PageOf } from '../kernel/billing-lists.ts';
import { SHARDS } from '../kernel/ids.ts';
import type { Ports } from '../kernel/ports.ts';
import { parseRecovery } from '../recovery/state.ts';
import { compareCase, compareMachinery } from './compare-case.ts';
import { compareCustomer } from './compare-customer.ts';
import { rulesOf, type Suspect } from './examine.ts';
import { accountOf, loadOurs } from './load-ours.ts';
import { tellOverdueOf } from './overdue-page.ts';
import type { Phase } from './run-row.ts';
import { suspectsInvoice, suspectsSubscription } from './screen.ts';
import type { Ours } from './view.ts';

/** One page of one walk: how much was looked at, whom to read whole, and where the next page begins. */
export interface Seen {
  readonly looked: number;
  readonly suspects: readonly Suspect[];
  readonly next?: string;
}

export type Walk = Exclude<Phase, 'done'>;

const lane = 'reconciler' as const;

/** What is read at once of our own rows: a page of 100 in a tenth of a second, far below what one table takes. */
const together = 10;

export async function walkPage(phase: Walk, after: string | undefined, ports: Ports): Promise<Seen> {
  const ask = { lane, ...(after === undefined ? {} : { after }) };
  const { lists, policies } = ports;
  switch (phase) {
    case 'subscriptions': {
      const { config } = await policies.current();
      const suspects = (one: Subscription, ours: Ours) => suspectsSubscription(one, ours, config);
      return screened(
        await lists.subscriptions(ask),
        ports,
        (one) => one.customer,
        suspects,
        (one) => [one.id],
      );
    }
    case 'customers':
      return screenedCustomers(await lists.customers(ask), ports);
    case 'invoices': {
      const rules = await rulesOf(ports);
      const suspects = (one: Invoice, ours: Ours) => suspectsInvoice(one, ours, rules);
      const page = await lists.openInvoices(ask);
      await tellOverdueOf(page.items, rules.now, ports);
      return screened(page, ports, (one) => one.customer, suspects);
    }
    case 'cases':
      return casesPage(after, ports);
    default:
      return phase satisfies never;
  }
}

async function screened<T>(
  { items, next }: PageOf<T>,
  ports: Ports,
  customerOf: (one: T) => string,
  isSuspect: (one: T, ours: Ours) => boolean,
  seen: (one: T) => readonly string[] = () => [],
): Promise<Seen> {
  const suspects: Suspect[] = [];
  for (let from = 0; from < items.length; from += together) {
    const looks = items.slice(from, from + together).map(async (one): Promise<Suspect | undefined> => {
      const customer = customerOf(one);
      const account = await accountOf(customer, ports);
      const known = account === undefined ? {} : { account };
      return isSuspect(one, await loadOurs(account, ports))
        ? { customer, subscriptions: seen(one), ...known }
        : undefined;
    });
    for (const suspect of await Promise.all(looks)) if (suspect) suspects.push(suspect);
  }
  return { looked: items.length, suspects, ...(next === undefined ? {} : { next }) };
}

/** Only the account's own row is compared. */
async function screenedCustomers({ items, next }: PageOf<ListedCustomer>, ports: Ports): Promise<Seen> {
  const suspects: Suspect[] = [];
  for (let from = 0; from < items.length; from += together) {
    const looks = items.slice(from, from + together).map(async (one): Promise<Suspect | undefined> => {
      const account = await accountOf(one.id, ports);
      const known = account === undefined ? undefined : await loadAccount(ports.rows, account);
      return known && compareCustomer(one, known).length > 0 ? { account: known.account, customer: one.id } : undefined;
    });
    for (const suspect of await Promise.all(looks)) if (suspect) suspects.push(suspect);
  }
  return { looked: items.length, suspects, ...(next === undefined ? {} : { next }) };
}

/** Our open cases, shard by shard: `3|<cursor>`. */
async function casesPage(after: string | undefined, ports: Ports): Promise<Seen> {
  const [shard = '0', ...cursor] = (after ?? '0').split('|');
  const from = cursor.join('|');
  const page = await ports.rows.query({
    index: 'list',
    pk: `case:payment-recovery#${shard}`,
    limit: 100,
    ...(from === '' ? {} : { from }),
  });
  const suspects: Suspect[] = [];
  for (const item of page.items) {
    const row = parseCase(item);
    if (await isSuspectCase(row, ports))
      suspects.push({ account: row.account, customer: parseRecovery(row.data).customer });
  }
  const next = page.next ? `${shard}|${page.next}` : Number(shard) + 1 < SHARDS ? String(Number(shard) + 1) : undefined;
  return { looked: page.items.length, suspects, ...(next === undefined ? {} : { next }) };
}

/** Its invoice is asked for by name: what is paid stands in no list of open ones. Its subscription was walked before. */
async function isSuspectCase(row: Case, { billing, rows, clock }: Ports): Promise<boolean> {
  if (compareMachinery(row, clock.now()).length > 0) return true;
  const { lead, subscription } = parseRecovery(row.data);
  const known = await rows.get({ pk: `A#${row.account}`, sk: `SUB#${subscription}` });
  const invoice = await found(billing.invoice(lead, lane));
  return compareCase(row, invoice, known as unknown as Subscription | undefined).length > 0;
}
