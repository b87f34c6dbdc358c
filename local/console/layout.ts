import { html, raw } from 'hono/html';
import type { Html } from './kit.ts';
import { liveScript } from './live.ts';
import type { Place } from './source.ts';
import { style } from './style.ts';

/** What every page needs to know of the request it answers. */
export interface View {
  readonly place: Place;
  /** The path asked for: its part of the house is marked in the navigation. */
  readonly path: string;
  /** Under the navigation: what time it is and what moves it, or which stage this is. */
  readonly bar: Html;
  /** Milliseconds after which the page looks for news; absent: nothing changes by itself. */
  readonly renewEvery?: number;
}

interface Room {
  readonly path: string;
  readonly name: string;
  /** Only where a world can be played with. */
  readonly laptop?: true;
}

const rooms: readonly Room[] = [
  { path: '/', name: 'Overview' },
  { path: '/executions', name: 'Executions' },
  { path: '/recovery', name: 'Recovered' },
  { path: '/accounts', name: 'Accounts' },
  { path: '/mailbox', name: 'Mailbox' },
  { path: '/messages', name: 'Messages' },
  { path: '/tasks', name: 'Tasks' },
  { path: '/machines', name: 'State machines' },
  { path: '/stories', name: 'Stories', laptop: true },
  { path: '/webhooks', name: 'Webhooks', laptop: true },
];

const isIn = (path: string, room: string): boolean =>
  room === '/' ? path === '/' : path === room || path.startsWith(`${room}/`);

function navigation({ place, path }: View): Html {
  const shown = rooms.filter(({ laptop }) => place.kind === 'laptop' || !laptop);
  const items = shown.map(
    (room) =>
      html`<li><a href="${room.path}"${isIn(path, room.path) ? raw(' aria-current="page"') : ''}>${room.name}</a></li>`,
  );
  return html`<nav aria-label="Main"><ul>${items}</ul></nav>`;
}

/** Every page of the console. `above` stands over the title: where this page belongs. */
export function page(view: View, title: string, content: unknown, above: unknown = ''): Html {
  const { place, bar, renewEvery } = view;
  const where = place.kind === 'laptop' ? 'on this laptop' : place.stage;
  return sheet(
    title,
    html`<a class="skip" href="#main">Skip to the content</a>
<header class="top"><a class="brand" href="/"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M4 4h4v6h8V4h4v16h-4v-6H8v6H4z" fill="currentColor"/></svg>Holdfast</a><span class="where">${where}</span>${navigation(view)}</header>
${bar}
<main id="main" tabindex="-1">${above === '' ? '' : html`<p class="above">${above}</p>`}<h1>${title}</h1>${content}</main>`,
    renewEvery,
  );
}

/** Beside the console: what a customer would see. */
export const barePage = (title: string, content: unknown): Html =>
  sheet(title, html`<main class="alone"><h1>${title}</h1>${content}</main>`);

const sheet = (title: string, body: Html, renewEvery?: number): Html => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath d='M4 4h4v6h8V4h4v16h-4v-6H8v6H4z' fill='%23127a63'/%3E%3C/svg%3E">
<title>${title} · Holdfast</title><style>${raw(style)}</style></head><body>${body}${
  renewEvery === undefined ? '' : html`<script data-every="${renewEvery}">${raw(liveScript)}</script>`
}</body></html>`;
