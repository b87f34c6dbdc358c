import {
  type Change,
  type Condition,
  type Item,
  indexKeys,
  type Key,
  type Path,
  type Query,
  type Rows,
  type Written,
} from '../../lambdas/kernel/rows.ts';

type Plain = Record<string, unknown>;

/** The port as simply as it can be said, to hold a real table against: an array of items, copied as JSON. */
export function modelRows(): Rows {
  let all: Item[] = [];
  const find = ({ pk, sk }: Key): Item | undefined => all.find((item) => item.pk === pk && item.sk === sk);
  const replace = (key: Key, item?: Item): void => {
    all = [...all.filter((other) => other !== find(key)), ...(item === undefined ? [] : [item])];
  };
  const refused = (item: Item | undefined): Written => ({
    kind: 'refused',
    ...(item !== undefined && { item: copy(item) }),
  });
  const guarded = (key: Key, condition: Condition | undefined, write: (before: Item | undefined) => Item): Written => {
    const before = find(key);
    if (condition !== undefined && !holds(condition, before ?? {})) return refused(before);
    return { kind: 'done', item: copy(write(before)) };
  };

  return {
    get: async (key) => copy(find(key)),
    query: async (query) => ({ items: copy(select(all, query)) }),
    put: async (item, condition) =>
      guarded(item, condition, () => {
        replace(item, copy(item));
        return item;
      }),
    update: async (key, change) =>
      guarded(key, change.if, (before) => {
        const item = changed(before ?? { pk: key.pk, sk: key.sk }, change);
        replace(key, item);
        return item;
      }),
    remove: async (key, condition) =>
      guarded(key, condition, (before) => {
        replace(key);
        return before ?? { pk: key.pk, sk: key.sk };
      }),
  };
}

const copy = <Value>(value: Value): Value => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

const segments = (path: Path): readonly string[] => (typeof path === 'string' ? [path] : path);

const at = (item: unknown, path: Path): unknown =>
  segments(path).reduce<unknown>((place, name) => (isPlain(place) ? place[name] : undefined), item);

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function changed(before: Item, change: Change): Item {
  const item = copy(before);
  for (const [path, value] of change.set ?? []) setAt(item, segments(path), value);
  for (const [path, amount] of change.add ?? [])
    setAt(item, segments(path), cents(Number(at(before, path) ?? 0) + amount));
  for (const [path, entries] of change.append ?? [])
    setAt(item, segments(path), [...list(at(before, path)), ...entries]);
  for (const path of change.remove ?? []) setAt(item, segments(path), undefined);
  return copy(item);
}

/** The stories add tenths only. */
const cents = (sum: number): number => Math.round(sum * 100) / 100;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function setAt(place: Plain, [head = '', ...tail]: readonly string[], value: unknown): void {
  if (tail.length === 0) {
    place[head] = value;
    return;
  }
  const child = place[head];
  if (child === undefined && value === undefined) return;
  const next = isPlain(child) ? child : {};
  place[head] = next;
  setAt(next, tail, value);
}

function holds(condition: Condition, item: Plain): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.of.every((part) => holds(part, item));
    case 'any':
      return condition.of.some((part) => holds(part, item));
    case 'not':
      return !holds(condition.of, item);
    case 'absent':
      return at(item, condition.path) === undefined;
    case 'present':
      return at(item, condition.path) !== undefined;
    default:
      return compares(condition.kind, at(item, condition.path), condition.value);
  }
}

function compares(kind: string, found: unknown, value: unknown): boolean {
  if (kind === 'equals') return found === value;
  if (kind === 'differs') return found !== value;
  if (kind === 'contains') return typeof found === 'string' && typeof value === 'string' && found.includes(value);
  if (typeof found !== 'number' || typeof value !== 'number') return false;
  if (kind === 'less') return found < value;
  if (kind === 'atMost') return found <= value;
  return kind === 'greater' ? found > value : found >= value;
}

function select(all: readonly Item[], query: Query): readonly Item[] {
  const keys = query.index === undefined ? { pk: 'pk', sk: 'sk' } : indexKeys[query.index];
  const found = all
    .filter((item) => item[keys.pk] === query.pk && typeof item[keys.sk] === 'string')
    .filter((item) => isInRange(String(item[keys.sk]), query.sk))
    .sort((a, b) => bytes(String(a[keys.sk]), String(b[keys.sk])));
  return (query.newestFirst === true ? found.reverse() : found).slice(0, query.limit);
}

function isInRange(sk: string, range: Query['sk']): boolean {
  if (range === undefined) return true;
  if ('prefix' in range) return sk.startsWith(range.prefix);
  if ('atMost' in range) return bytes(sk, range.atMost) <= 0;
  return bytes(sk, range.from) >= 0 && bytes(sk, range.to) <= 0;
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
