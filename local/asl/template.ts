import { type Compiled, compileExpression, evaluate, expressionSource, type Work } from './expression.ts';
import type { Scope } from './scope.ts';
import type { Problem } from './types.ts';

/** A JSON value with expressions in it; a part without any is kept as one constant. */
export type Template =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'expression'; readonly compiled: Compiled }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Template])[] }
  | { readonly kind: 'array'; readonly items: readonly Template[] };

/** Compiles a field's value; a bad expression is added to `problems` under its path. */
export function compileTemplate(value: unknown, location: string, path: string, problems: Problem[]): Template {
  if (typeof value === 'string') return compileText(value, location, path, problems);
  if (typeof value !== 'object' || value === null) return { kind: 'constant', value };
  return Array.isArray(value)
    ? compileArray(value, location, path, problems)
    : compileObject(value, location, path, problems);
}

function compileText(value: string, location: string, path: string, problems: Problem[]): Template {
  const source = expressionSource(value);
  if (source === undefined) return { kind: 'constant', value };
  try {
    return { kind: 'expression', compiled: compileExpression(source, location) };
  } catch (error) {
    const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    problems.push({ path, message: `the JSONata expression '${source}' does not compile: ${String(message)}` });
    return { kind: 'constant', value };
  }
}

function compileArray(value: readonly unknown[], location: string, path: string, problems: Problem[]): Template {
  const items = value.map((item, i) => compileTemplate(item, `${location}[${i}]`, `${path}[${i}]`, problems));
  return items.every((item) => item.kind === 'constant') ? { kind: 'constant', value } : { kind: 'array', items };
}

function compileObject(value: object, location: string, path: string, problems: Problem[]): Template {
  const entries = Object.entries(value).map(
    ([key, item]) => [key, compileTemplate(item, `${location}/${key}`, `${path}/${key}`, problems)] as const,
  );
  return entries.every(([, item]) => item.kind === 'constant')
    ? { kind: 'constant', value }
    : { kind: 'object', entries };
}

export function* fill(template: Template, scope: Scope): Work<unknown> {
  if (template.kind === 'constant') return template.value;
  if (template.kind === 'expression') return yield* evaluate(template.compiled, scope);
  if (template.kind === 'array') {
    const items: unknown[] = [];
    for (const item of template.items) items.push(yield* fill(item, scope));
    return items;
  }
  const result: Record<string, unknown> = {};
  for (const [key, item] of template.entries) result[key] = yield* fill(item, scope);
  return result;
}
