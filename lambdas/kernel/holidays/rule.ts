import { dateOfDay, dayNumberOf, daysInMonth, weekdayOf } from '../civil-date.ts';
import { easterSunday, equinoxDay } from './sky.ts';

/** A day that falls on a weekend is kept on another one. Absent: it is lost. */
export type Shift =
  /** On the next weekday that is no holiday itself. */
  | 'weekend-to-weekday'
  /** Only a Sunday moves; a Saturday is lost. */
  | 'sunday-to-weekday';

/** When a holiday is, as its law says it. Weekdays: Monday 1 to Sunday 7. Days as `MM-DD`. */
export type Rule =
  | { readonly on: string; readonly shift?: Shift }
  /** The n-th weekday of a month; -1 is the last. */
  | { readonly nth: number; readonly weekday: number; readonly month: number }
  /** The last such weekday up to that day. */
  | { readonly weekday: number; readonly upTo: string }
  /** Days after Easter Sunday of the western churches. */
  | { readonly easter: number }
  | { readonly equinox: 'spring' | 'autumn'; readonly shift?: Shift }
  /** Announced year by year: only what has been announced stands here. */
  | { readonly dates: readonly string[] };

export interface Holiday {
  readonly name: string;
  readonly rule: Rule;
  /** The first year that has it. */
  readonly since?: number;
  /** Only banks are closed: another holiday may be moved onto such a day. */
  readonly banksOnly?: true;
}

export interface HolidayCalendar {
  /** Whose list it is. */
  readonly source: string;
  readonly holidays: readonly Holiday[];
  /** A weekday between two holidays is one as well (Japan, law on holidays, article 3). */
  readonly bridges?: true;
}

/** Day numbers of a year, weekends included, each with its name. */
export function holidaysIn(calendar: HolidayCalendar, year: number): ReadonlyMap<number, string> {
  const valid = calendar.holidays.filter(({ since }) => since === undefined || since <= year);
  const everybodys = valid.filter(({ banksOnly }) => !banksOnly);
  const days = new Map<number, string>();
  for (const { name, rule } of everybodys) for (const day of daysOf(rule, year)) days.set(day, name);
  if (calendar.bridges) for (const day of bridged(days)) days.set(day, 'between two holidays');
  for (const { name, rule } of everybodys) for (const day of shiftedOf(rule, year, days)) days.set(day, name);
  const banks = valid.filter(({ banksOnly }) => banksOnly);
  for (const { name, rule } of banks) for (const day of daysOf(rule, year)) days.set(day, name);
  return days;
}

function daysOf(rule: Rule, year: number): readonly number[] {
  if ('on' in rule) return [dayOf(year, rule.on)];
  if ('nth' in rule) return [nthWeekday(year, rule)];
  if ('upTo' in rule) return [lastUpTo(dayOf(year, rule.upTo), rule.weekday)];
  if ('easter' in rule) return [easterSunday(year) + rule.easter];
  if ('equinox' in rule) return [equinoxDay(year, rule.equinox)];
  return rule.dates.filter((date) => date.startsWith(String(year))).map((date) => dayOf(year, date.slice(5)));
}

const dayOf = (year: number, monthDay: string): number =>
  dayNumberOf({ year, month: Number(monthDay.slice(0, 2)), day: Number(monthDay.slice(3)) });

const lastUpTo = (day: number, weekday: number): number => day - ((weekdayOf(day) - weekday + 7) % 7);

function nthWeekday(year: number, { nth, weekday, month }: Extract<Rule, { nth: number }>): number {
  const last = dayNumberOf({ year, month, day: daysInMonth(year, month) });
  if (nth < 0) return lastUpTo(last, weekday);
  return lastUpTo(dayNumberOf({ year, month, day: 7 }), weekday) + 7 * (nth - 1);
}

export const isWeekday = (day: number): boolean => weekdayOf(day) <= 5;

function shiftedOf(rule: Rule, year: number, taken: ReadonlyMap<number, string>): readonly number[] {
  const shift = 'shift' in rule ? rule.shift : undefined;
  if (!shift) return [];
  return daysOf(rule, year).flatMap((day) => {
    const moves = shift === 'sunday-to-weekday' ? weekdayOf(day) === 7 : !isWeekday(day);
    return moves ? [nextFree(day, taken)] : [];
  });
}

function nextFree(day: number, taken: ReadonlyMap<number, string>): number {
  let free = day + 1;
  while (!isWeekday(free) || taken.has(free)) free += 1;
  return free;
}

const bridged = (days: ReadonlyMap<number, string>): readonly number[] =>
  [...days.keys()].map((day) => day + 1).filter((day) => isWeekday(day) && !days.has(day) && days.has(day + 1));

/** The year a day number belongs to. */
export const yearOf = (day: number): number => dateOfDay(day).year;
