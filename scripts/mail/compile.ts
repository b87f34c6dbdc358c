import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mjml2html from 'mjml';
import { shareLines } from './share-lines.ts';

/** Handlebars sources of one mail, as the sender fills them. */
export interface CompiledMail {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

type Extension = 'mjml' | 'txt';

/** Where a part of a mail is looked for, the first place that has it wins. */
type Places = readonly string[];

/** Compiles every named mail from our own words; the same sources give the same bytes. */
export const compileMails = (root: string, names: readonly string[]): Promise<Record<string, CompiledMail>> =>
  compileFrom([join(root, 'emails')], names);

/** Those mails that come out differently with the files under `overrides`: own words survive an upgrade. */
export async function compileOverrides(root: string, names: readonly string[]): Promise<Record<string, CompiledMail>> {
  const own = join(root, 'overrides');
  if (!existsSync(own)) return {};
  const [ours, theirs] = [await compileMails(root, names), await compileFrom([own, join(root, 'emails')], names)];
  const differs = (name: string) => JSON.stringify(ours[name]) !== JSON.stringify(theirs[name]);
  return Object.fromEntries(Object.entries(theirs).filter(([name]) => differs(name)));
}

async function compileFrom(places: Places, names: readonly string[]): Promise<Record<string, CompiledMail>> {
  const compiled: Record<string, CompiledMail> = {};
  for (const name of [...names].sort()) compiled[name] = await compileMail(places, name);
  return compiled;
}

/** The committed form of `compileMails`: what several mails have in common stands there once. */
export function asFile(mails: Record<string, CompiledMail>): string {
  const names = Object.keys(mails);
  const { shared, texts } = shareLines(Object.values(mails).map(({ html }) => html));
  const packed = names.map((name, at) => [name, { ...mails[name], html: texts[at] }]);
  const json = JSON.stringify({ shared, mails: Object.fromEntries(packed) }, null, 1);
  return `${json.replace(/,\n +(?=\d)/g, ', ')}\n`;
}

async function compileMail(places: Places, name: string): Promise<CompiledMail> {
  const { subject, preheader, text } = readTextPart(name, withPartials(places, source(places, name, 'txt'), 'txt'));
  const html = await compileHtml(name, withPartials(places, source(places, name, 'mjml'), 'mjml'));
  return { subject, preheader, html, text };
}

function source(places: Places, name: string, extension: Extension): string {
  const files = places.map((place) => join(place, `${name}.${extension}`));
  return readFileSync(files.find((file) => existsSync(file)) ?? files.join(' or '), 'utf8');
}

/** `{{> name}}` alone on its line vanishes with the line, so that a text part keeps the line breaks of the partial. */
function withPartials(places: Places, text: string, extension: Extension): string {
  return text.replace(/[ \t]*\{\{> ([a-z-]+)\}\}\n?/g, (_, partial: string) =>
    source(places, `layout/${partial}`, extension),
  );
}

function readTextPart(name: string, file: string): Omit<CompiledMail, 'html'> {
  const found = /^Subject: (?<subject>.+)\nPreheader: (?<preheader>.+)\n\n(?<text>[\s\S]+)$/.exec(file)?.groups;
  if (!found?.subject || !found.preheader || !found.text) {
    throw new Error(`${name}.txt has to begin with the lines "Subject: …" and "Preheader: …" and an empty line`);
  }
  return { subject: found.subject, preheader: found.preheader, text: found.text };
}

async function compileHtml(name: string, mjml: string): Promise<string> {
  // No web fonts: a mail must not tell a third party that it was opened.
  const { html, errors } = await mjml2html(mjml, { fonts: {}, validationLevel: 'soft', keepComments: false });
  if (errors.length > 0) throw new Error(`${name}.mjml: ${errors.map((error) => error.formattedMessage).join('; ')}`);
  return withoutIndentation(html);
}

/** MJML indents for people; the sender ships these files inside a function. */
const withoutIndentation = (html: string): string =>
  `${html
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim()}\n`;
