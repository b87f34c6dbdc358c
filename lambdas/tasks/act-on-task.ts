import { Conflict } from '../kernel/failures.ts';
import type { Ports } from '../kernel/ports.ts';
import { type Done, decideAct, saidOf } from './acts.ts';
import { aboutOf, decideTask, finishTask } from './decide-task.ts';
import { loadTask } from './load-task.ts';
import type { Task } from './task.ts';

export type Acted =
  | { readonly kind: 'acted'; readonly task: Task }
  /** The page was older than what somebody did meanwhile: nothing was done. */
  | { readonly kind: 'moved'; readonly task: Task }
  | { readonly kind: 'gone' };

export interface TaskName {
  readonly account: string;
  readonly id: string;
}

/** The same act from the same page counts once, however often the button was pressed or the browser sent it. */
export async function actOnTask(name: TaskName, done: Done, ports: Ports, tries = 5): Promise<Acted> {
  const task = await loadTask(ports.rows, name.account, name.id);
  if (!task) return { kind: 'gone' };
  if (isRepeat(task, done)) return { kind: 'acted', task: await finishTask(task, ports) };
  if (task.status !== 'open' || task.acts !== done.seen) return { kind: 'moved', task };
  const decision = decideAct(task, done, await aboutOf(task, ports), ports.clock.now());
  const decided = await decideTask(task, decision, ports);
  if (decided) return { kind: 'acted', task: decided };
  if (tries === 1) throw new Conflict(`task ${name.id} moved under every try: press again`);
  return actOnTask(name, done, ports, tries - 1);
}

const isRepeat = ({ last }: Task, { act, by, seen }: Done): boolean =>
  last !== undefined && last.from === seen && last.act === act.act && last.by === by && last.said === saidOf(act);
