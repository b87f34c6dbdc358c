import { indexKeys, type Key } from '../../lambdas/kernel/rows.ts';
import { invalid } from './errors.ts';
import type { Values } from './values.ts';

/** Bytes of UTF-8 (AWS quotas). */
const MAX_PK = 2048;
const MAX_SK = 1024;

const empty = (key: string): Error =>
  invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${key}`,
  );

/** The key of a request: exactly pk and sk, both text. */
export function keyOf(given: Values | undefined): Key {
  if (given === undefined || Object.keys(given).length !== 2)
    throw invalid('The provided key element does not match the schema');
  return keyIn(given);
}

export function keyIn(item: Values): Key {
  return { pk: keyPart(item, 'pk', MAX_PK), sk: keyPart(item, 'sk', MAX_SK) };
}

function keyPart(item: Values, name: 'pk' | 'sk', max: number): string {
  const value = item[name];
  if (value === undefined)
    throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
  if (typeof value !== 'string')
    throw invalid(`One or more parameter values were invalid: Type mismatch for key ${name} expected: S`);
  if (value === '') throw empty(name);
  // A unit is at most three bytes: most keys need no counting.
  if (value.length * 3 > max && Buffer.byteLength(value) > max) {
    throw invalid(
      `One or more parameter values were invalid: Size of the key ${name} has exceeded the maximum size limit of ${max} bytes`,
    );
  }
  return value;
}

/** An index key that is there must be text and not empty; the whole write is refused otherwise. */
export function checkIndexKeys(item: Values): void {
  for (const { name, pk, sk } of [indexKeys.due, indexKeys.list]) {
    checkIndexKey(item[pk], pk, name);
    checkIndexKey(item[sk], sk, name);
  }
}

function checkIndexKey(value: unknown, key: string, index: string): void {
  if (value === undefined || (typeof value === 'string' && value !== '')) return;
  if (value !== '')
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for Index Key ${key} Expected: S IndexName: ${index}`,
    );
  throw invalid(
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index}, IndexKey: ${key}`,
  );
}
