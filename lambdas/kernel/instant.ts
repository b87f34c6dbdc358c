declare const instantBrand: unique symbol;

/** A moment in time: whole milliseconds since 1970-01-01T00:00:00Z. Branded, so that a duration cannot be passed for it. */
export type Instant = number & { readonly [instantBrand]: 'Instant' };

/** Elapsed time in named units; days here are 24 hours (ladder time). Calendar days live in `calendar.ts`. */
export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @throws RangeError when `milliseconds` is not a whole number in the range of ISO years 0 to 9999 */
export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds) || Math.abs(milliseconds) > 253_402_300_799_999) {
    throw new RangeError(`an instant is whole milliseconds since 1970, got ${milliseconds}`);
  }
  return milliseconds as Instant;
}

/** Stripe's timestamps are whole seconds. */
export const fromSeconds = (seconds: number): Instant => instant(seconds * SECOND);

export const toSeconds = (at: Instant): number => Math.floor(at / SECOND);

/** The one spelling of an instant on the wire: `2026-11-10T09:00:00.000Z`. It sorts as text the way it sorts in time. */
export const toIso = (at: Instant): string => new Date(at).toISOString();

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads RFC 3339 text with an offset; text without an offset is refused, since its meaning would depend on a machine. */
export function parseInstant(text: string): Instant {
  const milliseconds = ISO.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError(`"${text}" is not an instant such as 2026-11-10T09:00:00Z`);
  return instant(milliseconds);
}

export const milliseconds = (of: Duration): number =>
  (of.days ?? 0) * DAY +
  (of.hours ?? 0) * HOUR +
  (of.minutes ?? 0) * MINUTE +
  (of.seconds ?? 0) * SECOND +
  (of.milliseconds ?? 0);

export const after = (at: Instant, elapsed: Duration): Instant => instant(at + milliseconds(elapsed));

export const before = (at: Instant, elapsed: Duration): Instant => instant(at - milliseconds(elapsed));

export const earliest = (...instants: readonly Instant[]): Instant => instant(Math.min(...instants));

export const latest = (...instants: readonly Instant[]): Instant => instant(Math.max(...instants));
