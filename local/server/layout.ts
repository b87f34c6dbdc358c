import { html, raw } from 'hono/html';
import { type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';
import type { Host, Pace } from './host.ts';
import { style } from './style.ts';

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

/** Every page: where to go, what time it is, and what moves it. */
export function page({ world, pace }: Host, title: string, content: unknown): Html {
  const now: Instant = world.simulator.now();
  return sheet(
    title,
    html`<nav><strong>Holdfast</strong><a href="/">Overview</a><a href="/executions">Executions</a><a href="/mailbox">Mailbox</a><a href="/accounts">Accounts</a></nav>
<div class="clock">${pace.kind === 'wall' ? onTheWall(now, pace.why) : moved(now, pace)}</div>
<main><h1>${title}</h1>${content}</main>`,
    pace.kind !== 'jump',
  );
}

/** Beside the console: what a customer would see. */
export const barePage = (title: string, content: unknown): Html =>
  sheet(title, html`<main class="alone"><h1>${title}</h1>${content}</main>`, false);

const sheet = (title: string, body: Html, refreshes: boolean): Html => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
${refreshes ? html`<meta http-equiv="refresh" content="2">` : ''}<link rel="icon" href="data:,">
<title>${title} · Holdfast</title><style>${raw(style)}</style></head><body>${body}</body></html>`;

const button = (to: string, label: string): Html =>
  html`<form method="post" action="/time/${to}"><button>${label}</button></form>`;

/** The controls keep their places whether time stands or plays. */
const moved = (
  now: Instant,
  pace: Pace,
): Html => html`<p>Virtual time: <strong>${toTheSecond.format(now)} UTC</strong>, ${pacing(pace)}</p>
<div class="moves">${button('next', 'Next event')}${button('hour', '+1 hour')}${button('day', '+1 day')}
${pace.kind === 'paced' ? button('pause', 'Stop the clock') : html`${button('play-hour', 'Play, 1 hour a second')}${button('play-day', 'Play, 1 day a second')}`}
<form method="post" action="/time/date"><input type="date" name="date" aria-label="date" value="${toIso(now).slice(0, 10)}" required><button>To the end of this day</button></form></div>`;

function pacing(pace: Pace): string {
  if (pace.kind !== 'paced') return 'it stands still until you move it';
  return pace.speed >= 86_400 ? 'a day passes every second' : 'an hour passes every second';
}

const onTheWall = (now: Instant, why: string): Html =>
  html`<p>Wall time: <strong>${toTheSecond.format(now)} UTC</strong></p><p>${why}</p>`;

/** On a narrow screen each cell carries its heading; the roles keep it a table for a screen reader. */
export function table(heads: readonly string[], rows: readonly (readonly unknown[])[], none: string): Html {
  if (rows.length === 0) return html`<p class="none">${none}</p>`;
  const cells = (row: readonly unknown[]) =>
    row.map((cell, index) => html`<td role="cell" data-head="${heads[index] ?? ''}">${cell}</td>`);
  return html`<table role="table"><thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th role="columnheader">${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${cells(row)}</tr>`)}</tbody></table>`;
}

/** What is not known is left out. */
export const facts = (of: Readonly<Record<string, unknown>>): Html =>
  html`<dl>${Object.entries(of)
    .filter(([, fact]) => fact !== undefined && fact !== '')
    .map(([name, fact]) => html`<dt>${name}</dt><dd>${fact}</dd>`)}</dl>`;

export const details = (summary: string, content: unknown): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`;

export const json = (value: unknown): Html => html`<pre>${JSON.stringify(value, null, 2)}</pre>`;

export const link = (to: string, label: string): Html => html`<a href="${to}">${label}</a>`;

export const path = (folder: string, id: unknown): string => `/${folder}/${encodeURIComponent(String(id))}`;

export const rowsOf = (world: World, entity: string) =>
  [...world.table.items()].filter((item) => item.entity === entity);
