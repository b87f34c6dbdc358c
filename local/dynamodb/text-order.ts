/** First unit of the surrogates: from here on, the order of UTF-16 units is no longer the order of UTF-8 bytes. */
const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** Compares text as UTF-8 bytes, as DynamoDB sorts keys; JavaScript's own order puts U+FF5E after an emoji. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const one = a.charCodeAt(at);
    const other = b.charCodeAt(at);
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

const rank = (unit: number): number => {
  if (unit < SURROGATES) return unit;
  return unit >= AFTER_SURROGATES ? unit - AFTER_SURROGATES + SURROGATES : unit + AFTER_SURROGATES;
};
