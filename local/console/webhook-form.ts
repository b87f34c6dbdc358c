import { html } from 'hono/html';
import { type Html, link, section } from './kit.ts';

export interface WebhookDraft {
  readonly text: string;
  readonly signature: string;
  readonly copies: number;
}

/** What the endpoint answered to each copy. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

export const signatures = {
  good: 'good, signed now',
  bad: 'bad, signed with another secret',
  stale: 'stale, signed an hour ago',
} as const;

export type Signature = keyof typeof signatures;

export const isSignature = (value: unknown): value is Signature =>
  typeof value === 'string' && Object.hasOwn(signatures, value);

/** A Stripe event, recorded or typed, posted to the endpoint as Stripe would post it. */
export function webhookForm(draft: WebhookDraft, answers: readonly Answer[], examples: readonly string[]): Html {
  return html`<p class="lead">Paste an event Stripe has sent, choose a file, or change the one below. It is signed and posted to <code>/webhooks/stripe</code>; the fake Stripe takes in its objects, so that whoever reads them afterwards finds them.</p>
${answers.length === 0 ? '' : answered(answers)}
${section(
  'Post an event',
  html`<form method="post" action="/webhooks" enctype="multipart/form-data">
<div class="field"><label for="event">Event, as JSON</label><textarea id="event" name="event" spellcheck="false">${draft.text}</textarea></div>
<div class="filters"><div class="field"><label for="file">or a file with one event</label><input id="file" type="file" name="file" accept=".json,application/json"></div>
<div class="field"><label for="signature">Signature</label><select id="signature" name="signature">${Object.entries(signatures).map(([name, words]) => html`<option value="${name}" ${name === draft.signature ? 'selected' : ''}>${words}</option>`)}</select></div>
<div class="field"><label for="copies">Copies</label><input id="copies" type="number" name="copies" min="1" max="10" value="${draft.copies}" required></div>
<button class="main">Post it</button></div></form>
<p class="soft">Start from ${examples.map((name, index) => html`${index > 0 ? ', ' : ''}${link(`/webhooks?load=${encodeURIComponent(name)}`, name)}`)}. From a terminal: <code>npm run webhook -- event.json</code>.</p>`,
)}`;
}

const answered = (answers: readonly Answer[]): Html => {
  const all = answers.every(({ status }) => status === 200);
  return html`<div class="notice ${all ? 'good' : 'bad'}" role="status"><p>The endpoint answered:</p><ul class="mistakes">${answers.map(({ status, body }) => html`<li>${status} <code>${body}</code></li>`)}</ul></div>`;
};
