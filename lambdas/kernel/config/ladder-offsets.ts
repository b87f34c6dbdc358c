import { durationMs } from './duration.ts';
import type { RetentionConfig } from './resolved.ts';

type Retries = RetentionConfig['ladder']['retries'];

/** Milliseconds from the first failure to each attempt: `after` adds to the planned instant before it, `at` stands alone. */
export function retryOffsets(retries: Retries): readonly number[] {
  const offsets: number[] = [];
  for (const { after, at } of retries) {
    const before = offsets.at(-1) ?? 0;
    offsets.push(at === undefined ? before + durationMs(after ?? '0s') : durationMs(at));
  }
  return offsets;
}
