import { html } from 'hono/html';
import { parseInstant } from '../kernel/instant.ts';
import { dateWords } from '../messaging/day-words.ts';
import type { Seen } from './case-seen.ts';
import type { Guest } from './guest.ts';
import type { Html } from './kit.ts';

export interface Ending {
  readonly title: string;
  readonly content: Html;
  /** The plan runs on. */
  readonly runs: boolean;
}

/** What to tell whoever opens a link about a case that is over. */
export function endingOf({ row, recovery }: Extract<Seen, { kind: 'closed' }>, guest: Guest): Ending {
  const { config, reader, now } = guest;
  const on = dateWords(parseInstant(row.closedAt ?? row.openedAt), now, reader);
  const back = html`<p>You can go on working at <a href="${config.company.urls.app}">${config.company.name}</a>.</p>`;
  switch (row.outcome) {
    case 'recovered':
      return {
        title: recovery.paused ? 'Welcome back' : 'Everything is paid',
        content: html`<p>The payment arrived on ${on}. ${recovery.paused ? 'Your plan runs again, with everything in it.' : 'There is nothing left to do.'}</p>${back}`,
        runs: true,
      };
    case 'voided':
    case 'uncollectible':
      return {
        title: 'Nothing is open',
        content: html`<p>Nothing is owed any more since ${on}.</p>${back}`,
        runs: true,
      };
    case 'cancelled':
    case 'expired_hold':
      return {
        title: 'Your plan has ended',
        content: html`<p>It ended on ${on}. Nothing will be charged.</p><p>Would you like to come back? You can start again at <a href="${config.company.urls.app}">${config.company.name}</a>, or write to us at the address below.</p>`,
        runs: false,
      };
    default:
      return {
        title: 'Nothing to do here',
        content: html`<p>We collect nothing over this link any more. If something about a payment is unclear, please write to the address below.</p>`,
        runs: true,
      };
  }
}
