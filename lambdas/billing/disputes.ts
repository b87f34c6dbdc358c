import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';
import type { Happening } from './happening.ts';
import { type ForPerson, leaveToPerson } from './leave-to-person.ts';
import type { Invoice } from './model.ts';

const keyOf = (account: string, charge: string) => ({ pk: `A#${account}`, sk: `DISPUTE#${charge}` });

/** A dispute outlives the case it ends: the next failed renewal must know of it. */
export async function noteDispute({ event, plan, account, former }: Happening, ports: Ports): Promise<void> {
  const charge = plan.ids.charge ?? event.id;
  const rowOf = (of: string) => ({
    ...keyOf(of, charge),
    entity: 'dispute',
    account: of,
    charge,
    at: toIso(event.created),
  });
  if (plan.hint === 'disputed') await ports.rows.put({ ...rowOf(account), status: 'open' }, ifAbsent);
  if (plan.hint !== 'dispute_closed') return;
  // Whatever order they come in, closed is the last word.
  for (const of of [account, ...former]) await ports.rows.put({ ...rowOf(of), status: 'closed' });
  await leaveToPerson(account, 'dispute_closed', about(charge, 'dispute_closed', { charge }), ports);
}

export async function isDisputed(accounts: readonly string[], { rows }: Pick<Ports, 'rows'>): Promise<boolean> {
  for (const account of accounts) {
    const page = await rows.query({ pk: `A#${account}`, sk: { prefix: 'DISPUTE#' } });
    if (page.items.some(({ status }) => status === 'open')) return true;
  }
  return false;
}

/** Nothing is charged, said or paused by us while the bank asks about this customer: a person decides. */
export const leaveFailureToPerson = (account: string, { id, subscription }: Invoice, ports: Ports): Promise<void> =>
  leaveToPerson(
    account,
    'renewal_failed_in_dispute',
    about(id, 'renewal_failed_in_dispute', { invoice: id, subscription }),
    ports,
  );

const about = (id: string, kind: string, facts: Readonly<Record<string, unknown>>): ForPerson => ({
  id: `disputes/${id}/${kind}`,
  source: 'disputes',
  facts,
});
