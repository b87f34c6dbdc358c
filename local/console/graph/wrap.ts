/** A word longer than a line is broken, so that no name can leave its box. */
const pieces = (word: string, width: number): string[] =>
  word.length <= width ? [word] : [word.slice(0, width - 1).concat('-'), ...pieces(word.slice(width - 1), width)];

/** Lines of at most `width` characters; what does not fit `most` of them ends in an ellipsis. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).flatMap((one) => pieces(one, width))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  return [...kept.slice(0, -1), `${(kept.at(-1) ?? '').slice(0, width - 1)}…`];
}
