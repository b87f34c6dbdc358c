/** From the first surrogate on, the order of UTF-16 units is no longer the order of UTF-8 bytes. */
const UNORDERED = /[\ud800-\uffff]/;
const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;

/**
 * The text with its units moved so that JavaScript's own comparison, six times as fast as one by characters, gives the
 * order of UTF-8 bytes in which DynamoDB sorts keys. (By itself JavaScript puts U+FF5E after an emoji.)
 */
export const rankOf = (text: string): string =>
  UNORDERED.test(text) ? text.replace(/[\ud800-\uffff]/g, movedUnit) : text;

/** Surrogates change places with what follows them: they spell the code points above everything else. */
function movedUnit(character: string): string {
  const unit = character.charCodeAt(0);
  const isSurrogate = unit < AFTER_SURROGATES;
  return String.fromCharCode(isSurrogate ? unit + 0x2000 : unit - AFTER_SURROGATES + SURROGATES);
}

export function compareRanks(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export const compareText = (a: string, b: string): number => compareRanks(rankOf(a), rankOf(b));
