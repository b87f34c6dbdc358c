import { type Placed, SortedRows } from './sorted-rows.ts';
import { compareText } from './text-order.ts';
import type { Values } from './values.ts';

export interface IndexRow extends Placed {
  readonly partition: string;
  readonly item: Values;
}

interface Pending {
  readonly visibleAt: number;
  readonly before: IndexRow | undefined;
  readonly after: IndexRow | undefined;
}

/** Writes waiting unread: beyond this many, those already due are taken in without waiting for a query. */
const MAX_UNREAD = 1024;

/** A sparse index that shows a write only some time after it, in the order of writes for each row. */
export class LaggingIndex {
  readonly name: string;
  readonly #pkName: string;
  readonly #skName: string;
  readonly #partitions = new Map<string, SortedRows<IndexRow>>();
  readonly #visibleAt = new Map<string, number>();
  #pending: Pending[] = [];

  constructor(keys: { readonly name: string; readonly pk: string; readonly sk: string }) {
    this.name = keys.name;
    this.#pkName = keys.pk;
    this.#skName = keys.sk;
  }

  /** Where an item stands in this index; nowhere while one of the two attributes is missing. */
  place(item: Values | undefined): IndexRow | undefined {
    const partition = item?.[this.#pkName];
    const sortKey = item?.[this.#skName];
    if (item === undefined || typeof partition !== 'string' || typeof sortKey !== 'string') return undefined;
    return { pk: String(item.pk), sk: String(item.sk), partition, sortKey, item };
  }

  write(before: IndexRow | undefined, after: IndexRow | undefined, now: number, lag: number): void {
    if (before === undefined && after === undefined) return;
    if (lag <= 0 && this.#pending.length === 0) {
      this.#show(before, after);
      return;
    }
    this.#pending.push({ visibleAt: this.#notBeforeTheLast(before ?? after, now + lag), before, after });
    if (this.#pending.length > MAX_UNREAD) this.#takeIn(now);
  }

  rows(partition: string, now: number): SortedRows<IndexRow> {
    this.#takeIn(now);
    return this.#partitions.get(partition) ?? new SortedRows();
  }

  /** The smallest sort key in any partition, shown already or still to be shown. */
  earliest(): string | undefined {
    let earliest: string | undefined;
    const consider = (row: IndexRow | undefined): void => {
      if (row !== undefined && (earliest === undefined || compareText(row.sortKey, earliest) < 0))
        earliest = row.sortKey;
    };
    for (const { rows } of this.#partitions.values()) consider(rows[0]);
    for (const { after } of this.#pending) consider(after);
    return earliest;
  }

  clear(): void {
    this.#partitions.clear();
    this.#visibleAt.clear();
    this.#pending = [];
  }

  #notBeforeTheLast(row: IndexRow | undefined, wanted: number): number {
    const id = `${row?.pk}\0${row?.sk}`;
    const visibleAt = Math.max(wanted, this.#visibleAt.get(id) ?? wanted);
    this.#visibleAt.set(id, visibleAt);
    return visibleAt;
  }

  #takeIn(now: number): void {
    if (this.#pending.length === 0) return;
    const waiting: Pending[] = [];
    for (const write of this.#pending) {
      if (write.visibleAt <= now) this.#show(write.before, write.after);
      else waiting.push(write);
    }
    this.#pending = waiting;
    if (waiting.length === 0) this.#visibleAt.clear();
  }

  #show(before: IndexRow | undefined, after: IndexRow | undefined): void {
    if (before !== undefined) this.#drop(before);
    if (after === undefined) return;
    const rows = this.#partitions.get(after.partition) ?? new SortedRows<IndexRow>();
    this.#partitions.set(after.partition, rows);
    rows.add(after);
  }

  #drop(row: IndexRow): void {
    const rows = this.#partitions.get(row.partition);
    rows?.remove(row);
    if (rows?.rows.length === 0) this.#partitions.delete(row.partition);
  }
}
