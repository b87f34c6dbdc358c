import { indexKeys } from '../../lambdas/kernel/rows.ts';
import { sizeOf } from '../dynamodb/item-size.ts';
import { isEqual, type Values } from '../dynamodb/values.ts';

const KB = 1024;

export interface WriteUnits {
  readonly table: number;
  readonly due: number;
  readonly list: number;
}

const blocks = (bytes: number, block: number): number => Math.ceil(bytes / block);
const sizeIn = (item: Values | undefined): number => (item ? sizeOf(item) : 0);

/** Write units of one write: the larger of the item before and after in the table, and what it changes in each index. */
export function writeUnits(before: Values | undefined, after: Values | undefined): WriteUnits {
  return {
    table: Math.max(1, blocks(Math.max(sizeIn(before), sizeIn(after)), KB)),
    due: indexUnits(indexKeys.due, before, after),
    list: indexUnits(indexKeys.list, before, after),
  };
}

/** A condition that does not hold costs what the item that stands there is worth, 1 where none does; no index is touched. */
export const refusedUnits = (before: Values | undefined): WriteUnits => ({
  table: Math.max(1, blocks(sizeIn(before), KB)),
  due: 0,
  list: 0,
});

/**
 * Sparse index that projects everything: entering and leaving are one write each, another key is both, another content
 * under the same key is one, and an unchanged item none.
 */
function indexUnits(keys: { pk: string; sk: string }, before: Values | undefined, after: Values | undefined): number {
  const [old, now] = [placed(keys, before), placed(keys, after)];
  if (!old || !now) return blocks(sizeIn(old ?? now), KB);
  const sameKey = old[keys.pk] === now[keys.pk] && old[keys.sk] === now[keys.sk];
  if (!sameKey) return blocks(sizeOf(old), KB) + blocks(sizeOf(now), KB);
  return isEqual(old, now) ? 0 : blocks(Math.max(sizeOf(old), sizeOf(now)), KB);
}

const placed = (keys: { pk: string; sk: string }, item: Values | undefined): Values | undefined =>
  item && item[keys.pk] !== undefined && item[keys.sk] !== undefined ? item : undefined;

/** Read units: 4 KB blocks of everything read together, half of it where old answers are allowed, and never nothing. */
export function readUnits(items: readonly Values[], consistent: boolean): number {
  const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
  return Math.max(1, blocks(bytes, 4 * KB)) * (consistent ? 1 : 0.5);
}

/** Bytes that storage is billed for: AWS adds 100 for each item, and again for its place in each index. */
export function storedBytes(item: Values): number {
  const places = 1 + [indexKeys.due, indexKeys.list].filter((keys) => placed(keys, item)).length;
  return places * (sizeOf(item) + 100);
}
