import { loadAccount } from '../accounts/load-account.ts';
import { carryOutOne } from '../cases/carry-out.ts';
import type { Effect } from '../cases/effect.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Next } from './acts.ts';
import { changeOf, parseTask, placeOf, sinceTask, type Task, taskDue, taskKey } from './task.ts';
import type { About } from './task-mail.ts';

/**
 * One conditional write holds the new state and what follows from it; then that is carried out. Until it is, the task
 * stands in the due index, so that the sweep ends what a crash left open. Undefined: somebody else wrote first.
 */
export async function decideTask(
  task: Task,
  { next, effects }: { readonly next: Next; readonly effects: readonly Effect[] },
  ports: Ports,
): Promise<Task | undefined> {
  const soon = taskDue(task.account, task.id, toIso(ports.clock.now()));
  const change = changeOf({ ...next, pending: [...task.pending, ...effects], ...soon });
  const written = await ports.rows.update(taskKey(task.account, task.id), sinceTask(task, change));
  return written.kind === 'done' ? finishTask(parseTask(written.item), ports) : undefined;
}

/** Carries out what a decision left, and puts the task where it belongs from now on. */
export async function finishTask(task: Task, ports: Ports): Promise<Task> {
  for (const effect of task.pending) await carryOutOne(effect, ports);
  const place = task.status === 'open' ? placeOf(task) : { duePk: undefined, dueSk: undefined };
  if (task.pending.length === 0 && task.dueSk === place.dueSk) return task;
  const settled = await ports.rows.update(
    taskKey(task.account, task.id),
    sinceTask(task, changeOf({ pending: undefined, ...place })),
  );
  return settled.item ? parseTask(settled.item) : task;
}

export async function aboutOf(task: Pick<Task, 'account'>, { rows, policies }: Pick<Ports, 'rows' | 'policies'>) {
  const [account, { hash, config }] = [await loadAccount(rows, task.account), await policies.current()];
  return { name: account?.name ?? task.account, config, policy: hash } satisfies About;
}
