import type { Effect } from '../cases/effect.ts';
import { after, toIso } from '../kernel/instant.ts';
import { taskDue } from '../messaging/tasks.ts';
import type { Context } from './context.ts';

/** Something a person does by tomorrow; keyed by what it is about, so that a restarted run makes no second one. */
export function recoveryTask(
  kind: string,
  about: string,
  { row, recovery, now }: Pick<Context, 'row' | 'recovery' | 'now'>,
  { assignee, facts }: { readonly assignee: string; readonly facts: Readonly<Record<string, unknown>> },
): Effect {
  const id = `${row.journey}/${row.subject}/${recovery.firstFailureAt.slice(0, 19)}/${about}/${kind}`;
  const due = toIso(after(now, { days: 1 }));
  const item = {
    entity: 'task',
    id,
    account: row.account,
    kind,
    status: 'open',
    at: toIso(now),
    source: row.sk,
    assignee,
    due,
    facts,
    ...taskDue(row.account, id, due),
  };
  return { kind: 'row', pk: `A#${row.account}`, sk: `TASK#${id}`, item };
}
