import { BadInput } from '../kernel/failures.ts';
import type { OutgoingMail } from './mail-port.ts';

export interface NamedValue {
  readonly Name: string;
  readonly Value: string;
}

/** The input of SES v2 SendEmail as far as we use it; SES builds the multipart message and its boundaries. */
export interface SendEmailInput {
  readonly FromEmailAddress: string;
  readonly Destination: { readonly ToAddresses: string[] };
  readonly ReplyToAddresses?: string[];
  readonly Content: {
    readonly Simple: {
      readonly Subject: Text;
      readonly Body: { readonly Html: Text; readonly Text: Text };
      readonly Headers: NamedValue[];
    };
  };
  readonly EmailTags: NamedValue[];
  readonly ConfigurationSetName: string;
}

interface Text {
  readonly Data: string;
  readonly Charset: 'UTF-8';
}

/** SES takes 256; base64url makes 4 characters of 3 bytes. */
const TAG_LIMIT = 256;
/** The API reference says 870, the SDK 995: the smaller one is safe. */
const HEADER_LIMIT = 870;

/** @throws BadInput on a line break or a control character where a header would be, on an address SES cannot take */
export function sendEmailInput(mail: OutgoingMail): SendEmailInput {
  return {
    FromEmailAddress: mailboxOf(mail.from),
    Destination: { ToAddresses: [address('to', mail.to)] },
    ...(mail.replyTo === undefined ? {} : { ReplyToAddresses: [address('replyTo', mail.replyTo)] }),
    Content: {
      Simple: {
        Subject: utf8(headerText('subject', mail.subject)),
        Body: { Html: utf8(required('html', mail.html)), Text: utf8(required('text', mail.text)) },
        Headers: headersOf(mail),
      },
    },
    EmailTags: [
      { Name: 'account', Value: tagValue(mail.account) },
      { Name: 'key', Value: tagValue(mail.key) },
    ],
    ConfigurationSetName: mail.configurationSet,
  };
}

/** Keeps out-of-office answers away (RFC 3834), so that a reply is a person's. */
const automatic: NamedValue = { Name: 'Auto-Submitted', Value: 'auto-generated' };

/** Service mail cannot be left, so it says so nowhere; lifecycle mail is left with one click (RFC 8058). */
function headersOf({ class: kind, key, unsubscribe }: OutgoingMail): NamedValue[] {
  if (kind !== 'lifecycle') {
    if (unsubscribe === undefined) return [automatic];
    throw new BadInput(`mail ${key} is ${kind} mail and must not carry an unsubscribe header`);
  }
  if (!unsubscribe?.url.startsWith('https://')) {
    throw new BadInput(`mail ${key} is lifecycle mail and needs an https unsubscribe link`);
  }
  return [
    automatic,
    header('List-Unsubscribe', `<${unsubscribe.url}>`),
    header('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    header('List-Id', `<${unsubscribe.listId}>`),
  ];
}

function header(name: string, value: string): NamedValue {
  if (!/^[!-~][ -~]*$/.test(value) || value.length > HEADER_LIMIT) {
    throw new BadInput(`header ${name} has to be 1 to ${HEADER_LIMIT} printable ASCII characters`);
  }
  return { Name: name, Value: value };
}

/** SES tag values allow only [A-Za-z0-9_-]; account ids and keys have more. */
export function tagValue(text: string): string {
  const value = Buffer.from(text, 'utf8').toString('base64url');
  if (value === '' || value.length > TAG_LIMIT) {
    throw new BadInput(`a mail tag holds 1 to 192 bytes, got ${Buffer.byteLength(text)}`);
  }
  return value;
}

export const readTagValue = (value: string): string => Buffer.from(value, 'base64url').toString('utf8');

function mailboxOf({ name, address: mailbox }: OutgoingMail['from']): string {
  const safe = headerText('from name', name);
  const checked = address('from', mailbox);
  if (safe === '') return checked;
  if (/^[ -~]*$/.test(safe)) return `"${safe.replace(/["\\]/g, '\\$&')}" <${checked}>`;
  return `${encodedWords(safe)} <${checked}>`;
}

/** RFC 2047: at most 75 characters a word, so at most 45 bytes, never splitting a character. */
function encodedWords(text: string): string {
  const chunks: string[] = [''];
  for (const character of text) {
    const last = chunks.length - 1;
    const longer = `${chunks[last]}${character}`;
    if (Buffer.byteLength(longer) <= 45) chunks[last] = longer;
    else chunks.push(character);
  }
  return chunks.map((chunk) => `=?UTF-8?B?${Buffer.from(chunk, 'utf8').toString('base64')}?=`).join(' ');
}

/** SES has no SMTPUTF8: the part before the @ is ASCII, a domain with other letters is Punycode. One address, no list. */
function address(field: string, text: string): string {
  if (/^[!#-'*+\-/-9=?A-Z^-~.]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(text) && text.length <= 320) return text;
  throw new BadInput(`${field} is not one plain mail address of ASCII characters`);
}

function headerText(field: string, text: string): string {
  const control = [...text].some(
    (character) => character < ' ' || character === '\u007f' || /[\u0085\u2028\u2029]/.test(character),
  );
  if (control) throw new BadInput(`${field} contains a line break or control character`);
  return text;
}

function required(part: string, text: string): string {
  if (text.trim() === '') throw new BadInput(`the ${part} part of a mail must not be empty`);
  return text;
}

const utf8 = (text: string): Text => ({ Data: text, Charset: 'UTF-8' });
