import type { Scope } from './scope.ts';

/** Answer of a fast path that met something only the interpreter decides: arrays in a path, mixed types, errors. */
export const SLOW = Symbol('slow');
export type FastPath = (scope: Scope) => unknown;

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly lhs?: Node | readonly (readonly [Node, Node])[];
  readonly rhs?: Node;
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
  readonly expressions?: readonly Node[];
  readonly procedure?: Node;
  readonly arguments?: readonly Node[];
}

/** Anything beyond these keys (predicate, group, stages, tuple, focus, ...) changes the meaning: leave it alone. */
const KNOWN = new Set([
  'type',
  'value',
  'position',
  'steps',
  'lhs',
  'rhs',
  'condition',
  'then',
  'else',
  'expressions',
  'procedure',
  'name',
  'arguments',
  'consarray',
]);

/**
 * Compiles the part of JSONata whose meaning is plain: literals, paths through objects, comparisons and arithmetic on
 * numbers, conditions, object constructors. At run time anything unusual answers SLOW, so the result is never a guess.
 */
export function compileFast(ast: unknown): FastPath | undefined {
  if (!isNode(ast) || Object.keys(ast).some((key) => !KNOWN.has(key))) return undefined;
  return COMPILERS[ast.type]?.(ast);
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

const COMPILERS: Readonly<Record<string, (node: Node) => FastPath | undefined>> = {
  string: (node) => () => node.value,
  number: (node) => () => node.value,
  value: (node) => () => node.value,
  variable: (node) => pathOf([node]),
  path: (node) => pathOf(node.steps ?? []),
  condition: conditionOf,
  block: (node) => (node.expressions?.length === 1 ? compileFast(node.expressions[0]) : undefined),
  binary: binaryOf,
  unary: objectOf,
  function: callOf,
};

function pathOf([first, ...rest]: readonly Node[]): FastPath | undefined {
  if (first?.type !== 'variable' || typeof first.value !== 'string' || first.value === '') return undefined;
  if (Object.keys(first).some((key) => !KNOWN.has(key))) return undefined;
  const names: string[] = [];
  for (const step of rest) {
    if (step.type !== 'name' || typeof step.value !== 'string' || Object.keys(step).some((key) => !KNOWN.has(key)))
      return undefined;
    names.push(step.value);
  }
  return first.value === 'states' ? statesPath(names) : variablePath(first.value, names);
}

function statesPath([part, ...names]: string[]): FastPath {
  if (part === undefined) return (scope) => scope.states();
  if (part === 'input') return (scope) => walk(scope.input, names);
  if (part === 'result') return (scope) => walk(scope.result, names);
  if (part === 'errorOutput') return (scope) => walk(scope.errorOutput, names);
  return part === 'context' ? (scope) => walk(scope.context(), names) : () => SLOW;
}

/** A name that is no variable may still be a function, so only the interpreter can say what it is. */
const variablePath =
  (name: string, names: readonly string[]): FastPath =>
  (scope) =>
    Object.hasOwn(scope.vars, name) ? walk(scope.vars[name], names) : SLOW;

function walk(start: unknown, names: readonly string[]): unknown {
  let value = start;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) || !Object.hasOwn(value, name))
      return Array.isArray(value) || name in value ? SLOW : undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

function conditionOf(node: Node): FastPath | undefined {
  const [condition, yes] = [compileFast(node.condition), compileFast(node.then)];
  const no = node.else === undefined ? () => undefined : compileFast(node.else);
  if (!condition || !yes || !no) return undefined;
  return (scope) => {
    const chosen = condition(scope);
    return typeof chosen === 'boolean' ? (chosen ? yes(scope) : no(scope)) : SLOW;
  };
}

type Operator = (a: unknown, b: unknown) => unknown;

const numeric =
  (act: (a: number, b: number) => number): Operator =>
  (a, b) => {
    if (typeof a !== 'number' || typeof b !== 'number') return SLOW;
    const result = act(a, b);
    return Number.isFinite(result) ? result : SLOW;
  };

const ordered =
  (act: (a: number | string, b: number | string) => boolean): Operator =>
  (a, b) =>
    (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string')
      ? act(a, b)
      : SLOW;

const logical =
  (act: (a: boolean, b: boolean) => boolean): Operator =>
  (a, b) =>
    typeof a === 'boolean' && typeof b === 'boolean' ? act(a, b) : SLOW;

const isPrimitive = (value: unknown): boolean => value !== undefined && (value === null || typeof value !== 'object');

const equality =
  (equal: boolean): Operator =>
  (a, b) =>
    isPrimitive(a) && isPrimitive(b) ? (a === b) === equal : SLOW;

const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': numeric((a, b) => a + b),
  '-': numeric((a, b) => a - b),
  '*': numeric((a, b) => a * b),
  '/': numeric((a, b) => a / b),
  '%': numeric((a, b) => a % b),
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
  '=': equality(true),
  '!=': equality(false),
  and: logical((a, b) => a && b),
  or: logical((a, b) => a || b),
  '&': (a, b) => (typeof a === 'string' && typeof b === 'string' ? a + b : SLOW),
};

function binaryOf(node: Node): FastPath | undefined {
  const act = OPERATORS[String(node.value)];
  const [left, right] = [compileFast(node.lhs), compileFast(node.rhs)];
  if (!act || !left || !right) return undefined;
  return (scope) => {
    const a = left(scope);
    const b = right(scope);
    return a === SLOW || b === SLOW ? SLOW : act(a, b);
  };
}

/** `{"key": value}` with constant, distinct keys; an undefined value is left out, as jsonata does. */
function objectOf(node: Node): FastPath | undefined {
  if (node.value !== '{' || !Array.isArray(node.lhs)) return undefined;
  const entries: [string, FastPath][] = [];
  for (const [key, value] of node.lhs) {
    const fast = compileFast(value);
    if (key.type !== 'string' || !fast || entries.some(([name]) => name === key.value)) return undefined;
    entries.push([String(key.value), fast]);
  }
  return (scope) => buildObject(entries, scope);
}

function buildObject(entries: readonly [string, FastPath][], scope: Scope): unknown {
  const result: Record<string, unknown> = {};
  for (const [key, fast] of entries) {
    const value = fast(scope);
    if (value === SLOW) return SLOW;
    if (value !== undefined) result[key] = value;
  }
  return result;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

/** The functions a workflow calls at every wait; each answers SLOW outside its plain case. */
const CALLS: Readonly<Record<string, { arity: number; act: (args: readonly unknown[], scope: Scope) => unknown }>> = {
  millis: { arity: 0, act: (_, scope) => scope.at },
  exists: { arity: 1, act: ([a]) => a !== undefined },
  not: { arity: 1, act: ([a]) => (typeof a === 'boolean' ? !a : SLOW) },
  ceil: { arity: 1, act: ([a]) => (typeof a === 'number' ? Math.ceil(a) : SLOW) },
  floor: { arity: 1, act: ([a]) => (typeof a === 'number' ? Math.floor(a) : SLOW) },
  toMillis: { arity: 1, act: ([a]) => (typeof a === 'string' && ISO.test(a) ? Date.parse(a) : SLOW) },
  string: { arity: 1, act: ([a]) => (typeof a === 'string' ? a : Number.isSafeInteger(a) ? String(a) : SLOW) },
};

function callOf(node: Node): FastPath | undefined {
  const name = node.procedure?.type === 'variable' ? String(node.procedure.value) : '';
  const call = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  const args = (node.arguments ?? []).map(compileFast);
  if (call?.arity !== args.length || !args.every((fast) => fast !== undefined)) return undefined;
  return (scope) => {
    if (Object.hasOwn(scope.vars, name)) return SLOW;
    const values = args.map((fast) => fast(scope));
    return values.includes(SLOW) ? SLOW : call.act(values, scope);
  };
}
