import { BadRequestException, MessageRejected, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { addressOf, domainOf, type StoredMail } from './stored-mail.ts';

/** Limits of SES v2: quotas page (recipients, size), SDK documentation (headers), API reference (tags). */
const RECIPIENTS = 50;
const MESSAGE_BYTES = 40 * 1024 * 1024;
const HEADER_NAME = /^[!-9;-~]{1,126}$/;
const HEADER_VALUE = /^[ -~]{1,995}$/;
const HEADER_TOTAL = 996;
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const TAGS = 50;
/** SES writes these itself from the other fields of the request. */
const OWN_HEADERS =
  /^(?:from|to|cc|bcc|subject|reply-to|sender|return-path|date|message-id|mime-version|content-.*|x-ses-.*)$/i;

export type ValidMail = Omit<StoredMail, 'id' | 'at'>;

/**
 * Refuses what SES refuses, with its exceptions; no answer means the mail would have been accepted.
 * @throws BadRequestException for a wrong request, MessageRejected for a sender that is not verified
 */
export function validMail(input: SendEmailCommandInput, identities: readonly string[]): ValidMail {
  const from = sender(input.FromEmailAddress, identities);
  const simple = input.Content?.Simple;
  if (simple === undefined) throw badRequest('this mailbox takes Content.Simple only');
  const html = simple.Body?.Html?.Data ?? '';
  const text = simple.Body?.Text?.Data ?? '';
  if (html === '' && text === '') throw badRequest('Missing required field Body.');
  if (Buffer.byteLength(html + text) > MESSAGE_BYTES) throw badRequest('Message length exceeds the limit of 40 MB.');
  return {
    from,
    to: recipients(input.Destination),
    replyTo: (input.ReplyToAddresses ?? []).map(checkedAddress),
    subject: checkedSubject(simple.Subject?.Data),
    html,
    text,
    headers: headers(simple.Headers ?? []),
    tags: tags(input.EmailTags ?? []),
    ...(input.ConfigurationSetName === undefined ? {} : { configurationSet: input.ConfigurationSetName }),
  };
}

function sender(from: string | undefined, identities: readonly string[]): string {
  const checked = checkedAddress(from ?? '');
  const known = identities.some((identity) => identity === addressOf(checked) || identity === domainOf(checked));
  if (known) return checked;
  throw rejected(`Email address is not verified. The following identities failed the check: ${addressOf(checked)}`);
}

function recipients(destination: SendEmailCommandInput['Destination']): string[] {
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = destination ?? {};
  const all = [...ToAddresses, ...CcAddresses, ...BccAddresses].map(checkedAddress);
  if (all.length === 0) throw badRequest('Missing required field Destination.');
  if (all.length > RECIPIENTS) throw badRequest(`Recipient count exceeds ${RECIPIENTS}.`);
  return all;
}

function checkedAddress(text: string): string {
  if (/^[!-~]+@[!-~]+$/.test(addressOf(text)) && /^[ -~]+$/.test(text)) return text;
  throw badRequest('Illegal address');
}

function checkedSubject(subject: string | undefined): string {
  if (subject === undefined || subject === '') throw badRequest('Missing required field Subject.');
  if (/[\r\n]/.test(subject)) throw badRequest('Subject contains a line break.');
  return subject;
}

type Pairs = readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[];

function headers(pairs: Pairs): Record<string, string> {
  for (const { Name = '', Value = '' } of pairs) {
    const shaped = HEADER_NAME.test(Name) && HEADER_VALUE.test(Value) && Name.length + Value.length <= HEADER_TOTAL;
    if (!shaped || OWN_HEADERS.test(Name)) throw badRequest(`Invalid header ${JSON.stringify(Name)}.`);
  }
  return record(pairs);
}

function tags(pairs: Pairs): Record<string, string> {
  if (pairs.length > TAGS) throw badRequest(`Tag count exceeds ${TAGS}.`);
  for (const { Name = '', Value = '' } of pairs) {
    if (!TAG.test(Name) || !TAG.test(Value)) throw badRequest(`Invalid tag ${JSON.stringify(Name)}.`);
  }
  return record(pairs);
}

function record(pairs: Pairs): Record<string, string> {
  const entries = pairs.map(({ Name = '', Value = '' }) => [Name, Value] as const);
  if (new Set(entries.map(([name]) => name.toLowerCase())).size < entries.length) throw badRequest('Duplicate name.');
  return Object.fromEntries(entries);
}

const metadata = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

const badRequest = (message: string) => new BadRequestException({ message, ...metadata(400) });

const rejected = (message: string) => new MessageRejected({ message, ...metadata(400) });
