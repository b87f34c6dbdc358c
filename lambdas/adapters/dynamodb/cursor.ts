/** The key after which the next page starts, as opaque text that is safe in a link. */
export const toCursor = (lastKey: Readonly<Record<string, unknown>>): string =>
  Buffer.from(JSON.stringify(lastKey)).toString('base64url');

export function fromCursor(cursor: string): Record<string, string> {
  const key = parsed(cursor);
  if (key !== undefined) return key;
  throw new RangeError(`"${cursor}" is not the end of a page: pass the "next" of the page before as it was given`);
}

function parsed(cursor: string): Record<string, string> | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return isKey(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

const isKey = (key: unknown): key is Record<string, string> =>
  typeof key === 'object' && key !== null && Object.values(key).every((part) => typeof part === 'string');
