import { addLocalDays, atLocalTime } from '../../lambdas/kernel/calendar.ts';
import { after, type Duration, type Instant, milliseconds, parseInstant } from '../../lambdas/kernel/instant.ts';

const SPAN = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const DAY = /^T\+day (\d+) ((?:[01]\d|2[0-3]):[0-5]\d)$/;

export const isSpan = (text: string): boolean => text !== '' && SPAN.test(text);

function durationOf(text: string): Duration {
  const match = isSpan(text) ? SPAN.exec(text) : null;
  if (match === null) throw new RangeError(`"${text}" is not elapsed time such as 3d4h5m6s`);
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return { days: days ?? 0, hours: hours ?? 0, minutes: minutes ?? 0, seconds: seconds ?? 0 };
}

export const spanMs = (text: string): number => milliseconds(durationOf(text));

/**
 * `T`, `T+3d4h5m6s`, `T+day 7 09:00` (T's own local day is day 0), or an instant.
 * @throws RangeError for anything else
 */
export function whenOf(text: string, start: Instant, zone: string): Instant {
  if (text === 'T') return start;
  const day = DAY.exec(text);
  if (day) return atLocalTime(addLocalDays(start, Number(day[1]), zone), day[2] ?? '', zone);
  if (text.startsWith('T+') && isSpan(text.slice(2))) return after(start, durationOf(text.slice(2)));
  try {
    return parseInstant(text);
  } catch {
    throw new RangeError(`got ${JSON.stringify(text)}, allowed is T, T+3d4h5m6s, T+day 7 09:00 or an ISO instant`);
  }
}
