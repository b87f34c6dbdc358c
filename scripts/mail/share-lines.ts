/** Texts as pieces, to be joined by line breaks: a number stands for that entry of `shared`. */
export interface SharedTexts {
  readonly shared: readonly string[];
  readonly texts: readonly (readonly (string | number)[])[];
}

/**
 * Says once what several texts say: MJML repeats its head, its tables and its foot in every mail. A piece is the longest
 * run of lines that always stand together, so that a new mail splits few of them.
 */
export function shareLines(texts: readonly string[]): SharedTexts {
  const pieces = piecesOf(texts.map((text) => text.split('\n')));
  const times = new Map<string, number>();
  for (const piece of pieces.flat()) times.set(piece, (times.get(piece) ?? 0) + 1);
  const shared = [...times].flatMap(([piece, count]) => (count > 1 ? [piece] : []));
  const place = new Map(shared.map((piece, at) => [piece, at]));
  return { shared, texts: pieces.map((text) => text.map((piece) => place.get(piece) ?? piece)) };
}

function piecesOf(texts: readonly (readonly string[])[]): string[][] {
  const after = neighbours(texts, 1);
  const before = neighbours(texts, -1);
  const together = (line: string, next: string): boolean =>
    after.get(line)?.size === 1 && before.get(next)?.size === 1 && line !== next;
  return texts.map((lines) => {
    const pieces: string[] = [];
    for (const [at, line] of lines.entries()) {
      const last = lines[at - 1];
      if (last !== undefined && together(last, line)) pieces.push(`${pieces.pop()}\n${line}`);
      else pieces.push(line);
    }
    return pieces;
  });
}

/** What stands next to each line, in any of the texts; the end of a text counts too. */
function neighbours(texts: readonly (readonly string[])[], step: 1 | -1): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const lines of texts) {
    for (const [at, line] of lines.entries()) {
      const known = found.get(line) ?? new Set();
      found.set(line, known.add(lines[at + step] ?? END));
    }
  }
  return found;
}

/** No line holds a line break, so this is none. */
const END = '\n';
