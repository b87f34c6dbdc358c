/** A function (or a regular expression) came out of an expression. */
export class UnsupportedResult extends Error {}

/**
 * Turns what jsonata returns into plain JSON. Its arrays may carry hidden sequence flags that change what a later
 * expression sees, and would be lost when the frame is stored: a resumed run would differ from an uninterrupted one.
 */
export function plain(value: unknown): unknown {
  if (typeof value === 'function') throw new UnsupportedResult();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof RegExp || isJsonataFunction(value)) throw new UnsupportedResult();
  return Array.isArray(value) ? plainArray(value) : plainObject(value);
}

const isJsonataFunction = (value: object): boolean => '_jsonata_function' in value || '_jsonata_lambda' in value;

const isFlagged = (value: unknown[]): boolean => Object.getOwnPropertyNames(value).length > value.length + 1;

function plainArray(value: unknown[]): unknown[] {
  let copy: unknown[] | undefined = isFlagged(value) ? [...value] : undefined;
  for (let i = 0; i < value.length; i++) {
    const item = plain(value[i]) ?? null;
    if (item !== value[i]) {
      copy ??= [...value];
      copy[i] = item;
    }
  }
  return copy ?? value;
}

function plainObject(value: object): object {
  let copy: Record<string, unknown> | undefined;
  for (const [key, entry] of Object.entries(value)) {
    const item = plain(entry);
    if (item === entry && item !== undefined) continue;
    copy ??= { ...value };
    if (item === undefined) delete copy[key];
    else copy[key] = item;
  }
  return copy ?? value;
}
