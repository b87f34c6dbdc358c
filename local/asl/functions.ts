import { createHash } from 'node:crypto';
import jsonata, { type Expression } from 'jsonata';
import { numberAt, uuidFrom } from './random.ts';
import type { Scope } from './scope.ts';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const refuse = (code: string, message: string): never => {
  throw Object.assign(new Error(message), { code });
};

export function partition(array: unknown, size: unknown): unknown[][] | undefined {
  if (array === undefined) return undefined;
  if (typeof size !== 'number' || Math.floor(size) < 1)
    return refuse('D3020', 'Second argument of partition function must be a positive number');
  const items = Array.isArray(array) ? array : [array];
  const step = Math.floor(size);
  return Array.from({ length: Math.ceil(items.length / step) }, (_, i) => items.slice(i * step, (i + 1) * step));
}

/** Longest array $range may make (documented for the intrinsic function it replaces). */
const MAX_RANGE = 1000;

/** Inclusive. A range of one comes back as the bare number (recorded 2024-11). */
export function range(first: unknown, last: unknown, step: unknown): unknown {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number') return undefined;
  if (Math.trunc(step) === 0) return refuse('D3020', 'Third argument of range function must not be 0');
  const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > MAX_RANGE)
    return refuse('D2014', `The size of the sequence allocated by the range function must not exceed ${MAX_RANGE}`);
  const items = Array.from({ length }, (_, i) => from + i * by);
  return items.length > 1 ? items : items[0];
}

export function hash(data: unknown, algorithm: unknown): string | undefined {
  if (data === undefined) return undefined;
  const name = HASHES[String(algorithm)];
  if (name === undefined) return refuse('D3021', `Unsupported hash algorithm: ${String(algorithm)}`);
  return createHash(name)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
}

export const parse = (text: unknown): unknown => (text === undefined ? undefined : JSON.parse(String(text)));

/** Time and chance belong to the execution; they are bound per evaluation, under jsonata's own names. */
export const unsafeBindings = (scope: Scope): Record<string, unknown> => ({
  now: (picture?: string, zone?: string) => BUILTIN.fromMillis(scope.at, picture, zone),
  millis: () => scope.at,
  random: (seed?: unknown) => (seed === undefined ? scope.draw() : numberAt(`$random ${JSON.stringify(seed)}`, 0)),
  uuid: () => uuidFrom(scope.draw),
  shuffle: (items: unknown) =>
    items === undefined ? undefined : shuffled(Array.isArray(items) ? items : [items], scope.draw),
  toMillis: (text?: string, picture?: string) => BUILTIN.toMillis(scope.at, text, picture),
});

function shuffled(items: readonly unknown[], draw: () => number): unknown[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

export function registerFunctions(expression: Expression): void {
  expression.registerFunction('partition', partition);
  expression.registerFunction('range', range);
  expression.registerFunction('hash', hash);
  expression.registerFunction('parse', parse);
  expression.assign('eval', undefined);
}

interface Builtin {
  readonly implementation: (this: unknown, ...args: unknown[]) => unknown;
}

const isBuiltin = (value: unknown): value is Builtin =>
  typeof value === 'object' &&
  value !== null &&
  'implementation' in value &&
  typeof value.implementation === 'function';

async function builtin(name: string): Promise<Builtin> {
  const found: unknown = await jsonata(`$${name}`).evaluate(undefined);
  if (isBuiltin(found)) return found;
  throw new Error(`jsonata has no function $${name}, expected one of version 2.0.6; pin the version`);
}

const builtins = {
  fromMillis: await builtin('fromMillis'),
  toMillis: await builtin('toMillis'),
};

/** jsonata fills an incomplete date picture from the machine's clock; the original runs here with the event's time. */
const BUILTIN = {
  fromMillis: (at: number, picture?: string, zone?: string) =>
    builtins.fromMillis.implementation.call({}, at, picture, zone),
  toMillis: (at: number, text?: string, picture?: string) =>
    builtins.toMillis.implementation.call({ environment: { timestamp: new Date(at) } }, text, picture),
};
