import { html } from 'hono/html';
import type { HttpResponse } from '../kernel/http.ts';
import type { Guest } from './guest.ts';
import { companyHelp } from './help.ts';
import { type Html, houseOf, pageAnswer } from './kit.ts';

export interface CustomerSheet {
  readonly title: string;
  readonly content: Html;
  readonly leads?: boolean;
}

/** A page for a customer: whose it is stands above, whom to ask below. */
export const customerPage = (
  status: number,
  { title, content, leads }: CustomerSheet,
  { config, account }: Guest,
): Promise<HttpResponse> =>
  pageAnswer(status, { title, content, leads, house: houseOf(config), foot: companyHelp(config, account.name) });

/** The amount large, the rest as rows. */
export const summary = (amount: string | undefined, rows: Html): Html =>
  html`<div class="sum">${amount === undefined ? '' : html`<p class="big">${amount}</p>`}${rows}</div>`;

/** A form with one button. `form` proves that it was sent from here. */
export const button = (label: string | Html, form: string, more: Html | string = '', quiet = false): Html =>
  html`<form method="post"><input type="hidden" name="form" value="${form}">${more}<button${quiet ? html` class="quiet"` : ''}>${label}</button></form>`;

export const told = (words: string | Html, kind: 'status' | 'alert' = 'status'): Html =>
  html`<p class="said${kind === 'status' ? ' good' : ''}" role="${kind}"><strong>${words}</strong></p>`;

export interface More {
  readonly label: string;
  readonly url: string;
}

export const more = (links: readonly More[]): Html | string =>
  links.length === 0
    ? ''
    : html`<ul class="more">${links.map(({ label, url }) => html`<li><a href="${url}">${label}</a></li>`)}</ul>`;

/** A form that came without its proof: the same page again, with a new one. */
export const notFromHere =
  'Nothing was done: the page had been open for a while, or the button was not pressed on it. Please press it once more.';

/** In `observe` and `mail-to-me` nothing leaves, whoever presses. */
export const rehearsal =
  'This link comes from a rehearsal: nothing is charged, changed or cancelled from here. A customer’s own link works.';

export const unreached =
  'Stripe, which handles our payments, cannot be reached just now. Nothing was charged; please try again in a minute.';

export const braked = 'Payments are stopped on our side for the moment. Nothing was charged; please try again later.';

export const nothingOpen: CustomerSheet = {
  title: 'Nothing to pay',
  content: html`<p>There is no open payment behind this link. Nothing was charged.</p>`,
};
