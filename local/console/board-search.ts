import { remembered } from './asked.ts';
import type { Board, MessageLine } from './board.ts';
import { accountText } from './board-views.ts';

interface Haystack {
  readonly text: string;
  /** Where each line's text begins. */
  readonly starts: Uint32Array;
}

/** All texts in one: searching it once is ten times as fast as asking each of a hundred thousand lines. */
const haystackOf = remembered((lines: readonly MessageLine[]): Haystack => {
  const starts = new Uint32Array(lines.length + 1);
  let length = 0;
  for (const [index, { text }] of lines.entries()) {
    starts[index] = length;
    length += text.length + 1;
  }
  starts[lines.length] = length;
  return { text: lines.map(({ text }) => text).join('\n'), starts };
});

/** Messages by account, address, mail or subject, in their order. */
export function foundMessages({ messages, accounts }: Board, wanted: string): readonly MessageLine[] {
  // A line break would match from one message into the next.
  const search = wanted.toLowerCase().replaceAll('\n', ' ');
  if (search === '') return messages;
  const owners = new Set<string>();
  for (const [id, line] of accounts) if (accountText(line).includes(search)) owners.add(id);
  const hits = hitsIn(haystackOf(messages), search);
  return messages.filter(({ account }, index) => hits.has(index) || owners.has(account));
}

function hitsIn({ text, starts }: Haystack, search: string): ReadonlySet<number> {
  const hits = new Set<number>();
  let line = 0;
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, starts[line] ?? text.length)) {
    while ((starts[line + 1] ?? text.length) <= at) line += 1;
    hits.add(line);
    line += 1;
  }
  return hits;
}
