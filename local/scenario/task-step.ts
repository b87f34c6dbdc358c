import { after, toIso } from '../../lambdas/kernel/instant.ts';
import { messageKey, parseMessage } from '../../lambdas/messaging/outbox.ts';
import { type Task, taskSchema } from '../../lambdas/tasks/task.ts';
import { taskMailKey } from '../../lambdas/tasks/task-mail.ts';
import { visit } from '../world/visit.ts';
import type { World } from '../world/world.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';
import { byText, rowsOf } from './table-rows.ts';

/** Whoever has the task opens the link of its mail and closes it; of several of one kind the oldest. */
export async function doTask({ world, recorder }: Stage, step: Of<'task.done'>): Promise<void> {
  const { account, kind, result } = step;
  const now = world.simulator.now();
  const [task] = openTasks(world, account, kind);
  if (!task) return recorder.note(now, `there is no open task "${kind}"`, account);
  const [purpose = '', token = ''] = (await linkOf(world, task)).split('/').slice(-2);
  const form = new URLSearchParams({ ...fieldsOf(step), seen: String(task.acts) }).toString();
  const { statusCode } = await visit(world, { method: 'POST', purpose, token, form });
  const told = { at: toIso(now), kind: 'page.submitted', account, page: 'task', task: kind, result } as const;
  if (statusCode === 303) recorder.noted.push(told);
  else recorder.note(now, `the task "${kind}" was not closed: its page answered ${statusCode}`, account);
}

const openTasks = (world: World, account: string, kind: string): Task[] =>
  rowsOf(world, 'task')
    .map((row) => taskSchema.parse(row))
    .filter((task) => task.account === account && task.kind === kind && task.status === 'open')
    .sort(byText(({ at, id }) => `${at}|${id}`));

/** As the dispatcher mints it, from the row of the mail. */
async function linkOf({ ports }: World, { account, id }: Task): Promise<string> {
  const mail = await ports.rows.get(messageKey(account, taskMailKey(id, 'new')));
  const claims = mail && parseMessage(mail).links.task;
  return ports.links.mint('task', claims ?? { account, task: id }, after(ports.clock.now(), { days: 30 }));
}

/** "Not a fit" needs a reason; a story that gives none says so. */
const fieldsOf = ({ result, note }: Of<'task.done'>): Record<string, string> =>
  result === 'not_a_fit'
    ? { act: 'not_a_fit', reason: note ?? 'no reason was given' }
    : { act: 'done', result, note: note ?? '' };
