import type { Account, Contact } from '../accounts/account.ts';
import { contactsOf, loadAccount } from '../accounts/load-account.ts';
import { type Case, parseCase } from '../cases/case.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item } from '../kernel/rows.ts';
import type { PlannedCase } from './plans.ts';

type Store = Pick<Ports, 'rows'>;

/** The open recovery cases of an account; closed runs stand beside them and say nothing about today. */
export async function openDebts(account: string, { rows }: Store): Promise<Case[]> {
  const page = await rows.query({ pk: `A#${account}`, sk: { prefix: 'CASE#payment-recovery#' } });
  return page.items.filter((item) => item.entity === 'case' && item.status !== 'closed').map(parseCase);
}

export interface Shown {
  readonly account: Account | undefined;
  readonly contacts: readonly Contact[];
  readonly cases: readonly Case[];
}

/** What a banner is made of. Most accounts owe nothing: then one read is all. */
export async function loadShown(id: string, ports: Store): Promise<Shown> {
  const account = await loadAccount(ports.rows, id);
  if (!account?.banner) return { account, contacts: [], cases: [] };
  return { account, contacts: await contactsOf(ports.rows, id), cases: await openDebts(id, ports) };
}

export interface Standing {
  readonly cases: readonly PlannedCase[];
  readonly subscriptions: readonly Item[];
}

/** What the dates of an access answer are made of. */
export async function loadStanding(
  { account, status }: Pick<Account, 'account' | 'status'>,
  ports: Pick<Ports, 'rows' | 'policies'>,
): Promise<Standing> {
  if (status === 'past_due' || status === 'paused') {
    const cases = await openDebts(account, ports);
    const withPolicy = async (row: Case) => ({ row, config: await ports.policies.load(row.policy) });
    return { cases: await Promise.all(cases.map(withPolicy)), subscriptions: [] };
  }
  const page = await ports.rows.query({ pk: `A#${account}`, sk: { prefix: 'SUB#' } });
  return { cases: [], subscriptions: page.items };
}
