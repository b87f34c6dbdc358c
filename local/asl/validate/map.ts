import { isObject, type Json, objectIn } from '../json.ts';
import { at, type Check, checkOneOf, report } from './check.ts';
import { isExpression } from './wait.ts';

export function checkMap(check: Check, state: Json): void {
  checkOneOf(check, state, ['ItemProcessor', 'Iterator'], true);
  checkOneOf(check, state, ['Items', 'ItemsPath'], false);
  checkOneOf(check, state, ['ItemSelector', 'Parameters'], false);
  for (const field of ['MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage']) {
    checkOneOf(check, state, [field, `${field}Path`], false);
    checkLimit(at(check, field), state[field], field === 'ToleratedFailurePercentage' ? 100 : Number.MAX_SAFE_INTEGER);
  }
  checkPairs(at(check, 'ItemBatcher'), state.ItemBatcher, ['MaxItemsPerBatch', 'MaxInputBytesPerBatch']);
  checkPairs(at(check, 'ItemReader/ReaderConfig'), objectIn(state.ItemReader).ReaderConfig, ['MaxItems']);
  checkItems(at(check, 'Items'), state.Items);
}

function checkLimit(check: Check, value: unknown, max: number): void {
  if (value === undefined || isExpression(check, value)) return;
  if (typeof value !== 'number' || value < 0 || value > max)
    report(check, `a number from 0 to ${max} is expected, got ${JSON.stringify(value)}`);
}

function checkPairs(check: Check, value: unknown, fields: readonly string[]): void {
  if (value === undefined) return;
  if (!isObject(value)) {
    report(check, 'a JSON object is expected');
    return;
  }
  for (const field of fields) checkOneOf(check, value, [field, `${field}Path`], false);
}

function checkItems(check: Check, items: unknown): void {
  if (items === undefined || typeof items === 'object' || isExpression(check, items)) return;
  report(check, `an array, an object or an expression is expected, got ${JSON.stringify(items)}`);
}
