import { html } from 'hono/html';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import {
  type Asked,
  addressOf,
  any,
  type Choice,
  counted,
  type Filter,
  filters,
  partOf,
  type Shown,
  wanted,
} from './asked.ts';
import type { Board, CaseLine } from './board.ts';
import { accountText } from './board-views.ts';
import { casePill, caseStanding } from './case-words.ts';
import { away, type Html, link, path, stats, table, time } from './kit.ts';
import type { ConsoleSource } from './source.ts';

const standings: readonly Choice[] = [any, ['attention', 'needs a person'], ['open', 'running'], ['closed', 'over']];
const orders: readonly Choice[] = [
  ['', 'started last'],
  ['due', 'due next'],
];

/** The executions of the newest run of every case: where each stands and until when. */
export async function executionsPage(source: ConsoleSource, asked: Asked): Promise<Shown> {
  const board = await source.board();
  const now = source.now();
  const found = sorted(board.cases.filter(chosen(board, asked)), wanted(asked, 'sort'));
  const { lines, below } = partOf(found, asked, 'execution');
  const heads = ['Execution of', 'Where it stands', 'Started', 'Waits in', 'Until'];
  const rows = lines.map((line) => rowOf(line, board, now));
  return {
    title: 'Executions',
    content: html`${figures(board, asked)}${filters(asked, fieldsOf(board))}
<section class="card" aria-label="Executions">${table(heads, rows, none(board, asked))}${below}</section>`,
  };
}

const fieldsOf = ({ cases }: Board): readonly Filter[] => {
  const stages = [...new Set(cases.map((one) => caseStanding(one).words))].sort();
  return [
    { name: 'q', label: 'Name, account or execution' },
    { name: 'is', label: 'Status', choices: standings },
    { name: 'stands', label: 'Where it stands', choices: [any, ...stages.map((words): Choice => [words, words])] },
    { name: 'sort', label: 'Sorted by', choices: orders },
  ];
};

function figures({ cases }: Board, asked: Asked): Html {
  const groups = Map.groupBy(cases, (one) => caseStanding(one).words);
  const shown = [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, 6);
  return stats(
    shown.map(([words, group]) => ({
      value: group.length,
      label: words,
      mood: group[0] ? caseStanding(group[0]).mood : 'quiet',
      to: addressOf({ ...asked, query: new URLSearchParams() }, { stands: words }),
    })),
  );
}

function chosen({ accounts }: Board, asked: Asked): (line: CaseLine) => boolean {
  const [text, is, stands] = ['q', 'is', 'stands'].map((name) => wanted(asked, name));
  const search = text?.toLowerCase() ?? '';
  const textOf = ({ account, execution, subject }: CaseLine): string => {
    const owner = accounts.get(account);
    return `${owner ? accountText(owner) : account}\n${execution}\n${subject}`.toLowerCase();
  };
  return (line) =>
    (search === '' || textOf(line).includes(search)) &&
    (!is || line.status === is) &&
    (!stands || caseStanding(line).words === stands);
}

function sorted(lines: readonly CaseLine[], by: string): readonly CaseLine[] {
  if (by !== 'due') return lines;
  const due = ({ status, wait }: CaseLine): number => (status === 'closed' ? Infinity : (wait?.due ?? Infinity));
  return lines.toSorted((a, b) => (due(a) === due(b) ? 0 : due(a) - due(b)));
}

function rowOf(line: CaseLine, board: Board, now: Instant) {
  const { account, execution, openedAt, status, wait } = line;
  const owner = board.accounts.get(account)?.name ?? account;
  const waits = wait !== undefined && status !== 'closed';
  return [
    html`${link(path('executions', execution), owner)}${line.run > 1 ? html` <span class="soft">run ${line.run}</span>` : ''}`,
    casePill(line),
    time(openedAt),
    waits ? wait.state : '',
    waits ? html`${time(wait.due)} <span class="soft">${away(wait.due, now)}</span>` : '',
  ];
}

const none = ({ cases }: Board, asked: Asked): Html =>
  cases.length === 0
    ? html`No payment has failed yet: there are no executions.`
    : html`None of ${counted(cases.length, 'execution')} is like that. ${link(asked.path, 'Show all of them')}.`;
