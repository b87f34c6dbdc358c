import { html } from 'hono/html';
import type { OwnPerson } from '../kernel/config/index.ts';
import type { Instant } from '../kernel/instant.ts';
import { snoozeDays } from '../tasks/acts.ts';
import { factLines, kindWords } from '../tasks/kinds.ts';
import type { Task } from '../tasks/task.ts';
import { whenWords } from '../tasks/task-mail.ts';
import { choices, facts, type Html, note, selection } from './kit.ts';

/** Where whoever does the task looks further. */
export interface Lead {
  readonly label: string;
  readonly url: string;
}

export interface TaskView {
  readonly task: Task;
  /** The account's name. */
  readonly name: string;
  /** Whose link it is: what is done here is theirs. */
  readonly who: string;
  readonly people: readonly OwnPerson[];
  readonly leads: readonly Lead[];
  /** What to say first: why nothing was done. */
  readonly problem?: string;
  readonly zone: string;
  readonly now: Instant;
}

export const taskTitle = ({ kind }: Task): string => kindWords(kind).what;

/** The task in plain words, and what can be done with it while it is open. */
export function taskContent(view: TaskView): Html {
  const { task, name, leads, problem } = view;
  const { todo, because } = kindWords(task.kind);
  const when = (iso: string) => whenWords(iso, view.now, view.zone);
  const known: (readonly [string, unknown])[] = [
    ['Customer', name],
    ['What to do', todo],
    ['Why', because],
    ['By', when(task.due)],
    ['Whose', task.assignee],
    ['Since', when(task.at)],
    ...factLines(task.facts).map(({ label, value }) => [label, value] as const),
    [
      'Look at',
      leads.length === 0
        ? undefined
        : leads.map(({ label, url }, index) => html`${index > 0 ? ', ' : ''}<a href="${url}">${label}</a>`),
    ],
  ];
  return html`${problem === undefined ? '' : html`<p class="said" role="alert"><strong>${problem}</strong></p>`}${saidLast(view)}
${facts(known)}${task.status === 'open' ? forms(view) : ''}
<p class="soft">This link was made for ${view.who}; what is done with it is recorded under that name. Times are those of ${view.zone}.</p>`;
}

const results: Readonly<Record<string, string>> = {
  done: 'It is done',
  saved: 'The customer stays',
  no_answer: 'Nobody answered',
  not_a_fit: 'Not a fit',
};

/** What somebody did last stands above everything: also the answer to one's own press. */
function saidLast({ task, zone, now }: TaskView): Html | string {
  const { last, snoozedUntil, result, note: noted } = task;
  if (!last) return '';
  const at = whenWords(last.at, now, zone);
  if (task.status === 'done')
    return html`<p class="said" role="status"><strong>Closed: ${results[result ?? ''] ?? result}.</strong> ${last.by}, ${at}.${noted ? html`<br>“${noted}”` : ''}</p>`;
  if (last.act === 'assign')
    return html`<p class="said" role="status"><strong>Handed to ${task.assignee}.</strong> ${last.by}, ${at}.</p>`;
  if (last.act === 'snooze' && snoozedUntil)
    return html`<p class="said" role="status"><strong>It comes back on ${whenWords(snoozedUntil, now, zone)}.</strong> ${last.by}, ${at}.</p>`;
  return '';
}

/** Each form carries how many acts it knew of, so that an old page cannot undo what a colleague did. */
function forms({ task, people }: TaskView): Html {
  const others = people.filter(({ address }) => address !== task.assignee);
  const known = html`<input type="hidden" name="seen" value="${task.acts}">`;
  const form = (id: string, act: string, title: string, content: unknown, label: string): Html =>
    html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><form method="post"><input type="hidden" name="act" value="${act}">${known}${content}<button>${label}</button></form></section>`;
  return html`${form(
    'done',
    'done',
    'Done',
    html`${choices('result', 'What came of it?', answers)}${note('done-note', 'note', 'A note for whoever reads it later', false)}`,
    'Close the task',
  )}${form('snooze', 'snooze', 'Later', choices('days', 'When does it come back?', days), 'Remind me then')}${form(
    'not-a-fit',
    'not_a_fit',
    'Not a fit',
    html`<p>The task is closed with that result: this customer is let go, and nobody works on keeping them because of it. What runs by itself, such as payment recovery, goes on.</p>${note('fit-reason', 'reason', 'Why is it not a fit?', true)}`,
    'Let them go',
  )}${others.length === 0 ? '' : form('assign', 'assign', 'Somebody else', selection('assign-to', 'to', 'Who takes it over?', others.map(personChoice)), 'Hand it over')}`;
}

const answers = ['done', 'saved', 'no_answer'].map((value) => ({ value, label: results[value] ?? value }));

const days = snoozeDays.map((count) => ({
  value: String(count),
  label: count === 1 ? 'In 1 day' : `In ${count} days`,
}));

const personChoice = ({ address, roles }: OwnPerson) => ({ value: address, label: `${address} (${roles.join(', ')})` });
