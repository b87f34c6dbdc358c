import { html } from 'hono/html';
import { type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';
import { historyOf, shown } from './execution-history.ts';
import { objectIn } from './execution-outcomes.ts';
import { reasonOf } from './execution-reasons.ts';
import { wakesOf } from './execution-wakes.ts';
import { awsConsoleUrl, lasted, statusPill, until } from './execution-words.ts';
import { allStates, readDefinition, type StateList } from './graph/definition.ts';
import { figureOf } from './graph/figure.ts';
import { widthOf } from './graph/layout.ts';
import { type Marks, marksOf } from './graph/marks.ts';
import { type Passage, passagesOf } from './graph/passages.ts';
import { away, details, facts, type Html, link, path, section, table, time } from './kit.ts';
import type { ExecutionView, Place } from './source.ts';
import { rowId } from './state-ids.ts';

/** What the execution itself does not know: whose it is, and what became of its case. */
export interface ExecutionExtras {
  readonly place: Place;
  readonly now: Instant;
  readonly account?: { readonly id: string; readonly name: string };
  /** The case's row of this run, or the copy kept of it when it was closed. */
  readonly row?: Readonly<Record<string, unknown>>;
  /** What the person looking may do about it. */
  readonly acts?: Html;
}

/** Which case and run an execution is about, from its input (design §3). */
export function runOf(input: string): { readonly account: string; readonly sort: string; readonly run: number } {
  const { account, case: sort, run } = objectIn(input);
  return { account: String(account ?? ''), sort: String(sort ?? ''), run: Number(run ?? 0) };
}

interface Seen {
  readonly view: ExecutionView;
  readonly extras: ExecutionExtras;
  readonly list: StateList;
  readonly passages: readonly Passage[];
}

/** "Payment recovery of Acme Ltd". */
export function executionTitle({ machine, input }: ExecutionView, { account }: ExecutionExtras): string {
  const words = machine.replaceAll('-', ' ');
  const whose = account?.name ?? runOf(input).account;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${whose === '' ? '' : ` of ${whose}`}`;
}

/** One execution: where it stands and what could wake it, the way it took, and why it took it. */
export function executionContent(view: ExecutionView, extras: ExecutionExtras): Html {
  const seen = { view, extras, list: readDefinition(view.definition), passages: passagesOf(view.history) };
  return html`${summary(seen)}<div class="run${isWide(seen) ? ' wide' : ''}">${drawn(seen)}${section('What happened, and why', historyOf(toldOf(seen)))}</div>${raw(seen)}`;
}

const toldOf = ({ view, extras, list, passages }: Seen) => ({
  list,
  passages,
  now: extras.now,
  running: view.status === 'RUNNING',
  due: view.waiting?.due,
  row: extras.row,
});

function summary(seen: Seen): Html {
  const { view, extras } = seen;
  const { id, name } = extras.account ?? { id: runOf(view.input).account, name: runOf(view.input).account };
  const about = {
    Account: id === '' ? '' : link(path('accounts', id), name),
    Started: time(view.startedAt),
    Ended: view.endedAt === undefined ? undefined : time(view.endedAt),
    [view.endedAt === undefined ? 'Runs for' : 'Took']: lasted((view.endedAt ?? extras.now) - view.startedAt),
    Run: runOf(view.input).run || undefined,
    'State machine': link(path('machines', view.machine), view.machine),
  };
  return html`<section class="card standing"><p class="big">${statusPill(view.status, view.waiting !== undefined)} ${standing(seen)}</p>
${attention(extras)}${view.waiting === undefined ? '' : waking(seen, view.waiting)}${extras.acts ? html`<p class="acts">${extras.acts}</p>` : ''}${facts(about)}${inAws(seen)}</section>`;
}

/** Where it stands in one sentence, and why. */
function standing({ view, extras, list, passages }: Seen): Html {
  const last = passages.at(-1);
  const reason = passages.map((one) => reasonOf(one, extras.row)).findLast((one) => one !== undefined);
  const why = reason ? html`<br><span class="soft">The last decision: ${reason}</span>` : '';
  if (!last) return html`It has entered no state yet.`;
  const state = link(`#${rowId(last.state, list)}`, last.state);
  if (view.status !== 'RUNNING')
    return html`It ended in ${state}${view.endedAt === undefined ? '' : html` on ${time(view.endedAt)}`}.${why}`;
  const { due } = view.waiting ?? {};
  const left = due === undefined ? '' : ` (${away(due, extras.now)})`;
  return html`In ${state} since ${time(last.entered)}${until(due)}${left}.${why}`;
}

const attention = ({ row }: ExecutionExtras): Html | '' =>
  typeof row?.attention === 'string' ? html`<p class="notice bad">It needs a person: ${row.attention}</p>` : '';

/** What the file says of the state, and everything that ends the wait in it. */
function waking({ view, list }: Seen, waiting: NonNullable<ExecutionView['waiting']>): Html | '' {
  const state = allStates(list).find(({ name }) => name === waiting.state);
  if (!state) return '';
  const timed = waiting.due === undefined ? [] : [html`its time, ${time(waiting.due)}`];
  const all = [...timed, ...wakesOf(view.machine, state)];
  return html`${state.fields.Comment ? html`<p class="soft">${state.fields.Comment}.</p>` : ''}<h2>What could wake it</h2><ul class="wakes">${all.map((one) => html`<li>${one}</li>`)}</ul>`;
}

function inAws({ view, extras: { place } }: Seen): Html | '' {
  if (place.kind === 'laptop')
    return html`<p class="soft">Deployed, this is a link to the same execution in the AWS console: <code>${wouldBe(view.arn)}</code></p>`;
  const url = awsConsoleUrl(view.arn, place.region);
  return url === undefined ? '' : html`<p><a href="${url}" rel="noreferrer">Open in the AWS console</a></p>`;
}

/** What a drawing may be wide beside the history without becoming too small to read. */
const isWide = (seen: Seen): boolean => widthOf(seen.list, marksIn(seen)) > 760;

const marksIn = ({ view, passages }: Seen): Marks =>
  marksOf({ passages, running: view.status === 'RUNNING', waiting: view.waiting });

function drawn(seen: Seen): Html {
  const { view, list } = seen;
  const marks = marksIn(seen);
  const words = {
    title: `The way through ${view.machine}`,
    description: 'The same stands in words under "What happened, and why".',
    id: 'way',
  };
  return section(
    'The way it took',
    figureOf(list, marks, words, (state) => (marks.states.has(state) ? `#${rowId(state, list)}` : undefined)),
  );
}

/** The names here are made up: a region and an account only a deployed one has. */
const wouldBe = (arn: string): string =>
  awsConsoleUrl(arn.replace(/^((?:[^:]*:){3})[^:]*:[^:]*/, '$1REGION:ACCOUNT')) ?? arn;

const mostEvents = 400;

function raw({ view }: Seen): Html {
  const { history, input, output } = view;
  const rows = history
    .slice(-mostEvents)
    .map(({ timestamp, id, type, previousEventId: _, ...rest }) => [
      toIso(instant(timestamp)),
      id,
      type,
      html`<code>${shown(JSON.stringify(rest))}</code>`,
    ]);
  const which =
    history.length > mostEvents ? `The last ${mostEvents} of ${history.length} events` : `All ${history.length} events`;
  return html`<section class="card"><h2>Input, output and events</h2><h3>Input</h3><pre tabindex="0">${shown(input)}</pre>
<h3>Output</h3>${output === undefined ? html`<p class="none">None yet: it still runs.</p>` : html`<pre tabindex="0">${shown(output)}</pre>`}
${details(`${which} of its history`, table(['When', 'Id', 'Type', 'Details'], rows, 'It has no events.'))}</section>`;
}
