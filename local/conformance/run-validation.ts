import { type MachineType, validate } from '../asl/index.ts';
import type { Case } from './case.ts';
import type { Finding } from './verdict.ts';

/** Compares whether a definition is valid; the words of the refusal are each validator's own. */
export function runValidation(of: Case): Finding {
  const expected = expectedValid(of);
  if (expected === undefined) return { verdict: 'failed', why: 'the case expects no verdict, so it checks nothing' };
  const problems = validate(definitionOf(of.definition), typeOf(of));
  if (expected === (problems.length === 0)) return { verdict: 'passed', why: '' };
  const first = problems[0];
  return {
    verdict: 'failed',
    why: first === undefined ? 'expected problems, found none' : `expected none, found ${first.path}: ${first.message}`,
  };
}

function expectedValid({ kind, expected }: Case): boolean | undefined {
  if (kind === 'createError') return false;
  if (typeof expected.valid === 'boolean') return expected.valid;
  return typeof expected.result === 'string' ? expected.result === 'OK' : undefined;
}

/**
 * The type is an argument of the call beside the definition. A case has no field for it; where the recording was made
 * with one, the name of the recorded test says which.
 */
const typeOf = ({ source }: Case): MachineType =>
  /_type_express(?![a-z])/i.test(source?.test ?? '') ? 'EXPRESS' : 'STANDARD';

/** The API takes a definition as text, so a case may hold text that is no JSON. */
function definitionOf(definition: unknown): unknown {
  if (typeof definition !== 'string') return definition;
  try {
    return JSON.parse(definition);
  } catch {
    return undefined;
  }
}
