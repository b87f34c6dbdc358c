import { compareRanks } from './text-order.ts';

/** A row where it stands in an order: by the rank of its sort key, and where two are equal by the table's own key. */
export interface Placed {
  readonly pk: string;
  readonly sk: string;
  readonly rank: string;
}

export const comparePlaces = (a: Placed, b: Placed): number =>
  compareRanks(a.rank, b.rank) || compareRanks(a.pk, b.pk) || compareRanks(a.sk, b.sk);

/** Rows of one partition in order. New rows mostly come last, which costs nothing. */
export class SortedRows<Row extends Placed> {
  readonly rows: Row[] = [];

  add(row: Row): void {
    const last = this.rows.at(-1);
    if (last === undefined || comparePlaces(last, row) < 0) this.rows.push(row);
    else this.rows.splice(this.#place(row), 0, row);
  }

  remove(row: Placed): void {
    const at = this.#place(row);
    const found = this.rows[at];
    if (found !== undefined && comparePlaces(found, row) === 0) this.rows.splice(at, 1);
  }

  /** How many rows at the start pass; `test` must hold on a beginning of the order and nowhere after it. */
  countWhile(test: (row: Row) => boolean): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.rows[middle];
      if (row !== undefined && test(row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #place(row: Placed): number {
    return this.countWhile((other) => comparePlaces(other, row) < 0);
  }
}
