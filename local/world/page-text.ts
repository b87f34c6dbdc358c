const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

const decoded = (text: string): string => text.replace(/&([#\w]+);/g, (whole, name) => entities[name] ?? whole);

/** A page as somebody reads it aloud: its words in order, one line per block. */
export function textOf(html: string): string {
  const body = /<body>(.*)<\/body>/s.exec(html)?.[1] ?? html;
  const blocks = body.replace(/<\/(p|h1|h2|li|dd|div|form|header|main|footer|section|button|time)>/g, '\n');
  return decoded(blocks.replace(/<[^>]+>/g, ' '))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

export const titleOf = (html: string): string => decoded(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '');

export interface PageForm {
  /** The first of each group is chosen, as a browser has it. */
  readonly fields: Readonly<Record<string, string>>;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly button: string;
}

/** The forms of a page as a browser would send them. */
export function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form\b[^>]*>(.*?)<\/form>/gs)].map(([, inside = '']) => {
    const inputs = [...inside.matchAll(/<input ([^>]*)>/g)].map(([, attributes = '']) => attributesOf(attributes));
    const radios = inputs.filter(({ type }) => type === 'radio');
    const chosen = radios.filter((one) => 'checked' in one);
    const sent = [...inputs.filter(({ type }) => type === 'hidden'), ...chosen];
    const choices: Record<string, string[]> = {};
    for (const { name = '', value = '' } of radios) choices[name] = [...(choices[name] ?? []), value];
    const fields = Object.fromEntries(sent.map(({ name = '', value = '' }) => [name, value]));
    return { fields, choices, button: textOf(/<button[^>]*>(.*?)<\/button>/s.exec(inside)?.[1] ?? '') };
  });
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, decoded(value)]),
  );
