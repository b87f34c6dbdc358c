import { BadInput } from '../kernel/failures.ts';
import { fromSeconds, type Instant } from '../kernel/instant.ts';

/** An object as Stripe sent it: nothing about it is believed until it was read by one of these. */
export type Raw = Readonly<Record<string, unknown>>;

/** `undefined` fields become absent fields, which is what `exactOptionalPropertyTypes` means by optional. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws BadInput naming `path` when the value is not an object */
export function object(value: unknown, path: string): Raw {
  if (isRaw(value)) return value;
  throw new BadInput(`${path} is ${kindOf(value)}, an object is needed: check what was sent`);
}

/** The object under a key, or an empty one: Stripe leaves out what an API version does not know. */
export const inside = (raw: Raw, ...keys: readonly string[]): Raw => {
  const next = keys.reduce<unknown>((value, key) => (isRaw(value) ? value[key] : undefined), raw);
  return isRaw(next) ? next : {};
};

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** Whole seconds since 1970, as every timestamp in a Stripe object (events v2 write ISO text, see `stripe-event.ts`). */
export const time = (value: unknown): Instant | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= LAST_SECOND
    ? fromSeconds(value)
    : undefined;

/** 9999-12-31T23:59:59Z, the last second an instant may name. */
const LAST_SECOND = 253_402_300_799;

/** A reference is an id, or the object itself where the caller (or an old API version) expanded it. */
export const idOf = (value: unknown): string | undefined => text(isRaw(value) ? value.id : value);

/** The items of a Stripe list object, or of a bare array. */
export function items(value: unknown): readonly Raw[] {
  const list = isRaw(value) ? value.data : value;
  return Array.isArray(list) ? list.filter(isRaw) : [];
}

/** @throws BadInput naming `path` when what was found is missing: we cannot act without it */
export function need<T>(found: T | undefined, path: string, raw: unknown): T {
  if (found !== undefined) return found;
  const of = isRaw(raw) ? text(raw.id) : undefined;
  throw new BadInput(
    `${path} is missing${of === undefined ? '' : ` on ${of}`}: fetch the object again or check what was sent`,
  );
}

export function oneOf<T extends string>(known: readonly T[], value: unknown): T | 'other' {
  return known.find((one) => one === value) ?? 'other';
}

/** `billing` until 2019-10-17, `collection_method` since. */
export const collection = (raw: Raw): 'charge_automatically' | 'send_invoice' =>
  (raw.collection_method ?? raw.billing) === 'send_invoice' ? 'send_invoice' : 'charge_automatically';

export const metadata = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isRaw(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : value === undefined ? 'missing' : `a ${typeof value}`;
