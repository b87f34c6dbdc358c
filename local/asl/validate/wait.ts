import { expressionSource } from '../expression.ts';
import { type Json, text } from '../json.ts';
import { MAX_SECONDS } from '../limits.ts';
import { parseTimestamp } from '../timestamp.ts';
import { at, type Check, checkOneOf, report } from './check.ts';

export function checkWait(check: Check, state: Json): void {
  checkOneOf(check, state, ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'], true);
  checkSeconds(at(check, 'Seconds'), state.Seconds, 0);
  const timestamp = state.Timestamp;
  if (timestamp === undefined || isExpression(check, timestamp)) return;
  if (parseTimestamp(text(timestamp) ?? '') === undefined)
    report(at(check, 'Timestamp'), 'String does not match RFC3339 timestamp');
}

/** Only JSONata states know expressions; elsewhere the same text is just a text. */
export const isExpression = (check: Check, value: unknown): boolean =>
  check.language === 'JSONata' && typeof value === 'string' && expressionSource(value) !== undefined;

/** A field in seconds that is written down, not computed. */
export function checkSeconds(check: Check, value: unknown, min: number): void {
  if (value === undefined || isExpression(check, value)) return;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= MAX_SECONDS) return;
  report(check, `a whole number from ${min} to ${MAX_SECONDS} is expected, got ${JSON.stringify(value)}`);
}
