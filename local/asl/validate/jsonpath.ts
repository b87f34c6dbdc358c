/** A name, or everything between matching brackets: [0], ['a'], [?(@.x == 1)], [1:]. */
const NAME = /^\.\.?(\*|[\p{L}\p{N}_\-$]+)(\(\))?/u;

/** `$`, `$$` (context) or `$variable`, then segments. Filters are only looked at for their brackets. */
export function isPath(text: string): boolean {
  const root = /^(\$\$|\$[A-Za-z_]\w*|\$)/.exec(text)?.[0];
  return root !== undefined && areSegments(text.slice(root.length));
}

/** Where a result may be put: into the input, so neither a variable nor the context. */
export const isResultPath = (text: string): boolean => /^\$(?=[.[]|$)/.test(text) && isPath(text);

function areSegments(text: string): boolean {
  let rest = text;
  while (rest !== '') {
    const length = rest.startsWith('[') ? bracketLength(rest) : (NAME.exec(rest)?.[0].length ?? 0);
    if (length === 0) return false;
    rest = rest.slice(length);
  }
  return true;
}

/** Length up to the bracket that closes the first one; 0 when there is none, or nothing is inside. */
function bracketLength(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth += 1;
    if (text[i] === ']') depth -= 1;
    if (depth === 0) return i > 1 ? i + 1 : 0;
  }
  return 0;
}
