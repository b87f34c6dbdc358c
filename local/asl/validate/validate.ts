import { isObject } from '../json.ts';
import type { Problem } from '../types.ts';

export function validate(definition: unknown): Problem[] {
  return isObject(definition) ? [] : [{ path: '/', message: 'the definition must be a JSON object' }];
}
