import { addDecimal } from './decimal.ts';
import { child, read, type Scope, valueIn, type Way, wayOf } from './document-path.ts';
import { invalid } from './errors.ts';
import type { Action, Assigned } from './expression-syntax.ts';
import { copyIn, isMap, type Values } from './values.ts';

export interface Updated {
  readonly item: Values;
  /** What was set, added or removed. */
  readonly ways: readonly Way[];
}

type Step = { readonly way: Way; readonly value?: unknown };

/** Every operand reads the item as it stood before; untouched parts are shared with it, touched ones are copied. */
export function applyUpdate(actions: readonly Action[], scope: Scope): Updated {
  const steps = actions.map((action): Step => {
    const way = wayOf(action.path, scope.names);
    if (action.kind === 'remove') return { way };
    return { way, value: action.kind === 'set' ? assigned(action.to, scope) : added(action, scope) };
  });
  const ways = steps.map(({ way }) => way);
  refuseOverlap(ways);

  const item: Record<string, unknown> = { ...scope.item };
  const copied = new Set<unknown>([item]);
  const written = steps.filter((step) => 'value' in step);
  const removed = steps.filter((step) => !('value' in step)).sort((a, b) => lastIndex(b.way) - lastIndex(a.way));
  for (const { way, value } of written) setAt(parentOf(item, way, copied), way, value);
  // From the end of a list to its start, since each removal moves what follows.
  for (const { way } of removed) removeAt(parentOf(item, way, copied), way);
  return { item, ways };
}

function assigned(node: Assigned, scope: Scope): unknown {
  switch (node.kind) {
    case 'value':
      return copyIn(valueIn(node.name, scope));
    case 'path':
      return existing(read(node, scope));
    case 'if_not_exists':
      return orElse(read(node.of, scope), () => assigned(node.otherwise, scope));
    case 'list_append':
      return [...list(assigned(node.left, scope)), ...list(assigned(node.right, scope))];
    default:
      return sum(node.kind, assigned(node.left, scope), assigned(node.right, scope));
  }
}

/** Not `??`: a stored null exists. */
const orElse = (value: unknown, otherwise: () => unknown): unknown => (value === undefined ? otherwise() : value);

function existing(value: unknown): unknown {
  if (value !== undefined) return value;
  throw invalid('The provided expression refers to an attribute that does not exist in the item');
}

const wrongType = (): Error => invalid('An operand in the update expression has an incorrect data type');

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrongType();
}

function sum(kind: 'plus' | 'minus', left: unknown, right: unknown): unknown {
  if (typeof left !== 'number' || typeof right !== 'number') throw wrongType();
  return copyIn(addDecimal(left, kind === 'plus' ? right : -right));
}

function added(action: Action & { kind: 'add' }, scope: Scope): unknown {
  const amount = valueIn(action.value, scope);
  if (typeof amount !== 'number') {
    throw invalid(
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, this table adds numbers only',
    );
  }
  return sum(
    'plus',
    orElse(read(action.path, scope), () => 0),
    amount,
  );
}

function refuseOverlap(ways: readonly Way[]): void {
  for (const [at, one] of ways.entries()) {
    for (let next = at + 1; next < ways.length; next++) {
      const other = ways[next];
      if (other === undefined || !startsAlike(one, other)) continue;
      throw invalid(
        `Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${text(one)}, path two: ${text(other)}`,
      );
    }
  }
}

function startsAlike(one: Way, other: Way): boolean {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return false;
  return true;
}

const text = (way: Way): string => `[${way.join(', ')}]`;

const invalidPath = (): Error => invalid('The document path provided in the update expression is invalid for update');

/** The list or map that holds the end of `way`, copied once so that the version before stays as it is. */
function parentOf(root: Record<string, unknown>, way: Way, copied: Set<unknown>): Record<string, unknown> | unknown[] {
  let parent: Record<string, unknown> | unknown[] = root;
  for (let at = 0; at < way.length - 1; at++) {
    const step = way[at] ?? 0;
    let next = child(parent, step);
    if (!Array.isArray(next) && !isMap(next)) throw invalidPath();
    if (!copied.has(next)) {
      next = Array.isArray(next) ? [...next] : { ...next };
      copied.add(next);
      put(parent, step, next);
    }
    parent = next as typeof parent;
  }
  return parent;
}

function setAt(parent: Record<string, unknown> | unknown[], way: Way, value: unknown): void {
  const last = way.at(-1) ?? 0;
  // Setting beyond the end of a list appends.
  put(parent, Array.isArray(parent) && typeof last === 'number' ? Math.min(last, parent.length) : last, value);
}

function put(parent: Record<string, unknown> | unknown[], at: string | number, value: unknown): void {
  if (Array.isArray(parent) && typeof at === 'number') parent[at] = value;
  else if (!Array.isArray(parent) && typeof at === 'string') parent[at] = value;
  else throw invalidPath();
}

function removeAt(parent: Record<string, unknown> | unknown[], way: Way): void {
  const last = way.at(-1) ?? 0;
  if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1);
  else if (!Array.isArray(parent) && typeof last === 'string') delete parent[last];
  else throw invalidPath();
}

const lastIndex = (way: Way): number => {
  const last = way.at(-1);
  return typeof last === 'number' ? last : -1;
};
