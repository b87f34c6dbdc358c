import { html } from 'hono/html';
import { reasonOf } from './execution-reasons.ts';
import { type ExecutionExtras, runOf, type Seen } from './execution-seen.ts';
import { wakesOf } from './execution-wakes.ts';
import { awsConsoleUrl, lasted, statusPill, until } from './execution-words.ts';
import { allStates } from './graph/definition.ts';
import type { Passage } from './graph/passages.ts';
import { away, facts, type Html, link, path, time } from './kit.ts';
import type { ExecutionView } from './source.ts';
import { rowId } from './state-ids.ts';

/** Whose it is, where it stands and since when, and what could wake it. */
export function summary(seen: Seen): Html {
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
  const decided = passages.findLast((one) => reasonOf(one, extras.row) !== undefined);
  const reason = decided && reasonOf(decided, extras.row);
  const why = reason ? html`<br><span class="soft">The last decision: ${reason}</span>` : '';
  if (!last) return html`It has entered no state yet.`;
  const state = link(`#${rowId(last.state, list)}`, last.state);
  if (view.status !== 'RUNNING')
    return html`It ended in ${state}${view.endedAt === undefined ? '' : html` on ${time(view.endedAt)}`}${causeOf(last)}.${why}`;
  const { due } = view.waiting ?? {};
  const left = due === undefined ? '' : ` (${away(due, extras.now)})`;
  return html`In ${state} since ${time(last.entered)}${until(due)}${left}.${why}`;
}

/** Of a stop: who, and why. */
const causeOf = ({ ended }: Passage): string => (ended?.cause === undefined ? '' : `: ${ended.cause}`);

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

/** The names here are made up: a region and an account only a deployed one has. */
const wouldBe = (arn: string): string =>
  awsConsoleUrl(arn.replace(/^((?:[^:]*:){3})[^:]*:[^:]*/, '$1REGION:ACCOUNT')) ?? arn;
