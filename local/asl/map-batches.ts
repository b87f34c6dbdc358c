import type { Draft } from './draft.ts';
import type { Work } from './expression.ts';
import { fillNumber } from './fields.ts';
import { MAX_PAYLOAD_BYTES } from './limits.ts';
import type { Batcher } from './machine.ts';
import type { Scope } from './scope.ts';
import { fill } from './template.ts';

/** Turns items into the inputs `{Items, BatchInput?}` of a Distributed Map's iterations. */
export function* asBatches(draft: Draft, batcher: Batcher, items: readonly unknown[], scope: Scope): Work<unknown[]> {
  const maxItems = yield* fillNumber(batcher.maxItems, 'ItemBatcher/MaxItemsPerBatch', scope, {
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    whole: true,
  });
  const maxBytes = yield* fillNumber(batcher.maxBytes, 'ItemBatcher/MaxInputBytesPerBatch', scope, {
    min: 1,
    max: MAX_PAYLOAD_BYTES,
    whole: true,
  });
  const input = batcher.input === undefined ? {} : { BatchInput: yield* fill(batcher.input, scope) };
  const sizeOf = (batch: readonly unknown[]) => Buffer.byteLength(draft.text({ ...input, Items: batch }));
  return groups(items, maxItems ?? Number.POSITIVE_INFINITY, maxBytes, sizeOf).map((group) => ({
    ...input,
    Items: group,
  }));
}

/** A single item larger than the byte limit still gets a batch of its own. */
function groups(
  items: readonly unknown[],
  maxItems: number,
  maxBytes: number | undefined,
  sizeOf: (batch: readonly unknown[]) => number,
): unknown[][] {
  const result: unknown[][] = [];
  for (const item of items) {
    const last = result.at(-1);
    const fits =
      last !== undefined && last.length < maxItems && (maxBytes === undefined || sizeOf([...last, item]) <= maxBytes);
    if (fits) last.push(item);
    else result.push([item]);
  }
  return result;
}
