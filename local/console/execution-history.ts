import { html } from 'hono/html';
import { cameOf, type Known } from './execution-outcomes.ts';
import { reasonOf } from './execution-reasons.ts';
import { lasted } from './execution-words.ts';
import { allStates, type StateList } from './graph/definition.ts';
import { troubleOf } from './graph/marks.ts';
import type { Passage } from './graph/passages.ts';
import { details, type Html, time } from './kit.ts';
import { rowId } from './state-ids.ts';
import { capital } from './words.ts';

/** More would make a page of megabytes; a run of half a year makes a tenth of it. */
const mostShown = 150;
/** Of the states before them, by name and time alone. */
const mostNamed = 500;

export interface Told {
  readonly list: StateList;
  readonly passages: readonly Passage[];
  readonly now: number;
  readonly running: boolean;
  /** When the wait it stands in ends by itself. */
  readonly due?: number | undefined;
  /** The case's row, or the copy kept of a closed run. */
  readonly row?: Readonly<Record<string, unknown>> | undefined;
}

/** Every state entered, in order: what the drawing shows, in words, with what came of it and why. */
export function historyOf(told: Told): Html {
  const known = knownOf(told);
  if (known.length === 0) return html`<p class="none">It has entered no state yet.</p>`;
  const from = Math.max(0, known.length - mostShown);
  const earlier = known.slice(0, from);
  return html`${earlier.length > 0 ? details(earlier.length > mostNamed ? `The last ${mostNamed} of ${earlier.length} states before these` : `The ${earlier.length} states before these`, html`<ol class="soft">${earlier.slice(-mostNamed).map(({ passage }) => html`<li>${time(passage.entered)} ${passage.state}</li>`)}</ol>`) : ''}
<ol class="passages" start="${from + 1}">${known.slice(from).map((one, index) => entry(one, from + index, known, told))}</ol>`;
}

function knownOf({ list, passages }: Told): Known[] {
  const states = new Map(allStates(list).map((state) => [state.name, state]));
  // A Parallel begins several: the first is told.
  const nexts = new Map(passages.toReversed().map(({ from, state }) => [from, state]));
  let variables: Record<string, unknown> = {};
  return passages.map((passage, index) => {
    const known = { passage, state: states.get(passage.state), next: nexts.get(index), variables };
    if (passage.assigned) variables = { ...variables, ...passage.assigned };
    return known;
  });
}

function entry(known: Known, index: number, all: readonly Known[], told: Told): Html {
  const { passage, state } = known;
  const last = all.findLastIndex((one) => one.passage.state === passage.state) === index;
  const reason = reasonOf(passage, told.row);
  const due =
    passage.left === undefined && told.due !== undefined ? html` It waits until ${time(told.due)} at the latest.` : '';
  const id = last ? html` id="${rowId(passage.state, told.list)}" tabindex="-1"` : '';
  return html`<li class="${moodOf(passage, told)} ${state?.fields.Type === 'Choice' ? 'small' : ''}"${id}><h3>${passage.state}</h3>
<p class="soft">${time(passage.entered)}${stayed(passage, told)}</p><p>${sentence(cameOf(known))}${due}</p>${reason ? html`<p class="why"><strong>Why:</strong> ${reason}</p>` : ''}
${tried(passage)}${data(passage)}</li>`;
}

const sentence = (words: string): string => `${capital(words)}.`;

function stayed({ entered, left }: Passage, { now, running }: Told): string {
  if (left === undefined) return running ? `, for ${lasted(now - entered)} now` : '';
  return left - entered < 1000 ? '' : `, for ${lasted(left - entered)}`;
}

function moodOf(passage: Passage, { running }: Told): string {
  if (passage.ended) return 'bad';
  if (passage.left === undefined) return running ? 'here' : 'bad';
  return troubleOf(passage) ? 'caught' : 'passed';
}

/** Errors that a retry cured, or did not. */
function tried({ failures, tries }: Passage): Html | '' {
  if (tries < 2) return '';
  return details(
    `${failures.length} of ${tries} tries failed`,
    html`<ul>${failures.map(({ at, error, cause }) => html`<li>${time(at)} ${error}${cause ? `: ${cause}` : ''}</li>`)}</ul>`,
  );
}

function data({ input, parameters, answer, output, failures }: Passage): Html {
  const cause = failures.at(-1)?.cause;
  const parts = Object.entries({
    Input: input,
    'Asked with': parameters,
    Answer: answer,
    'Cause of the error': cause,
    Output: output,
  });
  return details(
    'Input and output',
    parts
      .filter(([, text]) => text !== undefined)
      .map(([name, text]) => html`<h4>${name}</h4><pre tabindex="0">${shown(text)}</pre>`),
  );
}

/** What is no JSON is shown as it is. */
export function shown(text: string | undefined): string {
  try {
    return JSON.stringify(JSON.parse(text ?? ''), withoutTokens, 2);
  } catch {
    return text ?? '';
  }
}

/** Whoever holds a task token can answer it. Histories keep JSON in texts, so those are opened. */
function withoutTokens(key: string, value: unknown): unknown {
  if (/^token$/i.test(key)) return '(not shown)';
  return typeof value === 'string' && /^[{[]/.test(value) ? opened(value) : value;
}

function opened(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
