import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Attributes = Record<string, AttributeValue>;

/**
 * Plain data of an item in wire form. The document client translates answers but not exceptions, so the item inside a
 * refusal arrives like this. Sets and binary values have no place in our rows and are refused.
 */
export function fromAttributes(attributes: Attributes): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) plain[name] = fromAttribute(value);
  }
  return plain;
}

export function fromAttribute(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return fromNumberText(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.L !== undefined) return value.L.map(fromAttribute);
  if (value.M !== undefined) return fromAttributes(value.M);
  throw new TypeError(
    `an attribute is one of S, N, BOOL, NULL, L and M here, got ${Object.keys(value).join(', ') || 'nothing'}`,
  );
}

/** A number that would change on the way into JavaScript is refused, not rounded. */
function fromNumberText(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number;
  throw new RangeError(`"${text}" is not a number that can be held exactly: use at most ±${Number.MAX_SAFE_INTEGER}`);
}

export function toAttributes(plain: Readonly<Record<string, unknown>>): Attributes {
  const attributes: Attributes = {};
  for (const name in plain) {
    if (plain[name] !== undefined) attributes[name] = toAttribute(plain[name]);
  }
  return attributes;
}

export function toAttribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.filter((entry) => entry !== undefined).map(toAttribute) };
  if (typeof value === 'object') return { M: toAttributes({ ...value }) };
  throw new TypeError(`a ${typeof value} cannot be stored: use text, a number, a boolean, null, a list or an object`);
}
