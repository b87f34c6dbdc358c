/** A date of the Gregorian calendar without a zone. Months count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Whole days since 1970-01-01, by counting 400-year eras that start in March, so that leap days come last. */
export function dayNumberOf({ year, month, day }: CivilDate): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of `dayNumberOf`. */
export function dateOfDay(dayNumber: number): CivilDate {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Monday 1 to Sunday 7, as ISO 8601 counts; 1970-01-01 was a Thursday. */
export const weekdayOf = (dayNumber: number): number => ((((dayNumber + 3) % 7) + 7) % 7) + 1;

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Month-end clamping: 31 January and one month is 28 or 29 February. Count from the anchor, or the 31st is lost. */
export function addMonthsToDate(date: CivilDate, months: number): CivilDate {
  const index = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return { year, month, day: Math.min(date.day, daysInMonth(year, month)) };
}

export interface IsoWeek {
  /** The year the week belongs to, which differs from the date's year around New Year. */
  readonly year: number;
  readonly week: number;
}

/** ISO 8601: weeks start on Monday and belong to the year of their Thursday. */
export function isoWeekOfDay(dayNumber: number): IsoWeek {
  const thursday = dayNumber + 4 - weekdayOf(dayNumber);
  const { year } = dateOfDay(thursday);
  return { year, week: Math.floor((thursday - dayNumberOf({ year, month: 1, day: 1 })) / 7) + 1 };
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads `2026-11-10`; a date that does not exist (`2026-02-30`) is refused, not rolled over. */
export function parseCivilDate(text: string): CivilDate {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) {
    throw new RangeError(`"${text}" is not a date such as 2026-11-10`);
  }
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    throw new RangeError(`"${text}" is not a day of the calendar`);
  }
  return { year, month, day };
}

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

export const formatCivilDate = ({ year, month, day }: CivilDate): string =>
  `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;

/** `2026-02-28` and one day is `2026-03-01`. */
export const addDaysToDate = (date: string, days: number): string =>
  formatCivilDate(dateOfDay(dayNumberOf(parseCivilDate(date)) + days));

export const formatIsoWeek = ({ year, week }: IsoWeek): string => `${padded(year, 4)}-W${padded(week, 2)}`;
