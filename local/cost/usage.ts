import type { PriceId } from './prices.ts';

/** Whose work it is: a journey by its name, `billing` for watching Stripe, `standing` for what runs with no customer at all. */
export type Journey = string;

export interface Use {
  readonly journey: Journey;
  readonly price: PriceId;
  /** What was used, in words: the lines of the bill. */
  readonly what: string;
  readonly quantity: number;
}

/** Adds up uses of one kind; kept in the order of their first appearance, so that a bill is the same at every run. */
export class Usage {
  readonly #uses = new Map<string, Use>();

  add(journey: Journey, price: PriceId, what: string, quantity: number): void {
    if (quantity === 0) return;
    const key = JSON.stringify([journey, price, what]);
    const known = this.#uses.get(key)?.quantity ?? 0;
    this.#uses.set(key, { journey, price, what, quantity: known + quantity });
  }

  list(): Use[] {
    return [...this.#uses.values()];
  }
}

export const scaled = (uses: readonly Use[], by: number): Use[] =>
  uses.map((use) => ({ ...use, quantity: use.quantity * by }));

/** The quantity of some uses together, by price and, where given, by the words. */
export const quantityOf = (uses: readonly Use[], price: PriceId, what?: string): number =>
  uses.reduce(
    (sum, use) => (use.price === price && (what === undefined || use.what === what) ? sum + use.quantity : sum),
    0,
  );
