import type { Rows } from '../kernel/rows.ts';
import { parseTask, type Task, taskKey } from './task.ts';

export async function loadTask(rows: Rows, account: string, id: string): Promise<Task | undefined> {
  const item = await rows.get(taskKey(account, id));
  return item && parseTask(item);
}
