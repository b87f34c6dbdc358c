import { loadAccount } from '../accounts/load-account.ts';
import { carryOutOne } from '../cases/carry-out.ts';
import { todaysMode } from '../cases/todays-mode.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent } from '../kernel/rows.ts';
import { newTask } from '../tasks/new-task.ts';
import type { Happening } from './happening.ts';
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
  await task(account, 'dispute_closed', charge, { charge }, ports);
}

export async function isDisputed(accounts: readonly string[], { rows }: Pick<Ports, 'rows'>): Promise<boolean> {
  for (const account of accounts) {
    const page = await rows.query({ pk: `A#${account}`, sk: { prefix: 'DISPUTE#' } });
    if (page.items.some(({ status }) => status === 'open')) return true;
  }
  return false;
}

/** Nothing is charged, said or paused by us while the bank asks about this customer: a person decides. */
export const leaveToPerson = (account: string, { id, subscription }: Invoice, ports: Ports): Promise<void> =>
  task(account, 'renewal_failed_in_dispute', id, { invoice: id, subscription }, ports);

async function task(
  account: string,
  kind: string,
  about: string,
  facts: Readonly<Record<string, unknown>>,
  ports: Ports,
): Promise<void> {
  const known = await loadAccount(ports.rows, account);
  const { hash, config } = await ports.policies.current();
  const { people } = config;
  const made = newTask(
    {
      id: `disputes/${about}/${kind}`,
      account,
      kind,
      source: 'disputes',
      assignee: known?.owner?.email ?? people.operations ?? people.founder,
      facts: { ...facts },
      mode: todaysMode({ account, mode: 'live' }, known, config),
    },
    { name: known?.name ?? account, config, policy: hash },
    ports.clock.now(),
  );
  for (const effect of made) await carryOutOne(effect, ports);
}
