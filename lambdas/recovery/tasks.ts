import type { Effect } from '../cases/effect.ts';
import { newTask } from '../tasks/new-task.ts';
import type { Context } from './context.ts';

/** Something a person does by tomorrow; keyed by what it is about, so that a restarted run makes no second one. */
export function recoveryTask(
  kind: string,
  about: string,
  { row, recovery, account, config, now }: Pick<Context, 'row' | 'recovery' | 'account' | 'config' | 'now'>,
  { assignee, facts }: { readonly assignee: string; readonly facts: Readonly<Record<string, unknown>> },
): Effect[] {
  const id = `${row.journey}/${row.subject}/${recovery.firstFailureAt.slice(0, 19)}/${about}/${kind}`;
  return newTask(
    { id, account: row.account, kind, source: row.sk, assignee, facts: { ...facts }, mode: row.mode },
    { name: account?.name ?? row.account, config, policy: row.policy },
    now,
  );
}
