import type { Effect } from '../cases/effect.ts';
import { after, type Instant, latest, parseInstant, toIso } from '../kernel/instant.ts';
import { type Task, taskKey } from './task.ts';
import { type About, taskMail } from './task-mail.ts';

export const snoozeDays = [1, 3, 7] as const;

/** What a person may do with an open task. */
export type TaskAct =
  | { readonly act: 'done'; readonly result: 'done' | 'saved' | 'no_answer'; readonly note: string }
  | { readonly act: 'snooze'; readonly days: (typeof snoozeDays)[number] }
  | { readonly act: 'not_a_fit'; readonly reason: string }
  | { readonly act: 'assign'; readonly to: string };

export interface Done {
  readonly act: TaskAct;
  readonly by: string;
  /** How many acts the page knew of. */
  readonly seen: number;
}

/** Whoever is reminded has a day, as with a new task. */
const afterSnooze = { days: 1 } as const;

type Changing = 'status' | 'due' | 'assignee' | 'acts' | 'last' | 'result' | 'note' | 'doneAt' | 'doneBy' | 'told';

/** What becomes different; `undefined` takes a value away. */
export type Next = Partial<Pick<Task, Changing>> & { readonly snoozedUntil?: string | undefined };

/** The whole decision: what the row becomes, and what follows from it. */
export function decideAct(
  task: Task,
  { act, by, seen }: Done,
  about: About,
  now: Instant,
): { next: Next; effects: Effect[] } {
  const at = toIso(now);
  const next = {
    ...nextOf(task, act, by, now),
    acts: task.acts + 1,
    last: { act: act.act, by, at, from: seen, said: saidOf(act) },
  };
  return { next, effects: [auditRow(task, act, by, at), ...mailsOf({ ...task, ...next }, act, by, about, now)] };
}

function nextOf(task: Task, act: TaskAct, by: string, now: Instant): Next {
  const closed = { status: 'done', doneAt: toIso(now), doneBy: by, snoozedUntil: undefined } as const;
  switch (act.act) {
    case 'done':
      return { ...closed, result: act.result, ...(act.note ? { note: act.note } : {}) };
    case 'not_a_fit':
      return { ...closed, result: 'not_a_fit', note: act.reason };
    case 'snooze': {
      const until = after(now, { days: act.days });
      return { snoozedUntil: toIso(until), due: toIso(latest(parseInstant(task.due), after(until, afterSnooze))) };
    }
    case 'assign':
      return { assignee: act.to };
    default:
      return act satisfies never;
  }
}

/** In words, for the page, the audit row and whoever asks later. */
export function saidOf(act: TaskAct): string {
  switch (act.act) {
    case 'done':
      return act.note ? `${act.result}: ${act.note}` : act.result;
    case 'not_a_fit':
      return act.reason;
    case 'snooze':
      return act.days === 1 ? 'for 1 day' : `for ${act.days} days`;
    case 'assign':
      return `to ${act.to}`;
    default:
      return act satisfies never;
  }
}

/** Who did it and why: every act by a person is a row of the account (completions N4), also two of one millisecond. */
function auditRow({ account, id, kind, acts }: Task, act: TaskAct, who: string, at: string): Effect {
  const name = `task.${act.act}`;
  const item = { entity: 'act', act: name, at, account, subject: id, kind, who, why: saidOf(act) };
  return { kind: 'row', pk: taskKey(account, id).pk, sk: `ACT#${at}#${name}#${id}#${acts + 1}`, item };
}

/** Whoever takes a task over hears of it; whoever gives it to themselves knows. */
function mailsOf(task: Task, act: TaskAct, by: string, about: About, now: Instant): Effect[] {
  if (act.act !== 'assign' || act.to === by) return [];
  return taskMail(task, { news: 'assigned', part: `assigned/${task.acts}`, by }, about, now);
}
