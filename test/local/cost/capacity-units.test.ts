import { describe, expect, it } from '@jest/globals';
import { readUnits, refusedUnits, storedBytes, writeUnits } from '../../../local/cost/capacity-units.ts';

/** An item of exactly this many bytes: `pk`, `sk` and `x` are 5 bytes of names, the two keys 2 bytes of values. */
const item = (bytes: number, more: Record<string, string> = {}): Record<string, unknown> => ({
  pk: 'a',
  sk: 'b',
  x: '.'.repeat(bytes - 7),
  ...more,
});

const due = (key: string) => ({ duePk: 'p', dueSk: key });

describe('writeUnits', () => {
  it.each([
    ['a new item of 1,024 bytes', undefined, item(1024), { table: 1, due: 0, list: 0 }],
    ['a new item of 1,025 bytes', undefined, item(1025), { table: 2, due: 0, list: 0 }],
    ['an item that shrinks, by what it was', item(3000), item(100), { table: 3, due: 0, list: 0 }],
    ['an item that is deleted, by what it was', item(1500), undefined, { table: 2, due: 0, list: 0 }],
    ['the deletion of nothing', undefined, undefined, { table: 1, due: 0, list: 0 }],
    ['an item that enters an index', item(100), item(100, due('1')), { table: 1, due: 1, list: 0 }],
    ['an item that leaves an index', item(100, due('1')), item(100), { table: 1, due: 1, list: 0 }],
    ['an item that moves in an index', item(100, due('1')), item(100, due('2')), { table: 1, due: 2, list: 0 }],
    ['an item that changes at its place', item(100, due('1')), item(101, due('1')), { table: 1, due: 1, list: 0 }],
    ['an item that is written unchanged', item(100, due('1')), item(100, due('1')), { table: 1, due: 0, list: 0 }],
    ['half a key, which is no place', undefined, item(100, { duePk: 'p' }), { table: 1, due: 0, list: 0 }],
    [
      'a large item in both',
      undefined,
      item(2040, { ...due('1'), listPk: 'l', listSk: 'm' }),
      { table: 3, due: 3, list: 3 },
    ],
  ])('counts %s', (_name, before, after, units) => {
    expect(writeUnits(before, after)).toEqual(units);
  });

  it.each([
    ['nothing', undefined, 1],
    ['a small item', item(100), 1],
    ['a large one', item(2049), 3],
  ])('counts a refused write over %s by what stands there', (_name, before, table) => {
    expect(refusedUnits(before)).toEqual({ table, due: 0, list: 0 });
  });
});

describe('readUnits', () => {
  it.each([
    ['nothing, strongly', [], true, 1],
    ['nothing, by an index', [], false, 0.5],
    ['4,096 bytes', [item(4096)], true, 1],
    ['4,097 bytes', [item(4097)], true, 2],
    ['small items together, not each', [item(1000), item(1000), item(1000)], true, 1],
    ['9,000 bytes by an index', [item(4500), item(4500)], false, 1.5],
  ])('counts %s', (_name, items, consistent, units) => {
    expect(readUnits(items, consistent)).toBe(units);
  });
});

describe('storedBytes', () => {
  it('adds 100 bytes for the item and stores it again in each index it stands in', () => {
    expect(storedBytes(item(300))).toBe(400);
    expect(storedBytes(item(300, due('1')))).toBe(2 * (300 + 12 + 100));
  });
});
