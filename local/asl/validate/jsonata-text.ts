import { compileExpression, expressionSource } from '../expression.ts';
import type { Json } from '../json.ts';
import { at, type Check, lint, report } from './check.ts';

/** Constants of the language, and what is checked in its own place. */
const NOT_EXPRESSIONS = new Set([
  'Type',
  'Comment',
  'QueryLanguage',
  'Next',
  'End',
  'Default',
  'Resource',
  'ErrorEquals',
  'Branches',
  'ItemProcessor',
  'Label',
]);

/** Every expression of a state compiles. */
export function checkExpressions(check: Check, state: Json): void {
  for (const [field, value] of Object.entries(state)) {
    if (!NOT_EXPRESSIONS.has(field)) checkValue(at(check, field), value);
  }
}

function checkValue(check: Check, value: unknown): void {
  if (typeof value === 'string') {
    checkText(check, value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value))
    if (key !== 'Comment' && key !== 'ErrorEquals') checkValue(at(check, key), entry);
}

/** White space on both sides, and only a space in front, is the form validators ask for; AWS takes any. */
const WELL_SPACED = /^\{% \S[\s\S]*\s%\}$/;

function checkText(check: Check, text: string): void {
  const source = expressionSource(text);
  if (source === undefined) {
    if (text.startsWith('{%') || text.endsWith('%}'))
      lint(check, `"${text}" is plain text, an expression stands between {% and %}`);
    return;
  }
  if (!WELL_SPACED.test(text)) lint(check, 'one space belongs on each side of an expression: {% source %}');
  try {
    compileExpression(source, check.path);
  } catch (error) {
    const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    report(check, `the JSONata expression '${source}' does not compile: ${String(message)}`);
  }
}
