import type { Change, Condition, Path, SortRange } from '../../kernel/rows.ts';

/** Collects names and values under placeholders, so that no reserved word or odd character can reach an expression. */
export interface Placeholders {
  name(path: Path): string;
  value(value: unknown): string;
  attributes(): {
    ExpressionAttributeNames?: Record<string, string>;
    ExpressionAttributeValues?: Record<string, unknown>;
  };
}

/** Placeholders are numbered in the order of use: changes of the same shape give the same text, which parsers can keep. */
export function placeholders(): Placeholders {
  const names = new Map<string, string>();
  const values: Record<string, unknown> = {};
  let valueCount = 0;

  const nameOf = (segment: string): string => {
    const known = names.get(segment);
    if (known !== undefined) return known;
    const fresh = `#${names.size}`;
    names.set(segment, fresh);
    return fresh;
  };

  return {
    name: (path) => (typeof path === 'string' ? nameOf(path) : path.map(nameOf).join('.')),
    value: (value) => {
      const placeholder = `:${valueCount++}`;
      values[placeholder] = value;
      return placeholder;
    },
    attributes: () => ({
      ...(names.size > 0 && { ExpressionAttributeNames: namesByPlaceholder(names) }),
      ...(valueCount > 0 && { ExpressionAttributeValues: values }),
    }),
  };
}

const namesByPlaceholder = (names: ReadonlyMap<string, string>): Record<string, string> => {
  const byPlaceholder: Record<string, string> = {};
  for (const [segment, placeholder] of names) byPlaceholder[placeholder] = segment;
  return byPlaceholder;
};

const comparators = { equals: '=', differs: '<>', less: '<', atMost: '<=', greater: '>', atLeast: '>=' } as const;

export const compileCondition = (condition: Condition, at: Placeholders): string => compiled(condition, at).text;

interface Compiled {
  readonly text: string;
  /** Joined by AND or OR, so it needs parentheses inside another condition. Doubled ones are an error in DynamoDB. */
  readonly isJoined: boolean;
}

function compiled(condition: Condition, at: Placeholders): Compiled {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return joined(condition.kind, condition.of, at);
    case 'not':
      return single(`NOT (${compileCondition(condition.of, at)})`);
    case 'absent':
      return single(`attribute_not_exists(${at.name(condition.path)})`);
    case 'present':
      return single(`attribute_exists(${at.name(condition.path)})`);
    case 'contains':
      return single(`contains(${at.name(condition.path)}, ${comparedValue(condition, at)})`);
    default:
      return single(`${at.name(condition.path)} ${comparators[condition.kind]} ${comparedValue(condition, at)}`);
  }
}

const single = (text: string): Compiled => ({ text, isJoined: false });

/** An empty group keeps its meaning (all of nothing holds, any of nothing does not); expressions have no literal for it. */
function joined(kind: 'all' | 'any', of: readonly Condition[], at: Placeholders): Compiled {
  const parts = of.map((part) => compiled(part, at));
  const [first] = parts;
  if (first === undefined) {
    const key = at.name('pk');
    return {
      text: `attribute_exists(${key}) ${kind === 'all' ? 'OR' : 'AND'} attribute_not_exists(${key})`,
      isJoined: true,
    };
  }
  if (parts.length === 1) return first;
  const texts = parts.map(({ text, isJoined }) => (isJoined ? `(${text})` : text));
  return { text: texts.join(kind === 'all' ? ' AND ' : ' OR '), isJoined: true };
}

const ordering: ReadonlySet<string> = new Set(['less', 'atMost', 'greater', 'atLeast']);

function comparedValue({ kind, path, value }: { kind: string; path: Path; value: unknown }, at: Placeholders): string {
  const about = `the condition "${kind}" on ${pathText(path)}`;
  if (value === undefined) {
    throw new TypeError(`${about} compares with undefined: give a value, or ask for absent or present`);
  }
  if (ordering.has(kind) && typeof value !== 'string' && typeof value !== 'number') {
    throw new TypeError(`${about} has to order by ${JSON.stringify(value)}: only text and numbers have an order`);
  }
  return at.value(value);
}

const pathText = (path: Path): string => (typeof path === 'string' ? path : path.join('.'));

/** The update expression of a change, or nothing when it changes nothing (an update without one still creates the row). */
export function compileChange(change: Change, at: Placeholders): string | undefined {
  const set = [
    ...(change.set ?? [])
      .filter(([, value]) => value !== undefined)
      .map(([path, value]) => `${at.name(path)} = ${at.value(value)}`),
    ...(change.add ?? []).map(([path, amount]) => plusMissingAsZero(at.name(path), amount, at)),
    ...(change.append ?? []).map(([path, entries]) => appendMissingAsEmpty(at.name(path), entries, at)),
  ];
  const remove = (change.remove ?? []).map((path) => at.name(path));
  const clauses = [
    ...(set.length > 0 ? [`SET ${set.join(', ')}`] : []),
    ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
  ];
  return clauses.length > 0 ? clauses.join(' ') : undefined;
}

const plusMissingAsZero = (name: string, amount: number, at: Placeholders): string =>
  `${name} = if_not_exists(${name}, ${at.value(0)}) + ${at.value(amount)}`;

const appendMissingAsEmpty = (name: string, entries: readonly unknown[], at: Placeholders): string =>
  `${name} = list_append(if_not_exists(${name}, ${at.value([])}), ${at.value(entries)})`;

/** Key conditions know no empty text: every key begins with an empty prefix, so the part is left out. */
export function compileKeyCondition(
  keys: { pk: string; sk: string },
  pk: string,
  range: SortRange | undefined,
  at: Placeholders,
): string {
  const partition = `${at.name(keys.pk)} = ${at.value(pk)}`;
  if (range === undefined || ('prefix' in range && range.prefix === '')) return partition;
  const sk = at.name(keys.sk);
  if ('prefix' in range) return `${partition} AND begins_with(${sk}, ${at.value(range.prefix)})`;
  if ('atMost' in range) return `${partition} AND ${sk} <= ${at.value(range.atMost)}`;
  return `${partition} AND ${sk} BETWEEN ${at.value(range.from)} AND ${at.value(range.to)}`;
}
