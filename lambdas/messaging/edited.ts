import type { MailName } from '../../templates/catalog.ts';
import { mailEntryOf } from '../../templates/catalog.ts';

/** What a person wrote instead of the template's own words. */
export interface Edited {
  readonly subject: string;
  readonly text: string;
}

/** No such site exists (RFC 2606): in a preview it stands for a link that is made when the mail leaves. */
export const maskedLink = (page: string): string => `https://not-shown.invalid/p/${page}/only-in-the-mail-itself`;

export interface Written {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * The mail in the person's words: each masked link becomes the real one. The HTML part is the text in paragraphs, so that
 * both parts say the same.
 */
export function writtenAs(
  { subject, text }: Edited,
  links: Readonly<Record<string, string>>,
  template: MailName,
): Written {
  let real = text.replaceAll('\r\n', '\n').trim();
  for (const { name, page } of mailEntryOf(template).links) real = real.replaceAll(maskedLink(page), links[name] ?? '');
  return { subject: subject.replace(/\s+/g, ' ').trim(), text: `${real}\n`, html: htmlOf(real) };
}

/** A link that was in the text before and is not any more: the reader could not do what the mail asks for. */
export const lostLinks = (before: string, after: string): string[] =>
  [...new Set(before.match(/https:\/\/not-shown\.invalid\/p\/[\w-]+\/only-in-the-mail-itself/g) ?? [])].filter(
    (link) => !after.includes(link),
  );

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);

const htmlOf = (text: string): string => {
  const paragraphs = text.split(/\n{2,}/).map((one) => `<p>${linked(escaped(one)).replaceAll('\n', '<br>')}</p>`);
  return `<!doctype html><html><head><meta charset="utf-8"></head><body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:600px">${paragraphs.join('\n')}</body></html>`;
};

const linked = (text: string): string => text.replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
