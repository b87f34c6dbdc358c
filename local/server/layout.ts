import { html } from 'hono/html';
import { type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';
import type { Host, Pace } from './host.ts';

export type Html = ReturnType<typeof html>;

/** Virtual times are shown in UTC, to the second. */
export const time = (at: number): string => `${toIso(instant(at)).slice(0, 19).replace('T', ' ')}Z`;

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:0 1rem 3rem;color:#1c2430}
nav{display:flex;gap:1rem;flex-wrap:wrap;align-items:center;padding:.8rem 0;border-bottom:1px solid #d5dae1}
form{display:inline-flex;gap:.4rem;margin:0}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #e6e9ee;vertical-align:top}
td:first-child{white-space:nowrap}summary{cursor:pointer}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f6f8;padding:.6rem}code{overflow-wrap:anywhere}
iframe{width:100%;height:40rem;border:1px solid #d5dae1}button,input{font:inherit}`;

const button = (to: string, label: string): Html =>
  html`<form method="post" action="/time/${to}"><button>${label}</button></form>`;

/** Every page: where to go, what time it is, and what moves it. */
export function page({ world, pace }: Host, title: string, content: unknown): Html {
  const now: Instant = world.simulator.now();
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
${pace.kind === 'jump' ? '' : html`<meta http-equiv="refresh" content="2">`}
<title>${title} · Holdfast</title><style>${style}</style></head><body>
<nav><strong>Holdfast</strong><a href="/">Overview</a><a href="/executions">Executions</a><a href="/mailbox">Mailbox</a><a href="/accounts">Accounts</a></nav>
<nav>${pace.kind === 'wall' ? onTheWall(now, pace.why) : moved(now, pace)}</nav>
<h1>${title}</h1>${content}</body></html>`;
}

const moved = (now: Instant, pace: Pace): Html => html`<span>Virtual time <strong>${time(now)}</strong></span>
${button('next', 'Next event')}${button('hour', '+1 hour')}${button('day', '+1 day')}
<form method="post" action="/time/date"><input type="date" name="date" aria-label="date" value="${toIso(now).slice(0, 10)}" required><button>To this date</button></form>
${pace.kind === 'paced' ? button('pause', 'Pause') : html`${button('play-hour', 'Play, 1 hour a second')}${button('play-day', 'Play, 1 day a second')}`}`;

const onTheWall = (now: Instant, why: string): Html =>
  html`<span>Wall time <strong>${time(now)}</strong></span><span>${why}</span>`;

export const table = (heads: readonly string[], rows: readonly (readonly unknown[])[]): Html =>
  html`<table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table>`;

export const link = (to: string, label: string): Html => html`<a href="${to}">${label}</a>`;

export const path = (folder: string, id: unknown): string => `/${folder}/${encodeURIComponent(String(id))}`;

export const rowsOf = (world: World, entity: string) =>
  [...world.table.items()].filter((item) => item.entity === entity);
