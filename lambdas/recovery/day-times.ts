import { addLocalDays, atLocalTime, localDate, localDayNumber, startOfDate } from '../kernel/calendar.ts';
import { type Instant, latest } from '../kernel/instant.ts';
import type { Ladder } from './ladder.ts';

export interface Times {
  /** Whose time of day is kept. */
  readonly usual: Instant;
  /** From when gap, caps and the bank allow another attempt. */
  readonly free?: Instant | undefined;
}

/**
 * The instant of an attempt on a named day of the customer's calendar: the usual time of day, not before wages are booked
 * (`payday.from`) and inside the attempt window. Undefined where gap and caps leave nothing of that day.
 */
export function dueOn(day: string, { usual, free }: Times, ladder: Ladder): Instant | undefined {
  const { local, window } = ladder;
  if (!local) return undefined;
  const { zone, from } = local;
  const start = startOfDate(day, zone);
  const turned = localDayNumber(start, zone) - localDayNumber(usual, zone);
  const sameHour = turned === 0 ? usual : latest(addLocalDays(usual, turned, zone), atLocalTime(start, from, zone));
  const at = window && turned !== 0 ? within(sameHour, window) : sameHour;
  const due = latest(at, free ?? at);
  return localDate(due, zone) === day ? due : undefined;
}

/** The hours of that very day; a day that is named is not left for the next one. */
function within(at: Instant, { from, to, zone }: NonNullable<Ladder['window']>): Instant {
  const opens = atLocalTime(at, from, zone);
  return at < opens || at > atLocalTime(at, to, zone) ? opens : at;
}
