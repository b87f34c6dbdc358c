import { child, type Way } from './document-path.ts';
import { isMap, type Values } from './values.ts';

/** The part of an item that the ways lead to; picked list entries close up. */
export function project(item: Values, ways: readonly Way[]): Values | undefined {
  const picked = pick(item, ways);
  return isMap(picked) ? picked : undefined;
}

function pick(place: unknown, ways: readonly Way[]): unknown {
  if (ways.some((way) => way.length === 0)) return place;
  const heads = new Set(ways.map(([head]) => head ?? ''));
  const found = [...heads].flatMap((head) => {
    const tails = ways.filter((way) => way[0] === head).map((way) => way.slice(1));
    const value = pick(child(place, head), tails);
    return value === undefined ? [] : [{ head, value }];
  });
  if (found.length === 0) return undefined;
  if (Array.isArray(place)) return found.sort((a, b) => Number(a.head) - Number(b.head)).map(({ value }) => value);
  return Object.fromEntries(found.map(({ head, value }) => [head, value]));
}
