import { type Instant, parseInstant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Next } from './acts.ts';
import { aboutOf, decideTask, finishTask } from './decide-task.ts';
import { loadTask } from './load-task.ts';
import type { Task } from './task.ts';
import { type News, taskMail } from './task-mail.ts';

/** What the sweep does with a task that is due: an index may be behind, so the row itself says what is. */
export async function lookAtTask(account: string, id: string, ports: Ports): Promise<void> {
  const found = await loadTask(ports.rows, account, id);
  if (!found?.duePk) return;
  const task = found.pending.length > 0 ? await finishTask(found, ports) : found;
  if (task.status !== 'open') return;
  const reminder = reminderOf(task, ports.clock.now());
  if (!reminder) {
    // A row that stands where it has nothing to wait for is put where it belongs.
    await finishTask(task, ports);
    return;
  }
  const told = { ...task, ...reminder.next };
  const effects = taskMail(told, reminder.news, await aboutOf(task, ports), ports.clock.now());
  await decideTask(task, { next: reminder.next, effects }, ports);
}

interface Reminder {
  readonly news: News;
  readonly next: Next;
}

/** Back from a snooze, or past its deadline: each date is told once. */
export function reminderOf({ snoozedUntil, due, told }: Task, now: Instant): Reminder | undefined {
  if (snoozedUntil !== undefined) {
    const back = parseInstant(snoozedUntil) <= now;
    return back
      ? { news: { news: 'again', part: `again/${snoozedUntil}` }, next: { snoozedUntil: undefined } }
      : undefined;
  }
  if (told === due || parseInstant(due) > now) return undefined;
  return { news: { news: 'overdue', part: `overdue/${due}` }, next: { told: due } };
}
