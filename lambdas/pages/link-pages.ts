import { html } from 'hono/html';
import type { HttpResponse } from '../kernel/http.ts';
import type { Instant } from '../kernel/instant.ts';
import { dateWords } from '../messaging/day-words.ts';
import { type House, type Html, pageAnswer } from './kit.ts';

/** Who reads a page that leads nowhere, and when. */
export interface Visitor {
  readonly house: House;
  readonly zone: string;
  readonly now: Instant;
  /** Our own people are told where else they find it. */
  readonly own: boolean;
}

const untouched = 'Nothing was charged, changed or cancelled by opening it.';

/** Replies to our mails reach somebody (`senders.replyTo` is required). */
const help = ({ own }: Visitor): Html =>
  own
    ? html`The task itself is still there: ask a colleague with the console, or wait for its next email.`
    : html`If that doesn’t help, just reply to the email; a person reads it.`;

export const expiredPage = (expires: Instant, visitor: Visitor): Promise<HttpResponse> =>
  answer(
    410,
    'This link has expired',
    html`<p>It worked until ${dateWords(expires, visitor.now, { language: 'en', zone: visitor.zone })}. Links in emails stop working after a while, so that an old email in the wrong hands can do no harm.</p>
<p>Please use the link in the newest email. ${help(visitor)}</p><p>${untouched}</p>`,
    visitor,
  );

export const brokenPage = (visitor: Visitor): Promise<HttpResponse> =>
  answer(
    400,
    'This link doesn’t work',
    html`<p>It isn’t the way it was sent. Mail programs sometimes cut a long link in two: please open it from the email again, or copy all of it. ${help(visitor)}</p>
<p>${untouched}</p>`,
    visitor,
  );

export const unknownPage = (visitor: Visitor): Promise<HttpResponse> =>
  answer(
    404,
    'There is no such page',
    html`<p>No email of ours leads here. Please open the link from the email again. ${help(visitor)}</p>`,
    visitor,
  );

const answer = (status: number, title: string, content: Html, { house }: Visitor): Promise<HttpResponse> =>
  pageAnswer(status, { title, content, house });
