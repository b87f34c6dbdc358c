import { isObject, type Json } from '../json.ts';
import { at, type Check, report } from './check.ts';
import { isIntrinsic } from './intrinsics.ts';
import { isPath, isResultPath } from './jsonpath.ts';

const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Credentials', 'Assign'];
const PATHS = [
  'InputPath',
  'OutputPath',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
];

/** The paths and payload templates of a state written in JSONPath. */
export function checkPathFields(check: Check, state: Json): void {
  for (const field of PATHS) checkPath(at(check, field), state[field]);
  const result = state.ResultPath;
  if (typeof result === 'string' && !isResultPath(result))
    report(at(check, 'ResultPath'), `a reference path is expected, got "${result}"`);
  for (const field of TEMPLATES) checkTemplate(at(check, field), state[field]);
}

/** null is a value of its own for InputPath and OutputPath. */
function checkPath(check: Check, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string' || !isDynamic(value)) report(check, `a path is expected, got ${JSON.stringify(value)}`);
}

const isDynamic = (text: string): boolean => isPath(text) || isIntrinsic(text);

function checkTemplate(check: Check, value: unknown): void {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) checkTemplate({ ...check, path: `${check.path}[${i}]` }, item);
    return;
  }
  if (!isObject(value)) return;
  for (const [key, entry] of Object.entries(value)) {
    if (!key.endsWith('.$')) {
      checkTemplate(at(check, key), entry);
      continue;
    }
    const name = key.slice(0, -2);
    if (name in value) report(check, `"${name}" and "${key}" name the same field, keep one`);
    if (typeof entry !== 'string' || !isDynamic(entry)) {
      report(check, `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`);
    }
  }
}
