import { html } from 'hono/html';
import { snoozeDays, type TaskAct } from '../../lambdas/tasks/acts.ts';
import { factLines, kindWords } from '../../lambdas/tasks/kinds.ts';
import { parseTask, type Task, taskKey } from '../../lambdas/tasks/task.ts';
import type { Acts } from './acts.ts';
import type { Shown } from './asked.ts';
import { accountLink } from './board-views.ts';
import { facts, type Html, link, section, time } from './kit.ts';
import type { ConsoleSource } from './source.ts';
import { capital, plain } from './words.ts';

export interface TaskAsked {
  readonly account: string;
  readonly id: string;
}

export const taskPath = ({ account, id }: TaskAsked): string =>
  `/tasks/one?${new URLSearchParams({ account, id }).toString()}`;

export interface TaskPageOf {
  readonly asked: TaskAsked;
  readonly token: string;
  readonly mistake?: string;
}

/** One task: what it asks for and why, and, where one may act, what can be done with it. */
export async function taskPage(
  source: ConsoleSource,
  { asked, token, mistake }: TaskPageOf,
): Promise<Shown | undefined> {
  const row = await source.row(taskKey(asked.account, asked.id));
  if (!row) return undefined;
  const task = parseTask(row);
  const { what, todo, because } = kindWords(task.kind);
  const about = {
    Customer: accountLink(await source.board(), task.account),
    By: time(Date.parse(task.due)),
    Whose: task.assignee,
    Since: time(Date.parse(task.at)),
    ...Object.fromEntries(factLines(task.facts).map(({ label, value }) => [label, value])),
    'Comes back': task.snoozedUntil === undefined ? undefined : time(Date.parse(task.snoozedUntil)),
    'Closed as':
      task.result === undefined ? undefined : `${capital(plain(task.result))}${task.note ? `: ${task.note}` : ''}`,
    'Last done': task.last === undefined ? undefined : `${plain(task.last.act)} by ${task.last.by}: ${task.last.said}`,
  };
  return {
    title: what,
    above: link('/tasks', 'Tasks'),
    ...(mistake === undefined ? {} : { status: 400 as const }),
    content: html`${mistake === undefined ? '' : html`<p class="notice bad" role="alert">${mistake}</p>`}<p class="lead">${todo} ${because}</p>${facts(about)}${
      source.acts && task.status === 'open' ? forms(task, source.acts, token) : ''
    }`,
  };
}

const titles: Readonly<Record<TaskAct['act'], string>> = {
  done: 'Done',
  snooze: 'Later',
  not_a_fit: 'Not a fit',
  assign: 'Somebody else',
};

function forms(task: Task, acts: Acts, token: string): Html {
  const others = acts.people.filter((one) => one !== task.assignee);
  const known = { token, account: task.account, id: task.id, seen: String(task.acts) };
  const hidden = Object.entries(known).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const form = (act: TaskAct['act'], fields: unknown, label: string): Html =>
    section(
      titles[act],
      html`<form method="post" action="/tasks/one"><input type="hidden" name="act" value="${act}">${hidden}${fields}<button class="main">${label}</button></form>`,
    );
  return html`<div class="grid">${form('done', html`${results}${note('done-note', 'note', 'What came of it, in words')}`, 'Close the task')}${form('snooze', days, 'Remind me then')}${form('not_a_fit', note('fit-reason', 'reason', 'Why is it not a fit?'), 'Let them go')}${
    others.length === 0 ? '' : form('assign', people(others), 'Hand it over')
  }</div><p class="soft">What you do is kept as done by ${acts.who}.</p>`;
}

const select = (id: string, name: string, label: string, options: readonly (readonly [string, string])[]): Html =>
  html`<div class="field"><label for="${id}">${label}</label><select id="${id}" name="${name}">${options.map(([value, words]) => html`<option value="${value}">${words}</option>`)}</select></div>`;

const note = (id: string, name: string, label: string): Html =>
  html`<div class="field"><label for="${id}">${label}</label><input id="${id}" name="${name}" required maxlength="500" autocomplete="off"></div>`;

const results = select('result', 'result', 'Result', [
  ['done', 'it is done'],
  ['saved', 'the customer stays'],
  ['no_answer', 'nobody answered'],
]);

const days = select(
  'days',
  'days',
  'It comes back',
  snoozeDays.map((count) => [String(count), count === 1 ? 'in 1 day' : `in ${count} days`] as const),
);

const people = (others: readonly string[]): Html =>
  select(
    'to',
    'to',
    'Who takes it over',
    others.map((one) => [one, one] as const),
  );
