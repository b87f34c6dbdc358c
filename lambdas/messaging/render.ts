import type { MailEntry } from '../../templates/catalog/entry.ts';
import { catalog, isMailName, type MailName, mailEntryOf } from '../../templates/catalog.ts';
import { BadInput } from '../kernel/failures.ts';
import { type MailSource, mailSource } from './mail-sources.ts';
import { MissingFact, withGaps } from './missing-fact.ts';
import { compileHtml, compileText, type Filler } from './template-engine.ts';

/** What every mail of a company has around its facts. */
export interface MailFrame {
  readonly company: string;
  readonly postalAddress: string;
  readonly from: { readonly name: string; readonly address: string };
  /** Present when a person reads the replies; only then does a mail invite one. */
  readonly replyTo?: string;
  /** Signed links of ours by slot name. */
  readonly links: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly zone: string;
}

export interface RenderedMail {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

type Parts = Readonly<Record<keyof RenderedMail, Filler>>;

const compiled = new Map<string, Parts>();

/** @throws MissingFact when a fact or link the text needs is missing or null; the mail is then not sent */
export function renderMail(template: string, facts: unknown, frame: MailFrame): RenderedMail {
  if (!isMailName(template)) {
    throw new BadInput(`there is no mail "${template}", the catalog has ${Object.keys(catalog).join(', ')}`);
  }
  return fill(template, knownParts(template), valuesOf(template, facts, frame));
}

/** The same from a source that is not the stored one: how a mail is tried before it is kept. */
export const renderSource = (template: MailName, source: MailSource, facts: unknown, frame: MailFrame): RenderedMail =>
  fill(template, partsOf(source), valuesOf(template, facts, frame));

function valuesOf(template: MailName, facts: unknown, frame: MailFrame): object {
  const given = checkedFacts(template, mailEntryOf(template), facts);
  checkLinks(template, mailEntryOf(template), given, frame.links);
  return { ...frame, replyTo: frame.replyTo ?? null, ...given };
}

function fill(template: string, { subject, preheader, html, text }: Parts, values: object): RenderedMail {
  const print = (filler: Filler, extra: object = {}): string => {
    try {
      return filler(withGaps({ ...values, ...extra }, template));
    } catch (error) {
      throw asMissingFact(template, error);
    }
  };
  const lines = { subject: oneLine(print(subject)), preheader: oneLine(print(preheader)) };
  return { ...lines, html: print(html, lines), text: withoutExtraLines(print(text)) };
}

function knownParts(template: MailName): Parts {
  const known = compiled.get(template);
  if (known !== undefined) return known;
  const made = partsOf(mailSource(template));
  compiled.set(template, made);
  return made;
}

const partsOf = ({ subject, preheader, html, text }: MailSource): Parts => ({
  subject: compileText(subject),
  preheader: compileText(preheader),
  html: compileHtml(html),
  text: compileText(text),
});

/** Missing and null first, by name; whatever else is wrong with the facts is the caller's mistake. */
function checkedFacts(template: string, entry: MailEntry, facts: unknown): Readonly<Record<string, unknown>> {
  const parsed = entry.facts.safeParse(facts);
  if (parsed.success) return { ...Object(parsed.data) };
  const issues = parsed.error.issues;
  const gap = issues.find((issue) => isEmpty(valueAt(facts, issue.path)));
  if (gap !== undefined) throw new MissingFact(template, gap.path.join('.') || 'facts');
  const [first] = issues;
  const path = first?.path.join('.') || 'facts';
  throw new BadInput(`mail ${template} got a wrong fact: ${path}: ${first?.message}`, { facts: { template, path } });
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || String(value).trim() === '';

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at === null || at === undefined ? undefined : Object(at)[key]), value);

function checkLinks(
  template: string,
  entry: MailEntry,
  facts: Readonly<Record<string, unknown>>,
  links: MailFrame['links'],
): void {
  for (const { name, when } of entry.links) {
    const needed = when === undefined || facts[when[0]] === when[1];
    if (needed && !/^https?:\/\/\S+$/.test(links[name] ?? '')) throw new MissingFact(template, `links.${name}`);
  }
}

/** Handlebars' strict mode says `"plan" not defined in …`; our own failures pass as they are. */
function asMissingFact(template: string, error: unknown): unknown {
  const name = error instanceof Error ? /^"([^"]+)" not defined in/.exec(error.message)?.[1] : undefined;
  return name === undefined ? error : new MissingFact(template, name);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const withoutExtraLines = (text: string): string =>
  `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
