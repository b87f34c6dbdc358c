import { weekdayOf } from '../civil-date.ts';
import { brazil, canada, unitedStates } from './americas.ts';
import { australia, india, japan } from './asia-pacific.ts';
import { france, germany, italy, netherlands, spain, unitedKingdom } from './europe.ts';
import { type HolidayCalendar, holidaysIn, yearOf } from './rule.ts';

/** National days only: a region's own move a wage by a day at most, and we do not know the region. */
export const holidayCalendars: Readonly<Record<string, HolidayCalendar>> = {
  AU: australia,
  BR: brazil,
  CA: canada,
  DE: germany,
  ES: spain,
  FR: france,
  GB: unitedKingdom,
  IN: india,
  IT: italy,
  JP: japan,
  NL: netherlands,
  US: unitedStates,
};

/** Friday and Saturday; everywhere else Saturday and Sunday. */
const fridayWeekends: ReadonlySet<string> = new Set([
  'BD',
  'BH',
  'DZ',
  'EG',
  'IL',
  'IQ',
  'JO',
  'KW',
  'LY',
  'OM',
  'QA',
  'SA',
]);

const known = new Map<string, ReadonlyMap<number, string>>();

function holidays(country: string, year: number): ReadonlyMap<number, string> {
  const name = `${country} ${year}`;
  const calendar = holidayCalendars[country];
  const found = known.get(name) ?? (calendar ? holidaysIn(calendar, year) : new Map<number, string>());
  known.set(name, found);
  return found;
}

/** Why banks are closed on a day; undefined when they are open. A country without rows only has weekends. */
export function closedBecause(day: number, country: string): string | undefined {
  const weekend = fridayWeekends.has(country) ? [5, 6] : [6, 7];
  if (weekend.includes(weekdayOf(day))) return 'a weekend';
  return holidays(country, yearOf(day)).get(day);
}

/** Weekends and holidays move to the working day before (spec payment-recovery, payday). */
export function workingDayUpTo(day: number, country: string): number {
  let open = day;
  while (closedBecause(open, country) !== undefined) open -= 1;
  return open;
}

/** The n-th working day from a day on, that day included. */
export function nthWorkingDayFrom(day: number, nth: number, country: string): number {
  let at = day;
  for (let left = nth; ; at += 1) {
    if (closedBecause(at, country) === undefined) left -= 1;
    if (left === 0) return at;
  }
}
