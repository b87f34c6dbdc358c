import { html, raw } from 'hono/html';
import { messageKey } from '../../lambdas/messaging/outbox.ts';
import { approvalForm, waitsForApproval } from './approval-form.ts';
import { type Asked, counted, filters, partOf, remembered, type Shown, wanted } from './asked.ts';
import type { Board, MessageLine } from './board.ts';
import { foundMessages } from './board-search.ts';
import { accountLink } from './board-views.ts';
import { formToken } from './form-token.ts';
import { details, facts, type Html, link, path, section, table, time } from './kit.ts';
import { whereItStands } from './messages.ts';
import type { ConsoleSource, MailView } from './source.ts';
import { templateWords } from './words.ts';

/** What was handed to a mail service, or, on a stage, is known to have been. */
const isWritten = ({ mail }: MessageLine): boolean => mail !== undefined;

const written = remembered(({ messages }: Board) => messages.filter(isWritten));

export async function mailboxPage(source: ConsoleSource, asked: Asked): Promise<Shown> {
  const board = await source.board();
  const all = written(board);
  const search = wanted(asked, 'q');
  const found = search === '' ? all : foundMessages(board, search).filter(isWritten);
  const { lines, below } = partOf(found, asked, 'mail');
  const rows = lines.map((line) => [time(line.at), subjectOf(line), accountLink(board, line.account), line.to ?? '']);
  return {
    title: 'Mailbox',
    content: html`<p class="lead">${about(source)} What was withheld, and why, is under <a href="/messages?group=withheld">messages</a>.</p>
${filters(asked, [{ name: 'q', label: 'Account, address or subject' }])}
<section class="card" aria-label="Mails">${table(['Sent', 'Subject', 'Account', 'To'], rows, none(source, all.length, asked))}${below}</section>`,
  };
}

const subjectOf = (line: MessageLine): Html =>
  link(path('mailbox', line.mail), line.subject ?? templateWords(line.template));

const about = ({ place }: ConsoleSource): string =>
  place.kind === 'laptop'
    ? 'Every mail that would have gone out. None of them leaves this machine, and their links work.'
    : 'Every mail that SES took. Each is written again from its facts to be shown here; its links are not.';

function none({ place }: ConsoleSource, all: number, asked: Asked): Html {
  if (all > 0) return html`None of ${counted(all, 'mail')} is like that. ${link(asked.path, 'Show all of them')}.`;
  return place.kind === 'laptop'
    ? html`No mail has been sent yet: move the clock above to the next event.`
    : html`No mail has been sent yet. In observe mode none is: see what ${link('/messages?group=would', 'would be sent')}.`;
}

export async function mailPage(source: ConsoleSource, id: string, mistake?: string): Promise<Shown | undefined> {
  const mail = await source.mail(id);
  if (!mail) return undefined;
  const board = await source.board();
  const line = board.messages.find(({ account, key }) => account === mail.account && key === mail.key);
  const row = await source.row(messageKey(mail.account, mail.key));
  return {
    title: mail.subject,
    ...(mistake === undefined ? {} : { status: 400 as const }),
    above: line?.mail === undefined ? link('/messages', 'Messages') : link('/mailbox', 'Mailbox'),
    content: html`${mail.note === undefined ? '' : html`<p class="notice">${mail.note}</p>`}
${facts(aboutMail(mail, board, line))}
${row && source.acts && waitsForApproval(row) ? approvalForm({ mail, version: Number(row.version), token: formToken.value, ...(mistake === undefined ? {} : { mistake }) }) : ''}
<div class="side">${section('As HTML', frame(mail))}<div>${section('Its links', links(mail, source))}${section('As text', html`<pre tabindex="0">${mail.text}</pre>`)}${section('Headers', headers(mail))}</div></div>`,
  };
}

const aboutMail = (mail: MailView, board: Board, line: MessageLine | undefined) => ({
  Account: accountLink(board, mail.account),
  From: mail.from,
  To: mail.to.join(', ') || 'nobody that is known',
  Sent: line && line.status !== 'SENT' ? undefined : time(mail.at),
  'Where it stands': line && whereItStands(line),
  Mail: mail.template === '' ? undefined : templateWords(mail.template),
  Key: html`<code>${mail.key}</code>`,
});

/**
 * A frame that can neither run scripts nor reach this page. Its links open a tab of their own, as in a mail program: where
 * the mail names no target, the base does.
 */
const frame = ({ html: body }: MailView): Html =>
  html`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${intoTabs(body)}" title="The mail as HTML"></iframe>`;

const base = '<base target="_blank">';

const intoTabs = (body: string): string =>
  /<head[^>]*>/i.test(body) ? body.replace(/<head[^>]*>/i, (head) => `${head}${base}`) : `${base}${body}`;

function links({ links: all }: MailView, { place }: ConsoleSource): Html {
  const shown = all.map(({ page, url }) => [
    capitalised(page),
    url === undefined
      ? html`<span class="soft">not shown: whoever has the address can act for the customer</span>`
      : html`<a href="${url}" target="_blank" rel="noreferrer">${shortened(url)}${raw('<span class="soft"> (new tab)</span>')}</a>`,
  ]);
  const none = 'There is no link in it.';
  return html`${table(['Leads to', 'Address'], shown, none)}${
    place.kind === 'laptop' && all.some(({ url }) => url !== undefined)
      ? html`<p class="soft">Opening a link never acts: the page it leads to has a button for that.</p>`
      : ''
  }`;
}

const capitalised = (page: string): string => (page.includes('.') ? page : page.replaceAll('-', ' '));

/** A token says nothing to a reader. */
const shortened = (url: string): string => (url.length > 72 ? `${url.slice(0, 60)}…` : url);

function headers({ headers: all, from, to, subject }: MailView): Html {
  const rows = Object.entries({ From: from, To: to.join(', '), Subject: subject, ...all });
  return details(`All ${rows.length}`, table(['Header', 'Value'], rows, ''));
}
