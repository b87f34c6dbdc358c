import type { MailEntry } from '../../templates/catalog/entry.ts';
import { type MailName, mailEntryOf } from '../../templates/catalog.ts';
import type { RenderedMail } from './render.ts';

export interface Lint {
  readonly rule: string;
  /** What was found, as it stands in the mail. */
  readonly found: string;
}

/** Longer subjects are cut by mail programs (RFC 5322 asks for lines of at most 78). */
const SUBJECT_LIMIT = 78;
/** "Under one page" (spec messaging, text; completions C33). */
const WORD_LIMIT = 350;
/** Larger mails are clipped behind a "show all" link. */
const HTML_LIMIT = 100_000;

/** Phrases a mail must not have, each with the rule it breaks. */
interface Phrase {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly only?: MailEntry['class'];
}

const never: readonly Phrase[] = [
  { rule: 'leftover placeholder', pattern: /\{\{|\}\}|\[(?:name|amount|link|company|date)\]/i },
  { rule: 'broken value', pattern: /\bundefined\b|\bNaN\b|\bnull\b|\[object |\bInvalid Date\b/ },
];

/** Our own people are told what we would not say to a customer. */
const neverToCustomers: readonly Phrase[] = [
  { rule: 'churn talk', pattern: /\bchurn|at[- ]risk|health score|retention|win[- ]?back/i },
  {
    rule: 'watching',
    pattern: /(?:haven't|have not|hasn't|not) (?:you )?logged in|noticed (?:that )?you (?:haven't|have not)/i,
  },
  { rule: 'false urgency', pattern: /\bact now\b|\burgent|last chance|final warning|immediately|\bhurry\b|!!/i },
  {
    rule: 'decline reason',
    pattern: /\b(?:lost|stolen|fraud\w*|suspicious|blacklist\w*|restricted|do not honou?r)\b/i,
  },
  { rule: 'offer in service mail', pattern: /\bdiscount|% off\b|\bfree month|coupon|special offer/i, only: 'service' },
];

/** Everything wrong with a finished mail; an empty list means it may go. */
export function lintMail(template: MailName, mail: RenderedMail, links: Readonly<Record<string, string>>): Lint[] {
  const entry = mailEntryOf(template);
  return [...lintWords(mail, entry), ...lintShape(mail), ...lintLinks(mail, entry, links)];
}

function lintWords(mail: RenderedMail, entry: MailEntry): Lint[] {
  const parts = [mail.subject, mail.preheader, mail.text, visibleText(mail.html)];
  const phrases = entry.class === 'internal' ? never : [...never, ...neverToCustomers];
  return phrases
    .filter(({ only }) => only === undefined || only === entry.class)
    .flatMap(({ rule, pattern }) =>
      parts.flatMap((part) => pattern.exec(withoutUrls(part))?.[0] ?? []).map((found) => ({ rule, found })),
    );
}

function lintShape({ subject, preheader, html, text }: RenderedMail): Lint[] {
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  return [
    ...fails(subject.length > SUBJECT_LIMIT || subject === '', 'subject length', subject),
    ...fails(preheader === '', 'empty preheader', preheader),
    ...fails(/[\r\n]/.test(subject), 'line break in subject', subject),
    ...fails(words === 0, 'empty text part', text),
    ...fails(words > WORD_LIMIT, 'longer than one page', `${words} words`),
    ...fails(new TextEncoder().encode(html).length > HTML_LIMIT, 'over 100 KB', `${html.length} characters`),
    ...[...html.matchAll(/<img(?![^>]*\balt=)[^>]*>/g)].map(([found]) => ({ rule: 'image without alt text', found })),
  ];
}

function lintLinks(mail: RenderedMail, entry: MailEntry, links: Readonly<Record<string, string>>): Lint[] {
  const targets = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, target]) => unescaped(target ?? ''));
  const buttons = [...mail.html.matchAll(/class="button[ "]/g)].length;
  const wanted = entry.links.some(({ button }) => button) ? 1 : 0;
  const behind = entry.links.filter(({ button, name }) => button && targets.includes(links[name] ?? ''));
  const used = entry.links.map(({ name }) => links[name] ?? '').filter((target) => targets.includes(target));
  return [
    ...targets
      .filter((target) => !/^(?:https?:\/\/|mailto:)\S+$/.test(target))
      .map((found) => ({ rule: 'empty or odd link', found })),
    ...fails(buttons !== wanted, 'one button', `${buttons} buttons`),
    ...fails(behind.length < wanted, 'button without its link', targets.join(' ')),
    ...used
      .filter((target) => !mail.text.includes(target))
      .map((found) => ({ rule: 'link missing in the text part', found })),
  ];
}

const fails = (wrong: boolean, rule: string, found: string): Lint[] => (wrong ? [{ rule, found }] : []);

const withoutUrls = (text: string): string => text.replace(/https?:\/\/\S+/g, '');

const visibleText = (html: string): string =>
  unescaped(html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]+>/g, ' '));

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x60': '`',
  '#x3D': '=',
};

const unescaped = (html: string): string =>
  html.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);
