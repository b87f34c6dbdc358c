import { html } from 'hono/html';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import { brakeKey } from '../../lambdas/messaging/brake.ts';
import { lastKey } from '../../lambdas/reconcile/run-row.ts';
import type { Shown } from './asked.ts';
import type { Board, CaseLine } from './board.ts';
import { casePill, caseStanding } from './case-words.ts';
import { type Compared, comparedOf, comparedSection } from './compared.ts';
import { away, type Html, link, path, pill, section, stats, table, time } from './kit.ts';
import type { ConsoleSource } from './source.ts';

/** A line of what happened last, where the place knows: on the laptop every charge, mail and event. */
export interface Happened {
  readonly at: number;
  readonly what: unknown;
  readonly account?: string;
}

export interface Overview {
  readonly board: Board;
  readonly now: Instant;
  readonly happened: readonly Happened[];
  /** Since when and why everything is paused by hand; absent: it is not. */
  readonly brake?: { readonly at: number; readonly who: string; readonly why: string };
  readonly mayAct: boolean;
  readonly compared?: Compared;
}

/** The first page of any source. */
export async function overviewPage(source: ConsoleSource, happened: readonly Happened[]): Promise<Shown> {
  const [board, row] = [await source.board(), await source.row(brakeKey)];
  const brake =
    row?.on === true ? { brake: { at: Date.parse(String(row.at)), who: String(row.who), why: String(row.why) } } : {};
  const compared = comparedOf(await source.row(lastKey), source);
  const of = { board, now: source.now(), happened, mayAct: source.acts !== undefined, ...brake, ...compared };
  return { title: 'Overview', content: overview(of) };
}

/** What is happening now: who needs a person, what runs, what is due next, and what went out last. */
export function overview(of: Overview): Html {
  return html`${brakeOf(of)}${figures(of)}
<div class="side"><div>${section('Needs a person', needs(of))}${section('Due next', dueNext(of))}</div>
<div>${section('The last mails', lastMails(of))}${section('Customers by state', states(of))}</div></div>
${of.compared === undefined ? '' : section('Compared with Stripe', comparedSection(of.compared, of.board))}
${of.happened.length === 0 ? '' : section('What happened last', happenedLast(of))}`;
}

/** Whoever looks sees at once that nothing leaves, and who said so. */
function brakeOf({ brake, mayAct }: Overview): Html | string {
  if (!brake)
    return mayAct
      ? html`<p class="soft">${link('/acts/pause-all', 'Pause everything')}: no mail and no charge leaves until it goes on.</p>`
      : '';
  return html`<div class="notice bad" role="status"><p><strong>Everything is paused</strong> since ${time(brake.at)} by ${brake.who}: ${brake.why}. No mail and no charge leaves.</p>${mayAct ? html`<p>${link('/acts/resume-all', 'Let everything go on')}</p>` : ''}</div>`;
}

const isOpen = ({ status }: CaseLine): boolean => status !== 'closed';

const count = <T>(of: Iterable<T>, is: (one: T) => boolean): number => {
  let total = 0;
  for (const one of of) if (is(one)) total += 1;
  return total;
};

function figures({ board: { cases, tasks, accounts, messages } }: Overview): Html {
  const needing =
    count(cases, ({ status }) => status === 'attention') + count(tasks, ({ status }) => status === 'open');
  return stats([
    { value: count(cases, isOpen), label: 'journeys running', to: '/executions', mood: 'busy' },
    { value: needing, label: 'need a person', to: '/tasks', mood: needing > 0 ? 'bad' : 'good' },
    {
      value: count(cases, ({ outcome }) => outcome === 'recovered'),
      label: 'payments recovered',
      to: '/executions',
      mood: 'good',
    },
    {
      value: count(cases, (one) => isOpen(one) && one.stage === 'paused'),
      label: 'paused',
      to: '/executions',
      mood: 'wait',
    },
    { value: accounts.size, label: 'customers', to: '/accounts' },
    { value: count(messages, ({ status }) => status === 'SENT'), label: 'mails sent', to: '/mailbox' },
  ]);
}

const nameIn = ({ accounts }: Board, account: string): Html =>
  link(path('accounts', account), accounts.get(account)?.name ?? account);

function needs({ board, now }: Overview): Html {
  const cases = board.cases
    .filter(({ status }) => status === 'attention')
    .map((one) => [
      nameIn(board, one.account),
      link(path('executions', one.execution), one.attention ?? 'its case'),
      '',
    ]);
  const tasks = board.tasks
    .filter(({ status }) => status === 'open')
    .slice(0, 8)
    .map(({ account, kind, due }) => [
      nameIn(board, account),
      link('/tasks', kind.replaceAll('_', ' ')),
      due < now ? pill('bad', `overdue since ${away(due, now).replace(' ago', '')}`) : away(due, now),
    ]);
  return table(
    ['Whose', 'What', 'By when'],
    [...cases, ...tasks],
    'Nobody has to do anything: all of it runs by itself.',
  );
}

/** The nearest ten: where a wait ends, and mails that may not leave yet. */
function dueNext({ board, now }: Overview): Html {
  const waits = board.cases.flatMap(({ account, wait, execution, status }) =>
    wait && status !== 'closed'
      ? [{ due: wait.due, account, what: link(path('executions', execution), wait.state) }]
      : [],
  );
  const mails = board.messages.flatMap(({ status, due, account, template }) =>
    status === 'PENDING' || status === 'SENDING' ? [{ due, account, what: html`Mail ${template}` }] : [],
  );
  const rows = [...waits, ...mails]
    .sort((a, b) => a.due - b.due)
    .slice(0, 10)
    .map(({ due, account, what }) => [
      html`<span title="${away(due, now)}">${time(due)}</span>`,
      what,
      nameIn(board, account),
    ]);
  return table(['When', 'What', 'Whose'], rows, 'Nothing is due: no journey runs.');
}

function states({ board }: Overview): Html {
  const accounts = new Map<string, number>();
  for (const { status = 'unknown' } of board.accounts.values()) accounts.set(status, (accounts.get(status) ?? 0) + 1);
  const rows = [...accounts]
    .sort(([, a], [, b]) => b - a)
    .map(([status, total]) => [
      link(`/accounts?status=${encodeURIComponent(status)}`, status.replaceAll('_', ' ')),
      total,
    ]);
  return html`${table(['Customers', 'How many'], rows, 'Nobody is known yet: a customer appears with the first webhook about them.')}<h3>Payment recovery</h3>${casesByState(board)}`;
}

function casesByState({ cases }: Board): Html {
  const groups = Map.groupBy(cases, (one) => caseStanding(one).words);
  const rows = [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => [group[0] ? casePill(group[0]) : '', group.length]);
  return table(['Where cases stand', 'How many'], rows, 'No payment has failed yet.');
}

function lastMails({ board }: Overview): Html {
  const rows = board.messages
    .filter(({ status }) => status === 'SENT')
    .slice(0, 10)
    .map(({ at, account, subject, template, mail }) => [
      time(at),
      mail === undefined ? (subject ?? template) : link(path('mailbox', mail), subject ?? template),
      nameIn(board, account),
    ]);
  return table(['When', 'Subject', 'To'], rows, 'No mail has been sent yet.');
}

function happenedLast({ board, happened }: Overview): Html {
  const rows = happened.map(({ at, what, account }) => [
    time(at),
    what,
    account === undefined ? '' : nameIn(board, account),
  ]);
  return table(['When', 'What', 'Whose'], rows, 'Nothing has happened yet.');
}
