import type { Effect } from '../cases/effect.ts';
import { after, type Instant, toIso } from '../kernel/instant.ts';
import { type Task, taskDue, taskKey } from './task.ts';
import { type About, taskMail } from './task-mail.ts';

export type NewTask = Pick<Task, 'id' | 'account' | 'kind' | 'source' | 'assignee' | 'facts' | 'mode'>;

/** By tomorrow: what needs a person is decided within a day (spec payment recovery, tasks). */
const time = { days: 1 } as const;

/** Only what a live run made: what was observed only goes nowhere. */
const told = ({ id, account, kind, mode }: NewTask, due: string): Effect[] =>
  mode === 'live'
    ? [
        {
          kind: 'event',
          id: `task.created/${account}/${id}`,
          type: 'task.created',
          account,
          detail: { task: id, kind, due },
        },
      ]
    : [];

/** A task by tomorrow and the mail about it, each under a key of its own: whoever repeats this makes no second one. */
export function newTask(of: NewTask, about: About, now: Instant): Effect[] {
  const { account, id } = of;
  const due = toIso(after(now, time));
  const item = {
    ...of,
    entity: 'task',
    status: 'open',
    at: toIso(now),
    due,
    version: 1,
    acts: 0,
    ...taskDue(account, id, due),
  };
  return [
    { kind: 'row', ...taskKey(account, id), item },
    ...told(of, due),
    ...taskMail({ ...of, due }, { news: 'new', part: 'new' }, about, now),
  ];
}
