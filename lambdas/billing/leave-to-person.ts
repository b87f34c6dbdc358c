import { loadAccount } from '../accounts/load-account.ts';
import { carryOutOne } from '../cases/carry-out.ts';
import { todaysMode } from '../cases/todays-mode.ts';
import type { Ports } from '../kernel/ports.ts';
import { newTask } from '../tasks/new-task.ts';

export interface ForPerson {
  /** What it is about, once: whoever says it again makes no second task. */
  readonly id: string;
  readonly source: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Something Stripe told that no journey may settle by itself: the account's owner hears of it, else operations. */
export async function leaveToPerson(account: string, kind: string, of: ForPerson, ports: Ports): Promise<void> {
  const known = await loadAccount(ports.rows, account);
  const { hash, config } = await ports.policies.current();
  const { people } = config;
  const made = newTask(
    {
      ...of,
      kind,
      account,
      assignee: known?.owner?.email ?? people.operations ?? people.founder,
      facts: { ...of.facts },
      mode: todaysMode({ account, mode: 'live' }, known, config),
    },
    { name: known?.name ?? account, config, policy: hash },
    ports.clock.now(),
  );
  for (const effect of made) await carryOutOne(effect, ports);
}
