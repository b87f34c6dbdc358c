import {
  addMonthsToDate,
  type CivilDate,
  dateOfDay,
  dayNumberOf,
  daysInMonth,
  formatCivilDate,
  formatIsoWeek,
  type IsoWeek,
  isoWeekOfDay,
  parseCivilDate,
  weekdayOf,
} from './civil-date.ts';
import { type Instant, instant } from './instant.ts';
import { offsetAt, offsetSpanAt } from './zone-offsets.ts';

export { countryZone } from './country-zones.ts';
export { isZone } from './zone-offsets.ts';

export interface LocalDateTime extends CivilDate {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface LocalParts extends LocalDateTime {
  /** Monday 1 to Sunday 7. */
  readonly weekday: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Of a calendar page, not of a local day, which may have 23, 24.5 or 25 hours. */
const DAY = 24 * HOUR;

/** Milliseconds since 1970-01-01T00:00 on the wall clock of the zone. */
const wallOf = (at: number, zone: string): number => at + offsetAt(at, zone);

export const localDayNumber = (at: Instant, zone: string): number => Math.floor(wallOf(at, zone) / DAY);

/** The wall clock and calendar page of a zone at an instant. */
export function localParts(at: Instant, zone: string): LocalParts {
  const wall = wallOf(at, zone);
  const dayNumber = Math.floor(wall / DAY);
  const inDay = wall - dayNumber * DAY;
  return {
    ...dateOfDay(dayNumber),
    hour: Math.floor(inDay / HOUR),
    minute: Math.floor((inDay % HOUR) / MINUTE),
    second: Math.floor((inDay % MINUTE) / SECOND),
    weekday: weekdayOf(dayNumber),
  };
}

/**
 * The instant at which the wall clock shows `wall`. Twice a year it is not one instant: a time that happens twice means
 * the first, a time that is skipped means as much later as the clocks jump (02:30 becomes 03:30).
 */
function instantOfWall(wall: number, zone: string): number {
  const before = wall - offsetAt(wall - DAY, zone);
  const after = wall - offsetAt(wall + DAY, zone);
  const shown = [Math.min(before, after), Math.max(before, after)].find((at) => wallOf(at, zone) === wall);
  return shown ?? before;
}

/** @throws RangeError for a date or time that no calendar or clock shows */
export function fromLocal(local: LocalDateTime, zone: string): Instant {
  const { year, month, day, hour, minute, second } = local;
  const whole = [year, month, day, hour, minute, second].every(Number.isInteger);
  const date = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  const time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!whole || !date || !time) throw new RangeError(`no local time such as ${JSON.stringify(local)}`);
  return instant(instantOfWall(dayNumberOf(local) * DAY + hour * HOUR + minute * MINUTE + second * SECOND, zone));
}

/** The first instant of a local day; where clocks skip midnight (Santiago in spring) that is 01:00. */
function startOfDay(dayNumber: number, zone: string): Instant {
  const at = instantOfWall(dayNumber * DAY, zone);
  const skipped = wallOf(at, zone) !== dayNumber * DAY;
  return instant(skipped ? offsetSpanAt(at, zone).from : at);
}

export const startOfLocalDay = (at: Instant, zone: string): Instant => startOfDay(localDayNumber(at, zone), zone);

/** `startOfDate('2026-01-10', zone)`: where a date without a time begins. */
export const startOfDate = (date: string, zone: string): Instant => startOfDay(dayNumberOf(parseCivilDate(date)), zone);

/** Calendar pages turned between two instants; negative when `to` is on an earlier day. */
export const daysBetweenLocal = (from: Instant, to: Instant, zone: string): number =>
  localDayNumber(to, zone) - localDayNumber(from, zone);

/** The same local time `days` calendar days later, milliseconds included. */
export const addLocalDays = (at: Instant, days: number, zone: string): Instant =>
  instant(instantOfWall(wallOf(at, zone) + days * DAY, zone));

/** The same local time `months` later, clamped to the month's end; add to the anchor, never to the last result. */
export function addMonths(at: Instant, months: number, zone: string): Instant {
  const wall = wallOf(at, zone);
  const dayNumber = Math.floor(wall / DAY);
  const target = dayNumberOf(addMonthsToDate(dateOfDay(dayNumber), months));
  return instant(instantOfWall(wall + (target - dayNumber) * DAY, zone));
}

/** `09:00` on the local day that `at` belongs to. */
export const atLocalTime = (at: Instant, time: string, zone: string): Instant =>
  instant(instantOfWall(localDayNumber(at, zone) * DAY + minutesOfTime(time) * MINUTE, zone));

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes after midnight of `HH:MM`, 24-hour clock. */
export function minutesOfTime(time: string): number {
  const match = TIME.exec(time);
  if (match === null) throw new RangeError(`"${time}" is not a time such as 09:00`);
  return Number(match[1]) * 60 + Number(match[2]);
}

export const isoWeek = (at: Instant, zone: string): IsoWeek => isoWeekOfDay(localDayNumber(at, zone));

/** `2026-W46`, sorts as text. */
export const isoWeekText = (at: Instant, zone: string): string => formatIsoWeek(isoWeek(at, zone));

/** `2026-11-10`, sorts as text. */
export const localDate = (at: Instant, zone: string): string => formatCivilDate(dateOfDay(localDayNumber(at, zone)));

/** `2026-11`, sorts as text. */
export const localMonth = (at: Instant, zone: string): string => localDate(at, zone).slice(0, 7);
