import { BadInput } from '../../lambdas/kernel/failures.ts';
import { StageError } from '../aws/stage-error.ts';
import { fileMistakes } from '../mistakes.ts';
import { StoreError } from './store.ts';

/** What a person can put right, in its own words; undefined: a fault of ours, which must show where it is. */
export function mistakeOf(error: unknown): string | undefined {
  if (error instanceof StoreError || error instanceof StageError) return error.message;
  if (error instanceof BadInput) return `retention.config.ts is wrong:\n${error.message}`;
  return fileMistakes(error)?.join('\n');
}
