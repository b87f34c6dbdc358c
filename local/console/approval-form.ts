import { html } from 'hono/html';
import type { Item } from '../../lambdas/kernel/rows.ts';
import type { Approval } from '../../lambdas/messaging/approval.ts';
import { lostLinks } from '../../lambdas/messaging/edited.ts';
import { type Html, section } from './kit.ts';
import type { MailView } from './source.ts';

/** The row waits for somebody to read it. */
export function waitsForApproval(row: Item | undefined): boolean {
  const verdicts: unknown = row?.verdicts;
  const last: { reason?: unknown } = Object(Array.isArray(verdicts) ? verdicts.at(-1) : undefined);
  return row?.status === 'PENDING' && last.reason === 'approval' && row.approved === undefined;
}

export interface ApprovalFormOf {
  readonly mail: MailView;
  readonly version: number;
  /** Proves that the form is one of ours. */
  readonly token: string;
  readonly mistake?: string;
}

/** The mail in a form: as it is or changed it goes, or it does not. */
export const approvalForm = ({ mail, version, token, mistake }: ApprovalFormOf): Html =>
  section(
    'It waits for you',
    html`${mistake === undefined ? '' : html`<p class="notice bad" role="alert">${mistake}</p>`}
<p>This is one of the first mails of its kind to real customers. Sent unchanged it looks as shown below; changed, it goes as plain paragraphs. The addresses at not-shown.invalid become the real links.</p>
<form method="post" action="/messages/approve"><input type="hidden" name="token" value="${token}"><input type="hidden" name="account" value="${mail.account}"><input type="hidden" name="key" value="${mail.key}"><input type="hidden" name="version" value="${version}">
<div class="field"><label for="subject">Subject</label><input id="subject" name="subject" value="${mail.subject}" required maxlength="200" autocomplete="off"></div>
<div class="field"><label for="text">Text</label><textarea id="text" name="text" rows="14" required maxlength="20000">${mail.text}</textarea></div>
<p><button class="main" name="do" value="send">Send it</button> <button class="danger" name="do" value="drop">Do not send it</button></p></form>`,
  );

export type ReadApproval =
  | { readonly kind: 'good'; readonly approval: Approval }
  | { readonly kind: 'wrong'; readonly why: string };

/** What the form says, beside the mail as it stands. */
export function readApproval(form: URLSearchParams, mail: Pick<MailView, 'subject' | 'text'>): ReadApproval {
  if (form.get('do') === 'drop') return { kind: 'good', approval: { kind: 'drop' } };
  if (form.get('do') !== 'send') return { kind: 'wrong', why: 'Say whether it is to be sent.' };
  const [subject, text] = [(form.get('subject') ?? '').trim(), unixLines(form.get('text') ?? '')];
  if (subject === '' || text === '') return { kind: 'wrong', why: 'A mail needs a subject and a text.' };
  const lost = lostLinks(mail.text, text);
  if (lost.length > 0) return { kind: 'wrong', why: `The text has lost a link the reader needs: ${lost.join(', ')}` };
  const same = subject === mail.subject.trim() && text === unixLines(mail.text);
  return { kind: 'good', approval: { kind: 'send', ...(same ? {} : { edited: { subject, text } }) } };
}

const unixLines = (text: string): string => text.replaceAll('\r\n', '\n').trim();
