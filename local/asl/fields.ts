import type { Work } from './expression.ts';
import { fieldText } from './expression.ts';
import { EvaluationError } from './failure.ts';
import type { Scope } from './scope.ts';
import { fill, type Template } from './template.ts';

export const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** AWS's sentence for an expression whose value has the wrong type. */
export function wrongType(template: Template, location: string, expected: string, value: unknown): EvaluationError {
  const subject =
    template.kind === 'expression' ? fieldText(template.compiled) : `The value specified for the field '${location}'`;
  const message = `${subject} returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
  return new EvaluationError(message, location);
}

export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** Takes text of digits for the number. */
  readonly digits?: boolean;
}

/** A number field such as TimeoutSeconds, checked after evaluation as AWS checks it. */
export function* fillNumber(
  template: Template | undefined,
  location: string,
  scope: Scope,
  bounds: Bounds,
): Work<number | undefined> {
  if (template === undefined) return undefined;
  const found = yield* fill(template, scope);
  const value = bounds.digits && typeof found === 'string' && /^\d+$/.test(found) ? Number(found) : found;
  if (typeof value !== 'number') throw wrongType(template, location, 'number', value);
  if (value >= bounds.min && value <= bounds.max && (!bounds.whole || Number.isInteger(value))) return value;
  const source =
    template.kind === 'expression' ? fieldText(template.compiled) : `The value specified for the field '${location}'`;
  const kind = bounds.whole ? 'an integer' : 'a number';
  throw new EvaluationError(
    `${source} returned an invalid value. Expected ${kind} from ${bounds.min} to ${bounds.max}, but was: ${value}`,
    location,
  );
}

export function* fillText(template: Template | undefined, location: string, scope: Scope): Work<string | undefined> {
  if (template === undefined) return undefined;
  const value = yield* fill(template, scope);
  if (typeof value !== 'string') throw wrongType(template, location, 'string', value);
  return value;
}
