import type { Param, Params } from './types.ts';

/** The text of a scalar parameter; absent and nested ones read as undefined. An empty text means "unset" to Stripe. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = text(params, name);
  return value === undefined ? undefined : value === 'true';
}

export function integer(params: Params, name: string): number | undefined {
  const value = text(params, name);
  return value === undefined || !/^-?\d+$/.test(value) ? undefined : Number(value);
}

export function nested(params: Params, name: string): Params {
  const value = params[name];
  return isRecord(value) ? value : {};
}

/** A list, whether it came as an array or as `name[0]`, `name[1]`. */
export function list(params: Params, name: string): readonly Param[] {
  const value = params[name];
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return [];
  return Object.values(value).filter((item): item is Param => item !== undefined);
}

export const texts = (params: Params, name: string): string[] =>
  list(params, name).filter((item): item is string => typeof item === 'string');

export const isRecord = (value: unknown): value is { readonly [name: string]: Param | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Metadata as Stripe merges it: an empty value deletes the key. */
export function mergeMetadata(before: Record<string, string>, params: Params): Record<string, string> {
  const after = { ...before };
  for (const name of Object.keys(nested(params, 'metadata'))) {
    const value = text(nested(params, 'metadata'), name);
    if (value === undefined || value === '') delete after[name];
    else after[name] = value;
  }
  return after;
}

interface Branch {
  [name: string]: string | Branch;
}

/** Decodes `a[b][0]=c` pairs, as the `stripe` package writes them, into nested records. */
export function decodeForm(encoded: string): Params {
  const root: Branch = Object.create(null) as Branch;
  for (const [name, value] of new URLSearchParams(encoded)) put(root, keysOf(name), value);
  return { ...root };
}

const keysOf = (name: string): string[] => name.replaceAll(']', '').split('[');

function put(branch: Branch, keys: readonly string[], value: string): void {
  const [key = '', ...rest] = keys;
  const name = key === '' ? String(Object.keys(branch).length) : key;
  if (rest.length === 0) {
    branch[name] = value;
    return;
  }
  const child = branch[name];
  const next: Branch = typeof child === 'object' ? child : {};
  branch[name] = next;
  put(next, rest, value);
}

/** The same parameters in any order give the same text; this is what an idempotency key is compared by. */
export function canonical(value: Param | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(String(value ?? ''));
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}
