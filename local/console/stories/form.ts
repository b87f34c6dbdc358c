import { html } from 'hono/html';
import { builtSteps } from '../../scenario/built-steps.ts';
import { details, type Html, link, path, section, table } from '../kit.ts';
import type { LibraryStory } from './library.ts';
import type { Played } from './played-stories.ts';

export interface StoryDraft {
  readonly text: string;
  readonly mistakes: readonly string[];
}

/** Load a story, change it, play it: the same as `npm run scenario`, with the way drawn afterwards. */
export const storyForm = (draft: StoryDraft, library: readonly LibraryStory[], played: readonly Played[]): Html =>
  html`<p class="lead">A story says who the customers are and what happens to them. It is played in a world of its own, under virtual time, in a second; this console’s customers do not notice.</p>
${mistakesOf(draft.mistakes)}
<div class="side">${section('The story', form(draft))}<div>${section('Load one', loadable(library))}${playedBefore(played)}${section('What can happen', steps())}</div></div>`;

const mistakesOf = (mistakes: readonly string[]): Html | string =>
  mistakes.length === 0
    ? ''
    : html`<div class="notice bad" role="alert"><p>The story was not played:</p><ul class="mistakes">${mistakes.map((one) => html`<li>${one}</li>`)}</ul></div>`;

const form = ({ text }: StoryDraft): Html =>
  html`<form method="post" action="/stories"><div class="field"><label for="story">Story, as JSON</label>
<textarea id="story" name="story" spellcheck="false" required>${text}</textarea></div><button class="main">Play it</button></form>`;

const loadable = (library: readonly LibraryStory[]): Html =>
  html`<ul>${library.map(({ id, name }) => html`<li>${link(`/stories?load=${encodeURIComponent(id)}`, name)}</li>`)}</ul>`;

const playedBefore = (played: readonly Played[]): Html | string =>
  played.length === 0
    ? ''
    : section(
        'Played lately',
        html`<ul>${played.map(({ id, report }) => html`<li>${link(path('stories/played', id), report.name)}</li>`)}</ul>`,
      );

/** Read from the schemas that judge a story, so that it is never behind them. */
const steps = (): Html =>
  html`<p class="soft">Each step has <code>at</code> (<code>T</code>, <code>T+3d4h</code>, <code>T+day 7 09:00</code> or an ISO instant) and <code>do</code>, with these fields; <code>?</code> may be left out.</p>${details(
    'All steps',
    table(
      ['do', 'Fields'],
      Object.entries(builtSteps).map(([name, schema]) => [
        html`<code>${name}</code>`,
        fieldsOf(schema.shape).join(', '),
      ]),
      '',
    ),
  )}`;

const everywhere = new Set(['at', 'do', 'every', 'count', 'until']);

const fieldsOf = (shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>>): string[] =>
  Object.entries(shape)
    .filter(([name]) => !everywhere.has(name))
    .map(([name, field]) => (field.safeParse(undefined).success ? `${name}?` : name));
