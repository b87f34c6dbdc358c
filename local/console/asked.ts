import { html } from 'hono/html';
import { type Html, link } from './kit.ts';

/** A page as it was asked for: its path, and what its filters say. */
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What a page shows, for the frame around it. */
export interface Shown {
  readonly title: string;
  readonly content: Html;
  readonly above?: Html;
  readonly status?: 404 | 400 | 403;
}

/** Longer texts are no search. */
const longest = 200;

export const wanted = ({ query }: Asked, name: string): string => (query.get(name) ?? '').trim().slice(0, longest);

/** The same page with some of its filters changed; an empty one is left out, and a changed filter begins at page 1. */
export function addressOf({ path, query }: Asked, change: Readonly<Record<string, string>>): string {
  const next = new URLSearchParams(query);
  if (!('page' in change)) next.delete('page');
  for (const [name, value] of Object.entries(change)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Lines on one page. */
const perPage = 50;

export interface Part<Line> {
  readonly lines: readonly Line[];
  readonly below: Html;
}

/** One page of a list, and the way to the others. */
export function partOf<Line>(all: readonly Line[], asked: Asked, one: string): Part<Line> {
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(wanted(asked, 'page'))) || 1));
  const from = (page - 1) * perPage;
  const lines = all.slice(from, from + perPage);
  const to = (at: number, label: string): Html | string =>
    at < 1 || at > pages || at === page ? '' : link(addressOf(asked, { page: at === 1 ? '' : String(at) }), label);
  const count = all.length === 0 ? '' : `${from + 1} to ${from + lines.length} of ${counted(all.length, one)}`;
  if (pages === 1)
    return { lines, below: html`<p class="soft">${all.length === 0 ? '' : counted(all.length, one)}</p>` };
  return {
    lines,
    below: html`<nav class="pages" aria-label="Pages">${to(1, 'First')} ${to(page - 1, 'Before')} <span>${count}</span> ${to(page + 1, 'Next')} ${to(pages, 'Last')}</nav>`,
  };
}

const thousands = new Intl.NumberFormat('en-GB');

export const number = (count: number): string => thousands.format(count);

export const counted = (count: number, one: string): string => `${number(count)} ${one}${count === 1 ? '' : 's'}`;

export type Choice = readonly [value: string, label: string];

/** A filter that filters nothing. */
export const any: Choice = ['', 'any'];

export interface Filter {
  readonly name: string;
  readonly label: string;
  /** Absent: a field to write in. */
  readonly choices?: readonly Choice[];
}

/** A form that only asks for another page: it works without scripts, and its address can be kept. */
export const filters = (asked: Asked, of: readonly Filter[]): Html =>
  html`<form class="filters" method="get" action="${asked.path}">${of.map((one) => field(one, wanted(asked, one.name)))}<button class="main">Show</button>${
    asked.query.size === 0 ? '' : link(asked.path, 'Show all')
  }</form>`;

function field({ name, label, choices }: Filter, value: string): Html {
  const id = `filter-${name}`;
  const input = choices
    ? html`<select id="${id}" name="${name}">${choices.map(([of, words]) => html`<option value="${of}" ${of === value ? 'selected' : ''}>${words}</option>`)}</select>`
    : html`<input type="search" id="${id}" name="${name}" value="${value}">`;
  return html`<div class="field"><label for="${id}">${label}</label>${input}</div>`;
}

/** What was computed of a thing that never changes, kept as long as the thing is. */
export function remembered<Of extends object, Result>(compute: (of: Of) => Result): (of: Of) => Result {
  const known = new WeakMap<Of, { readonly result: Result }>();
  return (of) => {
    const before = known.get(of);
    if (before) return before.result;
    const result = compute(of);
    known.set(of, { result });
    return result;
  };
}
