import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lintMail } from '../../lambdas/messaging/lints.ts';
import { type MailFrame, renderSource } from '../../lambdas/messaging/render.ts';
import { isMailName, type MailName, mailEntryOf } from '../../templates/catalog.ts';
import type { CompiledMail } from './compile.ts';

/** Files under `overrides` that replace nothing: a misspelt name would be silently without effect. */
export function strayOverrides(root: string): string[] {
  const own = join(root, 'overrides');
  if (!existsSync(own)) return [];
  return readdirSync(own, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(own.length + 1))
    .filter((file) => !existsSync(join(root, 'emails', file)) || !/\.(mjml|txt)$/.test(file))
    .map((file) => `templates/overrides/${file} replaces nothing: there is no templates/emails/${file}`);
}

/** What is wrong with mails of own words, one line each: filled with the samples and tried against every lint. */
export const problemsOf = (mails: Readonly<Record<string, CompiledMail>>): string[] =>
  Object.entries(mails).flatMap(([name, mail]) => (isMailName(name) ? problemsOfOne(name, mail) : []));

function problemsOfOne(name: MailName, mail: CompiledMail): string[] {
  const found = samplesOf(name).flatMap((facts) => triedWith(facts, name, mail));
  return [...new Set(found)].map((problem) => `templates/overrides/${name}: ${problem}`);
}

function triedWith(facts: object, name: MailName, mail: CompiledMail): string[] {
  const links = Object.fromEntries(
    mailEntryOf(name).links.map((link) => [link.name, `https://example.test/${link.name}`]),
  );
  try {
    const rendered = renderSource(name, mail, facts, { ...frame, links });
    return lintMail(name, rendered, links).map(({ rule, found }) => `${rule}: "${found}"`);
  } catch (error) {
    return [String(Object(error).message ?? error).replaceAll(/\s*\n\s*/g, ' ')];
  }
}

/** The sample, and the sample without each fact that may be absent: a text must not print it outside its `if`. */
function samplesOf(name: MailName): object[] {
  const { sample, facts } = mailEntryOf(name);
  const whole: object = { ...Object(sample) };
  const without = Object.keys(whole).map((fact) => ({ ...whole, [fact]: null }));
  return [whole, ...without.filter((one) => facts.safeParse(one).success)];
}

const frame: Omit<MailFrame, 'links'> = {
  company: 'Example',
  postalAddress: '1 Example Street, 10000 Example',
  from: { name: 'Example', address: 'billing@example.test' },
  replyTo: 'replies@example.test',
  locale: 'en-US',
  zone: 'America/New_York',
};
