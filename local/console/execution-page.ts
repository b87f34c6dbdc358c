import { html } from 'hono/html';
import { instant, toIso } from '../../lambdas/kernel/instant.ts';
import { historyOf, shown } from './execution-history.ts';
import { type ExecutionExtras, runOf, type Seen } from './execution-seen.ts';
import { summary } from './execution-summary.ts';
import { readDefinition } from './graph/definition.ts';
import { figureOf } from './graph/figure.ts';
import { widthOf } from './graph/layout.ts';
import { type Marks, marksOf } from './graph/marks.ts';
import { passagesOf } from './graph/passages.ts';
import { details, type Html, section, table } from './kit.ts';
import type { ExecutionView } from './source.ts';
import { rowId } from './state-ids.ts';
import { capital } from './words.ts';

/** "Payment recovery of Acme Ltd". */
export function executionTitle({ machine, input }: ExecutionView, { account }: ExecutionExtras): string {
  const whose = account?.name ?? runOf(input).account;
  return `${capital(machine.replaceAll('-', ' '))}${whose === '' ? '' : ` of ${whose}`}`;
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
