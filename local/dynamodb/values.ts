import { invalid } from './errors.ts';
import { compareText } from './text-order.ts';

export type Values = Readonly<Record<string, unknown>>;
export type AttributeType = 'S' | 'N' | 'BOOL' | 'NULL' | 'L' | 'M';

/** Levels of an attribute, from its own list or map down to the innermost value (AWS quota, as DynamoDB Local counts). */
const MAX_DEPTH = 32;
const MIN_MAGNITUDE = 1e-130;

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A copy that shares nothing with the caller, checked as the document client checks: undefined and functions are
 * dropped, what has no place in a row is refused. Sets and binary values are refused too, so that rows stay JSON.
 */
export function copyIn(value: unknown, depth = 1): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (typeof value === 'number') return checkedNumber(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') throw unstorable(value);
  if (depth >= MAX_DEPTH) throw invalid('Nesting Levels have exceeded supported limits');
  return Array.isArray(value) ? copyInList(value, depth) : copyInMap(value, depth);
}

function copyInList(list: readonly unknown[], depth: number): unknown[] {
  const copy: unknown[] = [];
  for (const entry of list) {
    if (entry !== undefined && typeof entry !== 'function') copy.push(copyIn(entry, depth + 1));
  }
  return copy;
}

function copyInMap(map: object, depth: number): Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(map);
  // Another realm's plain object (a test runner's) has another Object.prototype, hence the name.
  if (prototype !== null && prototype !== Object.prototype && map.constructor?.name !== 'Object') throw unstorable(map);
  return copyInEntries(map as Values, depth);
}

export function copyInEntries(map: Values, depth = 0): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name in map) {
    const value = map[name];
    if (value !== undefined && typeof value !== 'function') copy[name] = copyIn(value, depth + 1);
  }
  return copy;
}

export function copyOut<Value>(value: Value): Value;
export function copyOut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => copyOut(entry));
  const copy: Record<string, unknown> = {};
  const map = value as Values;
  for (const name in map) copy[name] = copyOut(map[name]);
  return copy;
}

function checkedNumber(value: number): number {
  if (
    Number.isFinite(value) &&
    Math.abs(value) <= Number.MAX_SAFE_INTEGER &&
    (value === 0 || Math.abs(value) >= MIN_MAGNITUDE)
  )
    return value === 0 ? 0 : value;
  throw invalid(
    `the number ${value} cannot be stored exactly: use at most ±${Number.MAX_SAFE_INTEGER} and at least ±1e-130`,
  );
}

const unstorable = (value: unknown): TypeError =>
  new TypeError(
    `a ${typeof value === 'object' ? (value?.constructor?.name ?? 'null') : typeof value} cannot be stored: use text, a number, a boolean, null, a list or a plain object`,
  );

export function typeOf(value: unknown): AttributeType {
  if (typeof value === 'string') return 'S';
  if (typeof value === 'number') return 'N';
  if (typeof value === 'boolean') return 'BOOL';
  if (value === null) return 'NULL';
  return Array.isArray(value) ? 'L' : 'M';
}

export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return a !== undefined;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((entry, at) => isEqual(entry, b[at]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isEqual(a[name], b[name]));
}

/** The order of two texts or two numbers; undefined for everything that has no order, which makes every comparison false. */
export function order(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return undefined;
}
