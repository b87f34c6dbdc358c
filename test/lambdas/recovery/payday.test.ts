import { describe, expect, it } from '@jest/globals';
import { dayNumberOf, parseCivilDate } from '../../../lambdas/kernel/civil-date.ts';
import { type Instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import { moneyDays, type PaydayRules } from '../../../lambdas/recovery/payday.ts';
import { resolveWith } from '../kernel/config/example.ts';

const { provenDays, countries } = resolveWith({}).payday;
const rules = (country: string): PaydayRules => ({ provenDays, country, days: countries[country] ?? [] });
const day = (date: string): number => dayNumberOf(parseCivilDate(date));
const days = (of: PaydayRules, from: string, to: string, paidOn: readonly Instant[] = []): string[] =>
  moneyDays(of, paidOn, 'UTC', { from: day(from), to: day(to) }).map((one) => one.day);

describe('moneyDays, by the country', () => {
  it.each<[string, string, string, string[]]>([
    ['US', '2026-11-01', '2026-11-30', ['2026-11-13']], // the 1st and the 15th are Sundays
    ['US', '2026-10-29', '2026-11-12', ['2026-10-30']],
    ['US', '2026-12-25', '2027-01-01', ['2026-12-31']], // New Year
    ['CA', '2026-10-12', '2026-10-31', ['2026-10-15', '2026-10-30']],
    ['GB', '2026-08-25', '2026-08-31', ['2026-08-28']], // the summer bank holiday is the last Monday
    ['GB', '2026-12-20', '2026-12-31', ['2026-12-31']],
    ['DE', '2026-05-20', '2026-05-31', ['2026-05-29']],
    ['FR', '2026-02-20', '2026-02-28', ['2026-02-27']],
    ['NL', '2026-12-20', '2026-12-31', ['2026-12-24']], // Christmas
    ['ES', '2026-03-25', '2026-03-31', ['2026-03-31']],
    ['IT', '2026-12-20', '2026-12-31', ['2026-12-24']], // a Sunday, and St. Stephen's, and Christmas
    ['AU', '2026-11-10', '2026-11-20', ['2026-11-13']],
    ['JP', '2026-11-20', '2026-11-30', ['2026-11-25']],
    ['JP', '2026-07-20', '2026-07-31', ['2026-07-24']],
    ['BR', '2026-11-01', '2026-11-30', ['2026-11-09']], // All Souls' Day and a weekend before the fifth
    ['IN', '2026-11-01', '2026-11-30', ['2026-11-06']],
  ])('%s from %s to %s', (country, from, to, expected) => {
    expect(days(rules(country), from, to)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['2026-11-12', '2026-11-12', []],
    ['2026-11-12', '2026-11-13', ['2026-11-13']],
    ['2026-11-13', '2026-11-13', ['2026-11-13']],
    ['2026-11-14', '2026-11-15', []],
  ])('keeps to the span from %s to %s', (from, to, expected) => {
    expect(days(rules('US'), from, to)).toEqual(expected);
  });

  it('knows nothing of a country without a row, and only weekends where the row is the user’s own', () => {
    expect(days(rules('SE'), '2026-01-01', '2026-12-31')).toEqual([]);
    const sweden = { provenDays, country: 'SE', days: [25] };
    expect(days(sweden, '2026-12-01', '2026-12-31')).toEqual(['2026-12-25']);
    expect(days({ ...sweden, country: 'SA', days: [27] }, '2026-11-20', '2026-11-30')).toEqual(['2026-11-26']);
    expect(days({ provenDays, days: [1] }, '2026-11-01', '2026-11-30')).toEqual([]);
  });

  it('takes the last day where a month is too short', () => {
    const monthly = { ...rules('US'), days: [31] };
    expect(days(monthly, '2027-02-01', '2027-02-28')).toEqual(['2027-02-26']);
    expect(days(monthly, '2028-02-01', '2028-02-29')).toEqual(['2028-02-29']);
  });

  it('says why', () => {
    const [found] = moneyDays(rules('US'), [], 'UTC', { from: day('2026-11-10'), to: day('2026-11-20') });
    expect(found?.why).toBe('a usual payday in US is the 15th, and that is a weekend, so the working day before');
  });
});

describe('moneyDays, by the card’s own payments', () => {
  const on = (...dates: string[]): Instant[] => dates.map((date) => parseInstant(`${date}T12:00:00Z`));

  it.each<[string, Instant[], string[]]>([
    ['two payments prove nothing', on('2026-08-20', '2026-09-20'), ['2026-11-13']],
    ['three on one day do', on('2026-08-20', '2026-09-20', '2026-10-20'), ['2026-11-20']],
    ['the most frequent day wins', on('2026-07-03', '2026-08-20', '2026-09-20', '2026-10-20'), ['2026-11-20']],
    ['two days as frequent', on('2026-08-10', '2026-08-20', '2026-09-10', '2026-09-20'), ['2026-11-10', '2026-11-20']],
    [
      'four days are still a habit',
      on('2026-07-10', '2026-07-12', '2026-07-16', '2026-07-20'),
      ['2026-11-10', '2026-11-12', '2026-11-16', '2026-11-20'],
    ],
    ['five are none', on('2026-07-10', '2026-07-12', '2026-07-16', '2026-07-17', '2026-07-20'), ['2026-11-13']],
    ['a weekend moves to Friday', on('2026-06-21', '2026-07-21', '2026-08-21'), ['2026-11-20']],
  ])('%s', (_, paidOn, expected) => {
    expect(days(rules('US'), '2026-11-09', '2026-11-23', paidOn)).toEqual(expected);
  });

  it('counts days of the customer’s calendar', () => {
    const late = [8, 9, 10].map((month) => parseInstant(`2026-${String(month).padStart(2, '0')}-20T03:00:00Z`));
    const [found] = moneyDays(rules('US'), late, 'America/New_York', {
      from: day('2026-11-16'),
      to: day('2026-11-23'),
    });
    expect(found).toEqual({ day: '2026-11-19', by: 'card', why: 'this card has paid on the 19th before (3 payments)' });
  });
});
