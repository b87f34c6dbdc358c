import type { MailLink } from './source.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', '#x3D': '=', '#x27': "'", '#39': "'", quot: '"' };

const plain = (attribute: string): string =>
  attribute.replaceAll(/&(amp|#x3D|#x27|#39|quot);/g, (whole, name: string) => entities[name] ?? whole);

/** Links of ours lead to `/p/<page>/<token>`; others are named by the site they lead to. */
function nameOf(url: string): string {
  const own = /\/p\/([\w-]+)\//.exec(url)?.[1];
  if (own !== undefined) return own;
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Every address in a mail, once, in the order of its HTML and then of its text. */
export function linksIn(html: string, text: string): MailLink[] {
  const inHtml = [...html.matchAll(/\shref="(https?:[^"]+)"/gi)].map(([, url = '']) => plain(url));
  const inText = [...text.matchAll(/https?:\/\/[^\s<>")]+/g)].map(([url]) => url);
  return [...new Set([...inHtml, ...inText])].map((url) => ({ page: nameOf(url), url }));
}
