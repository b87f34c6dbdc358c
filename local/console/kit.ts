import { html } from 'hono/html';
import { type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';

export type Html = ReturnType<typeof html>;

const utc = { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' } as const;
const toTheDay = new Intl.DateTimeFormat('en-GB', { ...utc, month: 'long' });
const toTheMinute = new Intl.DateTimeFormat('en-GB', { ...utc, hour: '2-digit', minute: '2-digit' });
const toTheSecond = new Intl.DateTimeFormat('en-GB', {
  ...utc,
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** "24 Nov 2026, 12:31", in UTC as the clock above every page says; the exact instant is its tooltip. */
export function time(at: number): Html {
  const iso = toIso(instant(at));
  return html`<time datetime="${iso}" title="${iso}">${toTheMinute.format(at)}</time>`;
}

export const day = (at: number): string => toTheDay.format(at);
export const second = (at: number): string => toTheSecond.format(at);

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** "in 3 days", "2 hours ago": rounded down to its largest unit. */
export function away(at: number, now: Instant): string {
  const distance = Math.abs(at - now);
  const [unit, size] = spans.find(([, length]) => distance >= length) ?? ['second', 1000];
  const count = Math.floor(distance / size);
  if (count === 0) return 'now';
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return at > now ? `in ${words}` : `${words} ago`;
}

/** How a state of things reads at a glance; the words carry the meaning, the colour and shape only repeat it. */
export type Mood = 'good' | 'busy' | 'wait' | 'bad' | 'quiet';

export const pill = (mood: Mood, words: unknown): Html => html`<span class="pill ${mood}">${words}</span>`;

/** On a narrow screen each cell carries its heading; the roles keep it a table for a screen reader. */
export function table(heads: readonly string[], rows: readonly (readonly unknown[])[], none: unknown): Html {
  if (rows.length === 0) return html`<p class="none">${none}</p>`;
  const cells = (row: readonly unknown[]) =>
    row.map((cell, index) => html`<td role="cell" data-head="${heads[index] ?? ''}">${cell}</td>`);
  return html`<table role="table"><thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${cells(row)}</tr>`)}</tbody></table>`;
}

/** What is not known is left out. */
export const facts = (of: Readonly<Record<string, unknown>>): Html =>
  html`<dl class="facts">${Object.entries(of)
    .filter(([, fact]) => fact !== undefined && fact !== '')
    .map(([name, fact]) => html`<div><dt>${name}</dt><dd>${fact}</dd></div>`)}</dl>`;

export const details = (summary: unknown, content: unknown): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`;

export const json = (value: unknown): Html => html`<pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>`;

export const link = (to: string, label: unknown): Html => html`<a href="${to}">${label}</a>`;

export const path = (folder: string, id: unknown): string => `/${folder}/${encodeURIComponent(String(id))}`;

/** A part of a page under its own heading. */
export const section = (title: string, content: unknown, more: unknown = ''): Html =>
  html`<section class="card"><h2>${title}</h2>${content}${more}</section>`;

export interface Stat {
  readonly value: unknown;
  readonly label: string;
  readonly to?: string;
  readonly mood?: Mood;
}

/** Figures in a row, each leading to the list it counts. */
export const stats = (of: readonly Stat[]): Html =>
  html`<ul class="stats">${of.map(
    ({ value, label, to, mood = 'quiet' }) =>
      html`<li class="${mood}">${to === undefined ? html`<strong>${value}</strong> <span>${label}</span>` : html`<a href="${to}"><strong>${value}</strong> <span>${label}</span></a>`}</li>`,
  )}</ul>`;
