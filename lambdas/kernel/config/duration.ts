import { type Duration, milliseconds } from '../instant.ts';

const PARTS = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

export const isDuration = (text: string): boolean => text !== '' && PARTS.test(text);

/** Reads `24h`, `10d`, `30m`, `1d12h`: elapsed time, where a day is 24 hours. */
export function parseDuration(text: string): Duration {
  const match = text === '' ? null : PARTS.exec(text);
  if (match === null) throw new RangeError(`"${text}" is not a duration such as 24h, 10d, 30m or 1d12h`);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return { days, hours, minutes, seconds };
}

export const durationMs = (text: string): number => milliseconds(parseDuration(text));
