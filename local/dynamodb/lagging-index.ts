import type { Key } from '../../lambdas/kernel/rows.ts';
import { type Placed, SortedRows } from './sorted-rows.ts';
import { compareText, rankOf } from './text-order.ts';
import type { Values } from './values.ts';

export interface IndexRow extends Placed {
  readonly partition: string;
  readonly sortKey: string;
  /** Replaced while the row keeps its place, which most writes do. */
  item: Values;
}

/** What stands for a stored row as long as it exists. */
export type RowIdentity = object;

interface Pending {
  readonly visibleAt: number;
  readonly row: RowIdentity;
  readonly after: IndexRow | undefined;
}

/** Writes waiting unread: beyond this many, those already due are taken in without waiting for a query. */
const MAX_UNREAD = 1024;

/** A sparse index that shows a write only some time after it, in the order of writes for each key. */
export class LaggingIndex {
  readonly name: string;
  readonly #pkName: string;
  readonly #skName: string;
  readonly #partitions = new Map<string, SortedRows<IndexRow>>();
  readonly #shown = new Map<RowIdentity, IndexRow>();
  readonly #visibleAt = new Map<string, number>();
  #pending: Pending[] = [];

  constructor(keys: { readonly name: string; readonly pk: string; readonly sk: string }) {
    this.name = keys.name;
    this.#pkName = keys.pk;
    this.#skName = keys.sk;
  }

  write(row: RowIdentity, key: Key, item: Values | undefined, now: number, lag: number): void {
    const after = this.#placeOf(key, item);
    if (lag <= 0 && this.#pending.length === 0) {
      this.#show(row, after);
      return;
    }
    this.#pending.push({ visibleAt: this.#notBeforeTheLast(key, now + lag), row, after });
    if (this.#pending.length > MAX_UNREAD) this.#takeIn(now);
  }

  rows(partition: string, now: number): SortedRows<IndexRow> {
    this.#takeIn(now);
    return this.#partitions.get(partition) ?? new SortedRows();
  }

  /** The smallest sort key in any partition that counts, shown already or still to be shown. */
  earliest(counts: (partition: string) => boolean): string | undefined {
    let earliest: string | undefined;
    const consider = (row: IndexRow | undefined): void => {
      if (row === undefined || !counts(row.partition)) return;
      if (earliest === undefined || compareText(row.sortKey, earliest) < 0) earliest = row.sortKey;
    };
    for (const { rows } of this.#partitions.values()) consider(rows[0]);
    for (const { after } of this.#pending) consider(after);
    return earliest;
  }

  /** Whether anything stands in the partition, shown already or still to be shown. */
  holds(partition: string): boolean {
    return this.#partitions.has(partition) || this.#pending.some(({ after }) => after?.partition === partition);
  }

  clear(): void {
    this.#partitions.clear();
    this.#shown.clear();
    this.#visibleAt.clear();
    this.#pending = [];
  }

  /** Nowhere while one of the two attributes is missing. */
  #placeOf({ pk, sk }: Key, item: Values | undefined): IndexRow | undefined {
    const partition = item?.[this.#pkName];
    const sortKey = item?.[this.#skName];
    if (item === undefined || typeof partition !== 'string' || typeof sortKey !== 'string') return undefined;
    return { pk, sk, partition, sortKey, rank: rankOf(sortKey), item };
  }

  #notBeforeTheLast({ pk, sk }: Key, wanted: number): number {
    const id = JSON.stringify([pk, sk]);
    const visibleAt = Math.max(wanted, this.#visibleAt.get(id) ?? wanted);
    this.#visibleAt.set(id, visibleAt);
    return visibleAt;
  }

  #takeIn(now: number): void {
    if (this.#pending.length === 0) return;
    const waiting: Pending[] = [];
    for (const write of this.#pending) {
      if (write.visibleAt <= now) this.#show(write.row, write.after);
      else waiting.push(write);
    }
    this.#pending = waiting;
    if (waiting.length === 0) this.#visibleAt.clear();
  }

  #show(row: RowIdentity, after: IndexRow | undefined): void {
    const shown = this.#shown.get(row);
    if (shown !== undefined && after !== undefined && isSamePlace(shown, after)) {
      shown.item = after.item;
      return;
    }
    if (shown !== undefined) this.#drop(row, shown);
    if (after !== undefined) this.#add(row, after);
  }

  #add(row: RowIdentity, after: IndexRow): void {
    const rows = this.#partitions.get(after.partition) ?? new SortedRows<IndexRow>();
    this.#partitions.set(after.partition, rows);
    this.#shown.set(row, after);
    rows.add(after);
  }

  #drop(row: RowIdentity, shown: IndexRow): void {
    const rows = this.#partitions.get(shown.partition);
    rows?.remove(shown);
    if (rows?.rows.length === 0) this.#partitions.delete(shown.partition);
    this.#shown.delete(row);
  }
}

const isSamePlace = (a: IndexRow, b: IndexRow): boolean => a.sortKey === b.sortKey && a.partition === b.partition;
