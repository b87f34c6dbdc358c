export interface MapItems {
  readonly items: readonly unknown[];
  /** Only when the map runs over an object. */
  readonly keys: readonly string[] | undefined;
}

/** An array as it is, an object entry by entry; undefined for anything a Map cannot run over. */
export function itemsOf(value: unknown): MapItems | undefined {
  if (Array.isArray(value)) return { items: value, keys: undefined };
  if (typeof value !== 'object' || value === null) return undefined;
  return { items: Object.values(value), keys: Object.keys(value) };
}
