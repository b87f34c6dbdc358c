import { html } from 'hono/html';
import type { Shown } from './asked.ts';
import type { Board } from './board.ts';
import { accountLink } from './board-views.ts';
import { facts, type Html, link, path } from './kit.ts';

interface Offer {
  readonly title: string;
  /** What comes of it, before it is done. */
  readonly says: string;
  readonly button: string;
  readonly aboutCase: boolean;
  readonly danger?: true;
}

const offers: Readonly<Record<string, Offer>> = {
  nudge: {
    title: 'Nudge a case',
    says: 'Its wait ends now. It reads the world again and decides as always: nothing is charged or sent that is not due.',
    button: 'Nudge it',
    aboutCase: true,
  },
  restart: {
    title: 'Restart a case',
    says: 'The run that is under way is stopped, and a new one walks from the top. Steps that have a result pass without effect: nothing is sent or charged twice.',
    button: 'Restart it',
    aboutCase: true,
  },
  stop: {
    title: 'Stop a case',
    says: 'It is closed for good. Nothing more is sent or charged for it, whatever happens.',
    button: 'Stop it',
    aboutCase: true,
    danger: true,
  },
  reconcile: {
    title: 'Compare with Stripe',
    says: 'Every subscription, customer, open invoice and open case is compared with Stripe, and what differs is put right as the lost webhook would have done. It also runs every night.',
    button: 'Compare now',
    aboutCase: false,
  },
  'pause-all': {
    title: 'Pause everything',
    says: 'Every mail and every charge is held back within a minute, for all customers, until you resume. Each then obeys its own deadline.',
    button: 'Pause everything',
    aboutCase: false,
    danger: true,
  },
  'resume-all': {
    title: 'Resume everything',
    says: 'Mails and charges leave again, each within its own deadline.',
    button: 'Resume everything',
    aboutCase: false,
  },
};

const offerOf = (act: string): Offer | undefined => (Object.hasOwn(offers, act) ? offers[act] : undefined);

export interface ActAsked {
  readonly act: string;
  readonly account: string;
  readonly subject: string;
  readonly policy: string;
  readonly why: string;
}

export interface FormOf {
  readonly asked: ActAsked;
  readonly board: Board;
  readonly who: string;
  /** Proves that the form is one of ours. */
  readonly token: string;
  /** What was wrong with the form before. */
  readonly mistake?: string;
}

/** What will be done, to whom, and the question why: nothing happens before the button is pressed. */
export function actPage({ asked, board, who, token, mistake }: FormOf): Shown | undefined {
  const offer = offerOf(asked.act);
  if (!offer || (offer.aboutCase && (asked.account === '' || asked.subject === ''))) return undefined;
  const about = offer.aboutCase ? { Account: accountLink(board, asked.account), Subscription: asked.subject } : {};
  return {
    title: offer.title,
    ...(mistake === undefined ? {} : { status: 400 as const }),
    content: html`${mistake === undefined ? '' : html`<p class="notice bad" role="alert">${mistake}</p>`}<p class="lead">${offer.says}</p>${facts({ ...about, 'Done by': who })}
<form method="post" action="${path('acts', asked.act)}" class="card"><input type="hidden" name="token" value="${token}">${hidden(asked)}
<div class="field"><label for="why">Why? <small>It is kept beside the act, with your name and the time.</small></label><input id="why" name="why" value="${asked.why}" required maxlength="500" autocomplete="off"></div>
${asked.act === 'restart' ? policies(asked.policy) : ''}<p><button class="${offer.danger ? 'danger' : 'main'}">${offer.button}</button> ${link(back(asked), 'Leave it as it is')}</p></form>`,
  };
}

const hidden = ({ account, subject }: ActAsked): Html =>
  html`${Object.entries({ account, subject }).map(([name, value]) => (value === '' ? '' : html`<input type="hidden" name="${name}" value="${value}">`))}`;

const policies = (
  chosen: string,
): Html => html`<div class="field"><label for="policy">By which rules</label><select id="policy" name="policy"><option value="own" ${chosen === 'own' ? 'selected' : ''}>those it began with</option>
<option value="current" ${chosen === 'current' ? 'selected' : ''}>today’s configuration</option></select></div>`;

const back = ({ account }: ActAsked): string => (account === '' ? '/' : path('accounts', account));

/** What was done, and the way back to where it shows. */
export const donePage = (asked: ActAsked, lines: readonly string[]): Shown => ({
  title: 'Done',
  content: html`<div class="notice good" role="status">${lines.map((line) => html`<p>${line}</p>`)}</div><p>${link(back(asked), asked.account === '' ? 'To the overview' : 'To the account')}</p>`,
});

/** Where acts cannot be: read-only, with what makes it otherwise. */
export const readOnlyPage = (why: string): Shown => ({
  title: 'Only to look at',
  status: 403,
  content: html`<p class="notice">${why}</p>`,
});
