import { indexKeys, type Key } from '../../lambdas/kernel/rows.ts';
import { LaggingIndex } from './lagging-index.ts';
import { type Placed, SortedRows } from './sorted-rows.ts';
import { compareText, rankOf } from './text-order.ts';
import type { Values } from './values.ts';

/** A stored item. Each write replaces `item` and never changes it in place, so that versions can be shared. */
export interface Row extends Placed {
  item: Values;
}

interface Partition {
  readonly bySortKey: Map<string, Row>;
  readonly sorted: SortedRows<Row>;
}

const newPartition = (): Partition => ({ bySortKey: new Map(), sorted: new SortedRows() });

/** Single items by key, partitions in order, and the two indexes that follow every write. */
export class StoredRows {
  readonly indexes: readonly LaggingIndex[] = [new LaggingIndex(indexKeys.due), new LaggingIndex(indexKeys.list)];
  readonly #partitions = new Map<string, Partition>();

  find(key: Key): Values | undefined {
    return this.#partitions.get(key.pk)?.bySortKey.get(key.sk)?.item;
  }

  partition(pk: string): SortedRows<Row> {
    return this.#partitions.get(pk)?.sorted ?? new SortedRows();
  }

  write(key: Key, after: Values | undefined, now: number, lag: number): void {
    const row = after === undefined ? this.#remove(key) : this.#put(key, after);
    if (row === undefined) return;
    for (const index of this.indexes) index.write(row, key, after, now, lag);
  }

  /** Every item, by partition key and sort key: the same content always reads the same. */
  *all(): Generator<Values> {
    for (const pk of [...this.#partitions.keys()].sort(compareText)) {
      for (const row of [...this.partition(pk).rows]) yield row.item;
    }
  }

  clear(): void {
    this.#partitions.clear();
    for (const index of this.indexes) index.clear();
  }

  #put({ pk, sk }: Key, item: Values): Row {
    const partition = this.#partitions.get(pk) ?? newPartition();
    this.#partitions.set(pk, partition);
    const known = partition.bySortKey.get(sk);
    if (known !== undefined) {
      known.item = item;
      return known;
    }
    const row = { pk, sk, rank: rankOf(sk), item };
    partition.bySortKey.set(sk, row);
    partition.sorted.add(row);
    return row;
  }

  #remove({ pk, sk }: Key): Row | undefined {
    const partition = this.#partitions.get(pk);
    const row = partition?.bySortKey.get(sk);
    if (partition === undefined || row === undefined) return undefined;
    partition.bySortKey.delete(sk);
    partition.sorted.remove(row);
    if (partition.bySortKey.size === 0) this.#partitions.delete(pk);
    return row;
  }
}
