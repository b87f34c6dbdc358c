import { html, raw } from 'hono/html';
import type { HttpResponse } from '../kernel/http.ts';
import { sha256 } from '../kernel/ids.ts';
import { style } from './style.ts';

/** Everything put into it is escaped. */
export type Html = ReturnType<typeof html>;

const hashOf = (text: string): string => Buffer.from(sha256(text), 'hex').toString('base64');

/**
 * The address itself is the key to the page: it must not reach another site, a search engine or a shared browser's cache,
 * and no other site may show the page inside its own. Nothing is loaded and nothing runs but this one style sheet.
 */
const safely = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${hashOf(style)}'`,
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
} as const;

export interface Sheet {
  readonly title: string;
  readonly content: Html;
  /** Whose page it is: the company, as its customers and people know it. */
  readonly company: string;
}

export async function pageAnswer(
  statusCode: number,
  { title, content, company }: Sheet,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpResponse> {
  const whole = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>${title} · ${company}</title><style>${raw(style)}</style></head><body><main><p class="soft">${company}</p><h1>${title}</h1>${content}</main></body></html>`;
  return { statusCode, headers: { ...safely, ...headers }, body: String(await whole) };
}

/** After an act: the browser asks for the same page again, so that a reload acts no second time. */
export const seeOther = (location: string): HttpResponse => ({
  statusCode: 303,
  headers: { ...safely, location },
  body: '',
});

/** What is not known is left out. */
export const facts = (of: readonly (readonly [label: string, value: unknown])[]): Html =>
  html`<dl>${of
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The first one is chosen: a form sent as it is has an answer. */
export const choices = (name: string, legend: string, of: readonly Choice[]): Html =>
  html`<fieldset><legend>${legend}</legend>${of.map(
    ({ value, label }, index) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${value}"${index === 0 ? raw(' checked') : ''}>${label}</label>`,
  )}</fieldset>`;

export const longestNote = 2000;

export const note = (id: string, name: string, label: string, required: boolean): Html =>
  html`<label class="above" for="${id}">${label}</label><textarea id="${id}" name="${name}" rows="3" maxlength="${longestNote}"${required ? raw(' required') : ''}></textarea>`;

export const selection = (id: string, name: string, label: string, of: readonly Choice[]): Html =>
  html`<label class="above" for="${id}">${label}</label><select id="${id}" name="${name}">${of.map(({ value, label: text }) => html`<option value="${value}">${text}</option>`)}</select>`;
