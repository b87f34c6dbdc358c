/**
 * The table as handlers see it: single-item reads and single-item conditional writes, nothing else. There are no
 * transactions on purpose (see docs/decisions): the in-process table, DynamoDB Local and AWS then behave alike.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export type Item = Key & Readonly<Record<string, unknown>>;

/** A top-level attribute, or the way to a nested one: `['wait', 'token']`. Names are used as they are, no dots are split. */
export type Path = string | readonly string[];

export type Condition =
  | { readonly kind: 'absent' | 'present'; readonly path: Path }
  | {
      readonly kind: 'equals' | 'differs' | 'less' | 'atMost' | 'greater' | 'atLeast' | 'contains';
      readonly path: Path;
      readonly value: unknown;
    }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/**
 * One atomic change of one item. `undefined` values inside objects are dropped, never stored.
 * `add` treats a missing number as 0; `append` treats a missing list as empty. A path may be named once only.
 */
export interface Change {
  readonly set?: readonly (readonly [Path, unknown])[];
  readonly add?: readonly (readonly [Path, number])[];
  readonly append?: readonly (readonly [Path, readonly unknown[]])[];
  readonly remove?: readonly Path[];
  readonly if?: Condition;
}

/** A refused write tells what stood there instead (absent: nothing), so that the caller can decide without a second read. */
export type Written =
  | { readonly kind: 'done'; readonly item: Item }
  | { readonly kind: 'refused'; readonly item?: Item };

export type SortRange =
  | { readonly prefix: string }
  | { readonly from: string; readonly to: string }
  | { readonly atMost: string };

export interface Query {
  /** Default: the table itself, strongly consistent. `due` and `list` are the two sparse indexes, eventually consistent. */
  readonly index?: 'due' | 'list';
  readonly pk: string;
  readonly sk?: SortRange;
  readonly limit?: number;
  readonly newestFirst?: boolean;
  /** The `next` of the page before. */
  readonly from?: string;
}

export interface Page {
  readonly items: readonly Item[];
  /** Present when there may be more. Opaque. */
  readonly next?: string;
}

export interface Rows {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  query(query: Query): Promise<Page>;
  /** Replaces the whole item; with `if`, only when the condition holds on what stands there. */
  put(item: Item, condition?: Condition): Promise<Written>;
  /** Upsert: without a condition a missing item is created. The item in the answer is the new one, whole. */
  update(key: Key, change: Change): Promise<Written>;
  remove(key: Key, condition?: Condition): Promise<Written>;
}

/** Attribute names of the two sparse indexes (design §7): an item stands in an index while it has both attributes. */
export const indexKeys = {
  due: { pk: 'duePk', sk: 'dueSk', name: 'due' },
  list: { pk: 'listPk', sk: 'listSk', name: 'list' },
} as const;

/** The condition of a create-only write. */
export const ifAbsent: Condition = { kind: 'absent', path: 'pk' };
export const ifPresent: Condition = { kind: 'present', path: 'pk' };
