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

/** Compiles every named mail; the same sources give the same bytes. */
export async function compileMails(root: string, names: readonly string[]): Promise<Record<string, CompiledMail>> {
  const compiled: Record<string, CompiledMail> = {};
  for (const name of [...names].sort()) compiled[name] = await compileMail(root, name);
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

async function compileMail(root: string, name: string): Promise<CompiledMail> {
  const { subject, preheader, text } = readTextPart(name, withPartials(root, source(root, name, 'txt'), 'txt'));
  const html = await compileHtml(name, withPartials(root, source(root, name, 'mjml'), 'mjml'));
  return { subject, preheader, html, text };
}

/** A file of the same name under `overrides` replaces ours: own words survive an upgrade. */
function source(root: string, name: string, extension: Extension): string {
  const own = join(root, 'overrides', 'emails', `${name}.${extension}`);
  const file = existsSync(own) ? own : join(root, 'emails', `${name}.${extension}`);
  return readFileSync(file, 'utf8');
}

/** `{{> name}}` alone on its line vanishes with the line, so that a text part keeps the line breaks of the partial. */
function withPartials(root: string, text: string, extension: Extension): string {
  return text.replace(/[ \t]*\{\{> ([a-z-]+)\}\}\n?/g, (_, partial: string) =>
    source(root, `layout/${partial}`, extension),
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
