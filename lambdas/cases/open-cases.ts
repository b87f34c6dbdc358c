import { SHARDS } from '../kernel/ids.ts';
import type { Item, Rows } from '../kernel/rows.ts';

/** The rows of all open recovery cases as they stand, page by page; the index may be behind by a moment. */
export async function* openCases(rows: Rows): AsyncGenerator<Item> {
  for (let shard = 0; shard < SHARDS; shard += 1) yield* listed(`case:payment-recovery#${shard}`, rows);
}

async function* listed(pk: string, rows: Rows): AsyncGenerator<Item> {
  let from: string | undefined;
  do {
    const page = await rows.query({ index: 'list', pk, ...(from === undefined ? {} : { from }) });
    yield* page.items;
    from = page.next;
  } while (from !== undefined);
}
