import type { MailName } from '../../templates/catalog.ts';
import compiled from '../../templates/compiled/emails.json' with { type: 'json' };

/** The parts of one mail as Handlebars sources. */
export interface MailSource {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

/** What several mails say is stored once; a number in a mail's HTML points there. */
export function mailSource(name: MailName): MailSource {
  const { html, ...parts } = compiled.mails[name];
  return { ...parts, html: html.map((piece) => (typeof piece === 'number' ? shared(piece) : piece)).join('\n') };
}

function shared(at: number): string {
  const piece = compiled.shared[at];
  if (piece === undefined)
    throw new Error(`emails.json has no shared piece ${at}: renew it with node scripts/build-mail.ts`);
  return piece;
}
