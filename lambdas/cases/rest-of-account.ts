import { loadAccount } from '../accounts/load-account.ts';
import type { Ports } from '../kernel/ports.ts';
import { type Case, parseCase } from './case.ts';
import type { Rest } from './rest.ts';

type Reach = Pick<Ports, 'rows' | 'billing'>;

export async function restOfAccount(row: Pick<Case, 'account' | 'subject'>, ports: Reach): Promise<Rest> {
  const cases = await ports.rows.query({ pk: `A#${row.account}`, sk: { prefix: 'CASE#payment-recovery#' } });
  const open = cases.items.filter((item) => item.entity === 'case' && item.status !== 'closed').map(parseCase);
  const others = open.filter((one) => one.subject !== row.subject);
  const [other] = others.filter(({ data }) => data.paused === undefined).concat(others);
  const lives = await hasAnother(row.account, row.subject, ports);
  if (!other) return { lives };
  return { lives, status: other.data.paused === undefined ? 'past_due' : 'paused' };
}

const over: ReadonlySet<string> = new Set(['canceled', 'incomplete', 'incomplete_expired']);

/** Stripe is asked where our rows know of none: a subscription to which nothing ever happened has no row. */
export async function hasAnother(account: string, subscription: string, { rows, billing }: Reach): Promise<boolean> {
  const known = await rows.query({ pk: `A#${account}`, sk: { prefix: 'SUB#' } });
  if (known.items.some((item) => item.id !== subscription && !over.has(String(item.status)))) return true;
  for (const customer of (await loadAccount(rows, account))?.customers ?? []) {
    const all = await billing.subscriptionsOf(customer, 'reread');
    if (all.some(({ id, status }) => id !== subscription && !over.has(status))) return true;
  }
  return false;
}
