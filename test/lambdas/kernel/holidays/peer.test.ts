import { describe, expect, it } from '@jest/globals';
import Holidays from 'date-holidays';
import { dateOfDay, dayNumberOf, formatCivilDate, parseCivilDate } from '../../../../lambdas/kernel/civil-date.ts';
import { holidaysIn, isWeekday } from '../../../../lambdas/kernel/holidays/rule.ts';
import { holidayCalendars } from '../../../../lambdas/kernel/holidays/working-days.ts';

const years = Array.from({ length: 10 }, (_, index) => 2026 + index);

interface Difference {
  /** Names as the side that has the day calls it. */
  readonly names: readonly string[];
  readonly why: string;
}

/** Days of ours the peer has not. */
const onlyOurs: Readonly<Record<string, Difference>> = {
  CA: {
    names: [
      'Victoria Day',
      'National Day for Truth and Reconciliation',
      'Thanksgiving',
      'Remembrance Day',
      'Boxing Day',
      "New Year's Day",
      'Canada Day',
      'Christmas Day',
    ],
    why: 'the peer keeps federal days by province and knows no substitute days; banks are under federal law',
  },
  ES: { names: ['TARGET: Easter Monday', 'TARGET: 26 December'], why: 'no euro transfer settles, the country works' },
  FR: { names: ['TARGET: Good Friday', 'TARGET: 26 December'], why: 'no euro transfer settles, the country works' },
  IT: { names: ['TARGET: Good Friday'], why: 'no euro transfer settles, the country works' },
  NL: { names: ['TARGET: Good Friday', 'TARGET: 1 May'], why: 'no euro transfer settles, the country works' },
  JP: { names: ['between two holidays'], why: '21 September 2032: the peer has the bridge of 2026 only' },
  IN: {
    names: [
      'Holi',
      'Ram Navami',
      'Mahavir Jayanti',
      'Buddha Purnima',
      'Id-ul-Zuha',
      'Muharram',
      'Milad-un-Nabi',
      'Janmashtami',
      'Dussehra',
      'Guru Nanak Jayanti',
    ],
    why: 'the peer keeps no lunar day of the whole country; ours are the announced ones of 2026',
  },
};

/** Days of the peer that are no bank holidays of ours. */
const onlyTheirs: Readonly<Record<string, Difference>> = {
  US: {
    names: [
      "New Year's Day (substitute day)",
      'Juneteenth (substitute day)',
      'Independence Day (substitute day)',
      'Veterans Day (substitute day)',
      'Christmas Day (substitute day)',
    ],
    why: 'offices keep a Saturday holiday on Friday, Federal Reserve Banks are open then',
  },
  DE: { names: ['Heiliger Abend', 'Silvester'], why: 'many counters are closed, transfers settle' },
  NL: { names: ['Oudejaarsavond'], why: 'many counters are closed, transfers settle' },
  IN: { names: ['Ambedkar Jayanti'], why: 'closed by the decision of each state or year, so not a day of all' },
};

/** Weekdays only: a holiday on a weekend closes no bank that was open. */
function ours(country: string): Map<string, string> {
  const calendar = holidayCalendars[country];
  if (!calendar) throw new Error(`no calendar for ${country}`);
  const days = years.flatMap((year) => [...holidaysIn(calendar, year)]).filter(([day]) => isWeekday(day));
  return new Map(days.map(([day, name]) => [formatCivilDate(dateOfDay(day)), name]));
}

/** England's of the United Kingdom; elsewhere what the whole country keeps. */
function theirs(country: string): Map<string, string> {
  const peer = country === 'GB' ? new Holidays('GB', 'ENG') : new Holidays(country);
  const closed = years
    .flatMap((year) => peer.getHolidays(year))
    .filter(({ type }) => type === 'public' || type === 'bank')
    .map(({ date, name }): [string, string] => [date.slice(0, 10), name]);
  return new Map(closed.filter(([date]) => isWeekday(dayNumberOf(parseCivilDate(date)))));
}

const missing = (one: Map<string, string>, other: Map<string, string>): string[] =>
  [...new Set([...one].filter(([date]) => !other.has(date)).map(([, name]) => name))].sort();

const named = (rows: Readonly<Record<string, Difference>>, country: string): string[] =>
  [...(rows[country]?.names ?? [])].sort();

describe('holidays, against the peer date-holidays', () => {
  it.each(Object.keys(holidayCalendars))(
    '%s, 2026 to 2035: differs from it only where the table says why',
    (country) => {
      const [mine, peers] = [ours(country), theirs(country)];

      expect(mine.size).toBeGreaterThan(30);
      expect(missing(mine, peers)).toEqual(named(onlyOurs, country));
      expect(missing(peers, mine)).toEqual(named(onlyTheirs, country));
    },
  );
});
