import { isMap, type Values } from './values.ts';

/** Bytes (AWS quota). */
export const MAX_ITEM_SIZE = 400 * 1024;
/** Bytes one query reads at most before it hands back a page (AWS quota). */
export const MAX_PAGE_SIZE = 1024 * 1024;

interface Ruler {
  text(text: string): number;
  number(value: number): number;
}

const exact: Ruler = { text: (text) => Buffer.byteLength(text), number: numberSize };
/** A UTF-16 unit is never more than three bytes of UTF-8, a number never more than 21 bytes (38 digits). */
const atMost: Ruler = { text: (text) => text.length * 3, number: () => 21 };

/** Size as AWS counts it: names and text in UTF-8, a byte for two digits, 3 bytes for a list or map and 1 for each entry. */
export const sizeOf = (map: Values): number => entriesSize(map, exact);

/** Never below the real size and cheap: the exact size is only counted where this one crosses a limit. */
export const sizeAtMost = (map: Values): number => entriesSize(map, atMost);

function entriesSize(map: Values, by: Ruler): number {
  let size = 0;
  for (const name in map) size += by.text(name) + measure(map[name], by);
  return size;
}

function measure(value: unknown, by: Ruler): number {
  if (typeof value === 'string') return by.text(value);
  if (typeof value === 'number') return by.number(value);
  if (isMap(value)) return 3 + Object.keys(value).length + entriesSize(value, by);
  if (!Array.isArray(value)) return 1;
  let size = 3 + value.length;
  for (const entry of value) size += measure(entry, by);
  return size;
}

function numberSize(value: number): number {
  const [mantissa = ''] = String(Math.abs(value)).split('e');
  const digits = mantissa.replace('.', '').replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (value < 0 ? 1 : 0);
}
