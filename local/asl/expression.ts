import jsonata, { type Expression } from 'jsonata';
import { EvaluationError } from './failure.ts';
import { compileFast, type FastPath, SLOW } from './fast-path.ts';
import { registerFunctions, unsafeBindings } from './functions.ts';
import { plain, UnsupportedResult } from './plain.ts';
import type { Scope } from './scope.ts';

/** What may be suspended on: jsonata 2.0.6 is async, everything else here is not. */
export type Work<T> = Generator<Promise<unknown>, T, unknown>;

/** One `{% ... %}`, compiled once per machine. */
export interface Compiled {
  readonly source: string;
  /** The field as AWS names it: `Arguments/FunctionName`. */
  readonly location: string;
  readonly fast: FastPath | undefined;
  readonly slow: Expression;
}

const DELIMITED = /^\{%([\s\S]*)%\}$/;

/** The trimmed source between `{%` and `%}`, or undefined when the text is a literal. */
export const expressionSource = (text: string): string | undefined => DELIMITED.exec(text)?.[1]?.trim();

/** @throws the parser's own error when the source is not JSONata 2.0.6, or names $eval */
export function compileExpression(source: string, location: string): Compiled {
  const slow = jsonata(source);
  const ast: unknown = slow.ast();
  if (mentionsEval(ast)) throw new Error('$eval is not supported, use $parse');
  registerFunctions(slow);
  return { source, location, fast: compileFast(ast), slow };
}

/** The value of an expression; undefined is refused, as AWS does. */
export function* evaluate(compiled: Compiled, scope: Scope): Work<unknown> {
  if (compiled.fast !== undefined) {
    const value = compiled.fast(scope);
    if (value !== SLOW) return value === undefined ? refuseUndefined(compiled) : value;
  }
  return yield* interpret(compiled, scope);
}

function* interpret(compiled: Compiled, scope: Scope): Work<unknown> {
  let result: unknown;
  try {
    result = yield compiled.slow.evaluate(undefined, bindings(scope));
  } catch (error) {
    throw new EvaluationError(
      `${fieldText(compiled)} threw an error during evaluation. ${errorText(error)}`,
      compiled.location,
    );
  }
  if (result === undefined) return refuseUndefined(compiled);
  try {
    return plain(result);
  } catch (error) {
    if (!(error instanceof UnsupportedResult)) throw error;
    throw new EvaluationError(`${fieldText(compiled)} returned an unsupported result type.`, compiled.location);
  }
}

const bindings = (scope: Scope): Record<string, unknown> => ({
  ...unsafeBindings(scope),
  ...scope.vars,
  states: scope.states(),
});

function refuseUndefined(compiled: Compiled): never {
  throw new EvaluationError(`${fieldText(compiled)} returned nothing (undefined).`, compiled.location);
}

/** The start of every AWS message about one expression. */
export const fieldText = (compiled: { source: string; location: string }): string =>
  `The JSONata expression '${compiled.source}' specified for the field '${compiled.location}'`;

function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error ? `${String(error.code)}: ` : '';
  return `${code}${'message' in error ? String(error.message) : ''}`;
}

function mentionsEval(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(mentionsEval);
  if ('type' in node && node.type === 'variable' && 'value' in node && node.value === 'eval') return true;
  return Object.values(node).some(mentionsEval);
}
