import { addLocalDays, atLocalTime, localParts, minutesOfTime } from '../kernel/calendar.ts';
import type { Instant } from '../kernel/instant.ts';

export interface QuietHours {
  /** Local times; the quiet part runs over midnight when `from` is later than `to`. */
  readonly from: string;
  readonly to: string;
  readonly weekends: boolean;
}

export type Allowed = { readonly at: Instant; readonly reason?: 'quiet.night' | 'quiet.weekend' };

/** The first instant from `at` on at which this reader may be written to, on their own clock and calendar. */
export function firstAllowed(at: Instant, zone: string, quiet: QuietHours): Allowed {
  const local = localParts(at, zone);
  if (quiet.weekends && local.weekday >= 6) {
    const monday = addLocalDays(at, 8 - local.weekday, zone);
    return { at: atLocalTime(monday, quiet.to, zone), reason: 'quiet.weekend' };
  }
  const minute = local.hour * 60 + local.minute;
  const from = minutesOfTime(quiet.from);
  const to = minutesOfTime(quiet.to);
  if (from > to && minute >= from) return afterNight(addLocalDays(at, 1, zone), zone, quiet);
  const inside = from > to ? minute < to : minute >= from && minute < to;
  return inside ? afterNight(at, zone, quiet) : { at };
}

/** A night that ends on a Saturday ends on Monday for those who keep weekends. */
function afterNight(day: Instant, zone: string, quiet: QuietHours): Allowed {
  const morning = atLocalTime(day, quiet.to, zone);
  const { weekday } = localParts(morning, zone);
  if (!quiet.weekends || weekday < 6) return { at: morning, reason: 'quiet.night' };
  return { at: atLocalTime(addLocalDays(morning, 8 - weekday, zone), quiet.to, zone), reason: 'quiet.night' };
}
