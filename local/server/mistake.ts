import { BadInput } from '../../lambdas/kernel/failures.ts';
import { configFileMistake } from '../config-file-mistake.ts';
import { StoreError } from './store.ts';

/** What a person can put right, in its own words; undefined: a fault of ours, which must show where it is. */
export function mistakeOf(error: unknown): string | undefined {
  if (error instanceof StoreError) return error.message;
  return error instanceof BadInput ? `retention.config.ts is wrong:\n${error.message}` : configFileMistake(error);
}
