import { isObject, type Json } from '../json.ts';
import { at, type Check, checkKnownFields, report } from './check.ts';

const RETRIER = new Set([
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
]);
const CATCHER = {
  JSONPath: new Set(['ErrorEquals', 'Next', 'ResultPath', 'Assign', 'Comment']),
  JSONata: new Set(['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment']),
};

export function checkRetry(check: Check, value: unknown): void {
  forEach(at(check, 'Retry'), value, (here, retrier) => {
    checkKnownFields(here, retrier, RETRIER);
    checkNumber(here, retrier, 'IntervalSeconds', 1, true);
    checkNumber(here, retrier, 'MaxAttempts', 0, true);
    checkNumber(here, retrier, 'BackoffRate', 1, false);
    checkNumber(here, retrier, 'MaxDelaySeconds', 1, true);
    if (retrier.JitterStrategy !== undefined && !['FULL', 'NONE'].includes(String(retrier.JitterStrategy))) {
      report(at(here, 'JitterStrategy'), `FULL or NONE is expected, got ${JSON.stringify(retrier.JitterStrategy)}`);
    }
  });
}

export function checkCatch(check: Check, value: unknown): void {
  const known = check.language === 'JSONata' ? CATCHER.JSONata : CATCHER.JSONPath;
  forEach(at(check, 'Catch'), value, (here, catcher) => {
    checkKnownFields(here, catcher, known);
    if (typeof catcher.Next !== 'string') report(here, 'a catcher needs Next');
  });
}

/** Both lists are read from the top; States.ALL stands alone and last. */
function forEach(check: Check, value: unknown, act: (here: Check, entry: Json) => void): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    report(check, 'a list is expected');
    return;
  }
  value.forEach((entry: unknown, i) => {
    const here = { ...check, path: `${check.path}[${i}]` };
    if (!isObject(entry)) {
      report(here, 'a JSON object is expected');
      return;
    }
    checkErrors(here, entry.ErrorEquals, i === value.length - 1);
    act(here, entry);
  });
}

function checkErrors(check: Check, errors: unknown, isLast: boolean): void {
  const here = at(check, 'ErrorEquals');
  if (!Array.isArray(errors) || errors.length === 0 || !errors.every((name) => typeof name === 'string')) {
    report(here, 'a list of at least one error name is required');
    return;
  }
  if (!errors.includes('States.ALL')) return;
  if (errors.length > 1) report(here, 'States.ALL stands alone');
  if (!isLast) report(here, 'States.ALL is only allowed in the last entry');
}

function checkNumber(check: Check, value: Json, field: string, min: number, whole: boolean): void {
  const found = value[field];
  if (found === undefined) return;
  if (typeof found === 'number' && found >= min && (!whole || Number.isInteger(found))) return;
  report(
    at(check, field),
    `a ${whole ? 'whole ' : ''}number of at least ${min} is expected, got ${JSON.stringify(found)}`,
  );
}
