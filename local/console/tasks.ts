import { html } from 'hono/html';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import { factLines, kindWords } from '../../lambdas/tasks/kinds.ts';
import {
  type Asked,
  addressOf,
  type Choice,
  counted,
  filters,
  partOf,
  remembered,
  type Shown,
  wanted,
} from './asked.ts';
import type { Board, TaskLine } from './board.ts';
import { accountLink, accountText } from './board-views.ts';
import { away, type Html, link, type Mood, pill, stats, table, time } from './kit.ts';
import type { ConsoleSource } from './source.ts';
import { taskPath } from './task-page.ts';
import { capital, plain } from './words.ts';

type Standing = 'overdue' | 'open' | 'done';

const standingOf = ({ status, due }: TaskLine, now: Instant): Standing => {
  if (status !== 'open') return 'done';
  return due < now ? 'overdue' : 'open';
};

const moods: Readonly<Record<Standing, Mood>> = { overdue: 'bad', open: 'wait', done: 'good' };
const labels: Readonly<Record<Standing, string>> = { overdue: 'overdue', open: 'open, in time', done: 'closed' };

const assignees = remembered(({ tasks }: Board) => [...new Set(tasks.map(({ assignee }) => assignee))].sort());

/** What needs a person: who, what, by when, and the facts for it. Those that are not done come first. */
export async function tasksPage(source: ConsoleSource, asked: Asked): Promise<Shown> {
  const board = await source.board();
  const now = source.now();
  const { lines, below } = partOf(board.tasks.filter(chosen(board, asked, now)).sort(openFirst), asked, 'task');
  const rows = lines.map((line) => [accountLink(board, line.account), ...taskRow(line, now)]);
  const people = assignees(board).map((who): Choice => [who, who]);
  return {
    title: 'Tasks',
    content: html`<p class="lead">What the system asks a person for. Everything else runs by itself.</p>
${figures(board, asked, now)}${filters(asked, [
  { name: 'q', label: 'Account or task' },
  {
    name: 'standing',
    label: 'Where it stands',
    choices: [['', 'any'], ...Object.entries(labels)],
  },
  { name: 'who', label: 'Who', choices: [['', 'anybody'], ...people] },
])}<section class="card" aria-label="Tasks">${table(['Whose', 'What', 'Where it stands', 'Who'], rows, none(board, asked))}${below}</section>`,
  };
}

const openFirst = (a: TaskLine, b: TaskLine): number =>
  Number(a.status !== 'open') - Number(b.status !== 'open') || (a.status === 'open' ? a.due - b.due : b.due - a.due);

function figures({ tasks }: Board, asked: Asked, now: Instant): Html {
  const counts = { overdue: 0, open: 0, done: 0 };
  for (const line of tasks) counts[standingOf(line, now)] += 1;
  return stats(
    (['overdue', 'open', 'done'] as const).map((standing) => ({
      value: counts[standing],
      label: labels[standing],
      mood: standing === 'overdue' && counts.overdue === 0 ? 'quiet' : moods[standing],
      to: addressOf({ ...asked, query: new URLSearchParams() }, { standing }),
    })),
  );
}

function chosen(board: Board, asked: Asked, now: Instant): (line: TaskLine) => boolean {
  const search = wanted(asked, 'q').toLowerCase();
  const [standing, who] = [wanted(asked, 'standing'), wanted(asked, 'who')];
  const textOf = ({ account, kind, id }: TaskLine): string => {
    const owner = board.accounts.get(account);
    return `${owner ? accountText(owner) : account}\n${kindWords(kind).what}\n${id}`.toLowerCase();
  };
  return (line) =>
    (standing === '' || standingOf(line, now) === standing) &&
    (who === '' || line.assignee === who) &&
    (search === '' || textOf(line).includes(search));
}

/** What, where it stands, and who: as the account's page shows it too. */
export function taskRow(line: TaskLine, now: Instant): unknown[] {
  const standing = standingOf(line, now);
  const when = {
    done: line.result === undefined ? '' : capital(plain(line.result)),
    overdue: html`since ${time(line.due)} (${away(line.due, now)})`,
    open: html`by ${time(line.due)} (${away(line.due, now)})`,
  }[standing];
  const words = standing === 'open' ? 'open' : labels[standing];
  return [
    html`${link(taskPath(line), kindWords(line.kind).what)}${factsOf(line)}`,
    html`${pill(moods[standing], words)} ${when}`,
    line.assignee,
  ];
}

const factsOf = ({ facts }: TaskLine): Html =>
  html`${factLines(facts).map(({ label, value }) => html`<br><span class="soft">${label}: ${value}</span>`)}`;

function none({ tasks }: Board, asked: Asked): Html {
  if (tasks.length > 0)
    return html`None of ${counted(tasks.length, 'task')} is like that. ${link(asked.path, 'Show all of them')}.`;
  return html`Nobody has been asked to do anything. A task appears where the system must not decide alone.`;
}
