import type { Change, Condition, Item, Path } from '../../kernel/rows.ts';

type Segments = readonly string[];

/** The maps a change writes below although `item` does not have them: the highest one on each way. */
export function missingParents(change: Change, item: Item | undefined): readonly Segments[] {
  const missing = new Map<string, Segments>();
  for (const path of pathsOf(change)) {
    const parent = missingParent(path, item);
    if (parent !== undefined) missing.set(JSON.stringify(parent), parent);
  }
  return [...missing.values()];
}

export const samePaths = (one: readonly Segments[], other: readonly Segments[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * DynamoDB refuses to write below a map that is not there, and an expression cannot create the map and a leaf at once.
 * So the leaves are written as one new map, guarded by "the map is still absent": the change stays one atomic write.
 */
export function withMissingParents(change: Change, missing: readonly Segments[]): Change {
  if (missing.length === 0) return change;
  const maps = missing.map((path) => ({ path, content: {} }));
  const planted = (path: Path, value: unknown): boolean => {
    const map = maps.find((candidate) => isBelow(path, candidate.path));
    if (map !== undefined) putAt(map.content, path.slice(map.path.length), value);
    return map !== undefined;
  };

  const set = (change.set ?? []).filter(([path, value]) => value === undefined || !planted(path, value));
  const add = (change.add ?? []).filter(([path, amount]) => !planted(path, amount));
  const append = (change.append ?? []).filter(([path, entries]) => !planted(path, entries));
  const remove = (change.remove ?? []).filter((path) => !missing.some((parent) => isBelow(path, parent)));
  const filled = maps.filter(({ content }) => Object.keys(content).length > 0);
  const absent = missing.map((path): Condition => ({ kind: 'absent', path }));

  return {
    set: [...set, ...filled.map(({ path, content }) => [path, content] as const)],
    add,
    append,
    remove,
    if: { kind: 'all', of: [...(change.if === undefined ? [] : [change.if]), ...absent] },
  };
}

const pathsOf = (change: Change): readonly Path[] => [
  ...(change.set ?? []).filter(([, value]) => value !== undefined).map(([path]) => path),
  ...(change.add ?? []).map(([path]) => path),
  ...(change.append ?? []).map(([path]) => path),
  ...(change.remove ?? []),
];

function missingParent(path: Path, item: Item | undefined): Segments | undefined {
  if (typeof path === 'string') return undefined;
  let place: unknown = item ?? {};
  for (const [depth, segment] of path.slice(0, -1).entries()) {
    if (!isMap(place)) return undefined;
    place = place[segment];
    if (place === undefined) return path.slice(0, depth + 1);
  }
  return undefined;
}

const isBelow = (path: Path, parent: Segments): boolean =>
  typeof path !== 'string' && path.length > parent.length && parent.every((segment, depth) => path[depth] === segment);

function putAt(content: Record<string, unknown>, rest: string | Segments, value: unknown): void {
  const [head, ...tail] = rest;
  if (head === undefined) return;
  const child = content[head];
  const next = isMap(child) ? child : {};
  content[head] = tail.length === 0 ? value : next;
  if (tail.length > 0) putAt(next, tail, value);
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
