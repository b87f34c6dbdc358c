import { html, raw } from 'hono/html';
import type { RetentionConfig } from '../kernel/config/index.ts';
import type { HttpResponse } from '../kernel/http.ts';
import { sha256 } from '../kernel/ids.ts';
import { styleIn } from './style.ts';

/** Everything put into it is escaped. */
export type Html = ReturnType<typeof html>;

const hashOf = (text: string): string => Buffer.from(sha256(text), 'hex').toString('base64');

/** Whose page it is, as its customers and people know it. */
export interface House {
  readonly company: string;
  readonly color: string;
  readonly logo?: string | undefined;
}

export const houseOf = ({ company, brand }: Pick<RetentionConfig, 'company' | 'brand'>): House => ({
  company: company.name,
  color: brand.color,
  ...(brand.logo === undefined ? {} : { logo: brand.logo }),
});

const sheets = new Map<string, { readonly style: string; readonly hash: string }>();

function sheetIn(color: string) {
  const style = styleIn(color);
  const known = sheets.get(color) ?? { style, hash: hashOf(style) };
  sheets.set(color, known);
  return known;
}

/**
 * The address itself is the key to the page: it must not reach another site, a search engine or a shared browser's cache,
 * and no other site may show the page inside its own. Nothing is loaded but the company's logo, and nothing runs.
 */
const safely = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
} as const;

/** Browsers hold a form to this list also where our answer leads on: to Stripe's pages, on its domain or on the company's. */
const formsGo = (leads: boolean): string => `form-action 'self'${leads ? ' https:' : ''}`;

const policyOf = ({ house, leads }: Sheet): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${sheetIn(house.color).hash}'`,
    `img-src data:${house.logo ? ` ${new URL(house.logo).origin}` : ''}`,
    formsGo(leads === true),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export interface Sheet {
  readonly title: string;
  readonly content: Html;
  readonly house: House;
  /** Its button leads on to a page of Stripe's. */
  readonly leads?: boolean | undefined;
  /** Below the sheet. */
  readonly foot?: Html | undefined;
}

export async function pageAnswer(
  statusCode: number,
  sheet: Sheet,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpResponse> {
  const { title, content, house, foot } = sheet;
  const { company, color, logo } = house;
  const name = logo ? html`<img src="${logo}" alt="${company}" height="36">` : company;
  const whole = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>${title} · ${company}</title><style>${raw(sheetIn(color).style)}</style></head><body><header>${name}</header><main><h1>${title}</h1>${content}</main>${foot ? html`<footer>${foot}</footer>` : ''}</body></html>`;
  const policy = { 'content-security-policy': policyOf(sheet) };
  return { statusCode, headers: { ...safely, ...policy, ...headers }, body: String(await whole) };
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

/** The first one is chosen unless another is: a form sent as it is has an answer. */
export const choices = (name: string, legend: string, of: readonly Choice[], chosen = of[0]?.value): Html =>
  html`<fieldset><legend>${legend}</legend>${of.map(
    ({ value, label }) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${value}"${value === chosen ? raw(' checked') : ''}>${label}</label>`,
  )}</fieldset>`;

export const longestNote = 2000;

export const note = (id: string, name: string, label: string, required: boolean): Html =>
  html`<label class="above" for="${id}">${label}</label><textarea id="${id}" name="${name}" rows="3" maxlength="${longestNote}"${required ? raw(' required') : ''}></textarea>`;

export const selection = (id: string, name: string, label: string, of: readonly Choice[]): Html =>
  html`<label class="above" for="${id}">${label}</label><select id="${id}" name="${name}">${of.map(({ value, label: text }) => html`<option value="${value}">${text}</option>`)}</select>`;
