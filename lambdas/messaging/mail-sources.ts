import type { MailName } from '../../templates/catalog.ts';
import emails from '../../templates/compiled/emails.json' with { type: 'json' };
import overrides from '../../templates/compiled/overrides.json' with { type: 'json' };

/** The parts of one mail as Handlebars sources. */
export interface MailSource {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

/** What several mails say is stored once; a number in a mail's HTML points there. */
export interface CompiledFile {
  readonly shared: readonly string[];
  readonly mails: Readonly<Record<string, Omit<MailSource, 'html'> & { readonly html: readonly (string | number)[] }>>;
}

/** Own words where there are some, in a file of their own: an upgrade replaces ours and leaves them. */
export const mailSource = (name: MailName): MailSource =>
  sourceIn(overrides, 'overrides.json', name) ?? builtInSource(name);

export function builtInSource(name: MailName): MailSource {
  const source = sourceIn(emails, 'emails.json', name);
  if (source === undefined)
    throw new Error(`emails.json has no mail ${name}: renew it with node scripts/build-mail.ts`);
  return source;
}

function sourceIn({ shared, mails }: CompiledFile, file: string, name: string): MailSource | undefined {
  if (!Object.hasOwn(mails, name)) return undefined;
  const { html, ...parts } = mails[name] ?? missing(file, name);
  const whole = html.map((piece) => (typeof piece === 'number' ? (shared[piece] ?? missing(file, piece)) : piece));
  return { ...parts, html: whole.join('\n') };
}

function missing(file: string, what: string | number): never {
  throw new Error(`${file} has no piece ${what}: renew it with node scripts/build-mail.ts`);
}
