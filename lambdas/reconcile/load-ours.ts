import { loadAccount } from '../accounts/load-account.ts';
import { isDisputed } from '../billing/disputes.ts';
import { parseCase } from '../cases/case.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item, Rows } from '../kernel/rows.ts';
import { nobody, type Ours } from './view.ts';

/** Everything the comparison reads of one account: five small reads. */
export async function loadOurs(account: string | undefined, { rows }: Pick<Ports, 'rows'>): Promise<Ours> {
  if (account === undefined) return nobody;
  const pk = `A#${account}`;
  const [row, subscriptions, invoices, cases, disputed] = await Promise.all([
    loadAccount(rows, account),
    all(pk, 'SUB#', rows),
    all(pk, 'INV#', rows),
    all(pk, 'CASE#payment-recovery#', rows),
    isDisputed([account], { rows }),
  ]);
  const slots = cases.filter(({ entity }) => entity === 'case').map(parseCase);
  return { ...(row ? { account: row } : {}), subscriptions, invoices, cases: slots, disputed };
}

async function all(pk: string, prefix: string, rows: Rows): Promise<Item[]> {
  const items: Item[] = [];
  let from: string | undefined;
  do {
    const page = await rows.query({ pk, sk: { prefix }, ...(from === undefined ? {} : { from }) });
    items.push(...page.items);
    from = page.next;
  } while (from !== undefined);
  return items;
}

/** Whose customer it is here, without asking Stripe; undefined: nobody's yet. */
export async function accountOf(customer: string, { rows }: Pick<Ports, 'rows'>): Promise<string | undefined> {
  const pointer = await rows.get({ pk: `C#${customer}`, sk: 'POINTER' });
  return pointer && String(pointer.account);
}
