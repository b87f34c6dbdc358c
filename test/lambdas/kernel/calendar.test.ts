import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addLocalDays,
  addMonths,
  atLocalTime,
  countryZone,
  daysBetweenLocal,
  fromLocal,
  isoWeekText,
  isZone,
  localDate,
  localDayNumber,
  localMonth,
  localParts,
  minutesOfTime,
  startOfDate,
  startOfLocalDay,
} from '../../../lambdas/kernel/calendar.ts';
import { instant, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';

const NEW_YORK = 'America/New_York';
const LONDON = 'Europe/London';
const LORD_HOWE = 'Australia/Lord_Howe'; // its summer is half an hour
const SANTIAGO = 'America/Santiago'; // its clocks change at midnight
const local = (text: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/\D/).map(Number);
  return { year, month, day, hour, minute, second };
};

describe('calendar', () => {
  it.each([
    ['2026-03-08T06:59:59Z', NEW_YORK, '2026-03-08 01:59:59', 7],
    ['2026-03-08T07:00:00Z', NEW_YORK, '2026-03-08 03:00:00', 7],
    ['2026-11-01T05:59:59Z', NEW_YORK, '2026-11-01 01:59:59', 7],
    ['2026-11-01T06:00:00Z', NEW_YORK, '2026-11-01 01:00:00', 7],
    ['2026-03-29T01:00:00Z', LONDON, '2026-03-29 02:00:00', 7],
    ['2026-10-25T00:59:59Z', LONDON, '2026-10-25 01:59:59', 7],
    ['2026-10-25T01:00:00Z', LONDON, '2026-10-25 01:00:00', 7],
    ['2026-10-03T15:29:59Z', LORD_HOWE, '2026-10-04 01:59:59', 7],
    ['2026-10-03T15:30:00Z', LORD_HOWE, '2026-10-04 02:30:00', 7],
    ['2026-04-04T15:00:00Z', LORD_HOWE, '2026-04-05 01:30:00', 7],
    ['2026-09-06T03:59:59Z', SANTIAGO, '2026-09-05 23:59:59', 6],
    ['2026-09-06T04:00:00Z', SANTIAGO, '2026-09-06 01:00:00', 7],
    ['2026-04-05T03:00:00Z', SANTIAGO, '2026-04-04 23:00:00', 6],
    ['2024-02-29T23:59:59Z', 'UTC', '2024-02-29 23:59:59', 4],
    ['1969-12-31T23:59:59Z', 'UTC', '1969-12-31 23:59:59', 3],
  ])('reads %s in %s as %s', (at, zone, wall, weekday) => {
    expect(localParts(parseInstant(at), zone)).toEqual({ ...local(wall), weekday });
  });

  it.each([
    ['a skipped time as much later as the clocks jump', '2026-03-08 02:30:00', NEW_YORK, '2026-03-08T07:30:00.000Z'],
    ['the last moment before a gap', '2026-03-08 01:59:59', NEW_YORK, '2026-03-08T06:59:59.000Z'],
    ['the first moment after a gap', '2026-03-08 03:00:00', NEW_YORK, '2026-03-08T07:00:00.000Z'],
    ['a repeated time as its first', '2026-11-01 01:30:00', NEW_YORK, '2026-11-01T05:30:00.000Z'],
    ['a time after the repeated hour', '2026-11-01 02:00:00', NEW_YORK, '2026-11-01T07:00:00.000Z'],
    ['a repeated London time as its first', '2026-10-25 01:30:00', LONDON, '2026-10-25T00:30:00.000Z'],
    ['a half-hour gap', '2026-10-04 02:15:00', LORD_HOWE, '2026-10-03T15:45:00.000Z'],
    ['a half-hour overlap', '2026-04-05 01:45:00', LORD_HOWE, '2026-04-04T14:45:00.000Z'],
    ['a skipped midnight', '2026-09-06 00:00:00', SANTIAGO, '2026-09-06T04:00:00.000Z'],
  ])('takes %s', (_what, wall, zone, at) => {
    expect(toIso(fromLocal(local(wall), zone))).toBe(at);
  });

  it.each([
    '2026-02-29 09:00:00',
    '2026-13-01 09:00:00',
    '2026-00-01 09:00:00',
    '2026-01-32 09:00:00',
    '2026-01-01 24:00:00',
    '2026-01-01 09:60:00',
    '2026-01-01 09:00:60',
  ])('refuses %s, which no calendar and clock show', (wall) => {
    expect(() => fromLocal(local(wall), NEW_YORK)).toThrow(/no local time/);
  });

  it.each([
    ['a spring day of 23 hours', '2026-03-08T20:00:00Z', NEW_YORK, '2026-03-08T05:00:00.000Z'],
    ['an autumn day of 25 hours', '2026-11-02T04:59:59Z', NEW_YORK, '2026-11-01T04:00:00.000Z'],
    ['a day that starts at 01:00', '2026-09-06T12:00:00Z', SANTIAGO, '2026-09-06T04:00:00.000Z'],
    [
      'a day whose clocks skipped from 23:30 to 00:30',
      '1919-03-31T12:00:00Z',
      'America/Toronto',
      '1919-03-31T04:30:00.000Z',
    ],
    ['the evening that happens twice', '2026-04-05T03:30:00Z', SANTIAGO, '2026-04-04T03:00:00.000Z'],
  ])('finds the start of %s', (_what, at, zone, start) => {
    expect(toIso(startOfLocalDay(parseInstant(at), zone))).toBe(start);
  });

  it.each([
    ['2026-03-07T14:00:00Z', 1, NEW_YORK, '2026-03-08T13:00:00.000Z'],
    ['2026-10-31T13:00:00Z', 1, NEW_YORK, '2026-11-01T14:00:00.000Z'],
    ['2026-11-01T14:00:00Z', -1, NEW_YORK, '2026-10-31T13:00:00.000Z'],
    ['2026-03-07T07:30:00Z', 1, NEW_YORK, '2026-03-08T07:30:00.000Z'],
    ['2026-10-02T22:30:00.250Z', 2, LORD_HOWE, '2026-10-04T22:00:00.250Z'],
  ])('keeps the local time of %s over %i days in %s', (at, days, zone, then) => {
    expect(toIso(addLocalDays(parseInstant(at), days, zone))).toBe(then);
  });

  it.each([
    ['2026-01-31T14:00:00Z', 1, '2026-02-28T14:00:00.000Z'],
    ['2028-01-31T14:00:00Z', 1, '2028-02-29T14:00:00.000Z'],
    ['2026-01-31T14:00:00Z', 2, '2026-03-31T13:00:00.000Z'],
    ['2026-01-31T14:00:00Z', 3, '2026-04-30T13:00:00.000Z'],
    ['2024-02-29T14:00:00Z', 12, '2025-02-28T14:00:00.000Z'],
    ['2026-03-31T13:00:00Z', -1, '2026-02-28T14:00:00.000Z'],
    ['2026-11-15T14:00:00Z', 2, '2027-01-15T14:00:00.000Z'],
    ['2026-01-15T14:00:00Z', -1, '2025-12-15T14:00:00.000Z'],
  ])('adds to %s %i months, clamped to the month', (at, months, then) => {
    expect(toIso(addMonths(parseInstant(at), months, NEW_YORK))).toBe(then);
  });

  it.each([
    ['2026-12-31T12:00:00Z', '2026-W53'],
    ['2027-01-03T12:00:00Z', '2026-W53'],
    ['2027-01-04T12:00:00Z', '2027-W01'],
    ['2024-12-29T12:00:00Z', '2024-W52'],
    ['2024-12-30T12:00:00Z', '2025-W01'],
    ['2026-11-24T12:00:00Z', '2026-W48'],
  ])('puts %s into week %s', (at, week) => {
    expect(isoWeekText(parseInstant(at), 'UTC')).toBe(week);
  });

  it('puts a local time on the local day of an instant, not on its UTC day', () => {
    const lateEvening = parseInstant('2026-11-10T03:30:00Z');

    expect(toIso(atLocalTime(lateEvening, '09:00', NEW_YORK))).toBe('2026-11-09T14:00:00.000Z');
    expect(localDate(lateEvening, NEW_YORK)).toBe('2026-11-09');
    expect(localMonth(parseInstant('2026-11-01T03:30:00Z'), NEW_YORK)).toBe('2026-10');
  });

  it('counts calendar pages, whatever the hours between', () => {
    const beforeMidnight = parseInstant('2026-03-08T04:59:59Z');

    expect(daysBetweenLocal(beforeMidnight, parseInstant('2026-03-08T05:00:00Z'), NEW_YORK)).toBe(1);
    expect(daysBetweenLocal(parseInstant('2026-03-08T05:00:00Z'), parseInstant('2026-03-09T03:59:59Z'), NEW_YORK)).toBe(
      0,
    );
    expect(daysBetweenLocal(parseInstant('2026-03-08T05:00:00Z'), beforeMidnight, NEW_YORK)).toBe(-1);
  });

  it('starts a written date in the zone it is meant for', () => {
    expect(toIso(startOfDate('2026-01-10', NEW_YORK))).toBe('2026-01-10T05:00:00.000Z');
    expect(() => startOfDate('2026-02-30', NEW_YORK)).toThrow(/not a day of the calendar/);
    expect(() => startOfDate('10.1.2026', NEW_YORK)).toThrow(/such as 2026-11-10/);
  });

  it.each([
    ['00:00', 0],
    ['09:30', 570],
    ['23:59', 1439],
  ])('reads the time %s', (time, minutes) => {
    expect(minutesOfTime(time)).toBe(minutes);
  });

  it.each(['24:00', '9:00', '09:60', '09:00:00', ''])('refuses the time "%s"', (time) => {
    expect(() => minutesOfTime(time)).toThrow(/such as 09:00/);
  });

  it.each([
    ['America/New_York', true],
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['America/New York', false],
    ['+02:00', false],
    ['Mars/Olympus', false],
    ['', false],
  ])('tells whether "%s" is a zone', (text, expected) => {
    expect(isZone(text)).toBe(expected);
  });

  it('knows the main zone of a country in either case, and no zone for a country it does not know', () => {
    expect(countryZone('US')).toBe(NEW_YORK);
    expect(countryZone('de')).toBe('Europe/Berlin');
    expect(countryZone('ZZ')).toBeUndefined();
  });
});

describe('calendar against Temporal', () => {
  const zones = [
    NEW_YORK,
    LONDON,
    LORD_HOWE,
    SANTIAGO,
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/St_Johns',
    'UTC',
  ];
  const zone = fc.constantFrom(...zones);
  // 1975 to 2060 in seconds: transitions of the past, of today's rules, and of rules projected ahead.
  const at = fc.integer({ min: 157_766_400, max: 2_840_140_800 }).map((seconds) => instant(seconds * 1000));
  const zoned = (when: number, where: string) => Temporal.Instant.fromEpochMilliseconds(when).toZonedDateTimeISO(where);

  it('reads every instant as Temporal reads it', () => {
    fc.assert(
      fc.property(at, zone, (when, where) => {
        const { year, month, day, hour, minute, second, dayOfWeek } = zoned(when, where);
        expect(localParts(when, where)).toEqual({ year, month, day, hour, minute, second, weekday: dayOfWeek });
      }),
      { numRuns: 400 },
    );
  });

  it('finds every wall-clock time where Temporal finds it, around transitions above all', () => {
    const nearTransition = fc.tuple(at, zone, fc.integer({ min: -90, max: 90 })).map(([when, where, minutes]) => {
      const next = zoned(when, where).getTimeZoneTransition('next')?.epochMilliseconds ?? when;
      return { where, wall: zoned(next, where).toPlainDateTime().add({ minutes }) };
    });

    fc.assert(
      fc.property(nearTransition, ({ where, wall }) => {
        const { year, month, day, hour, minute, second } = wall;
        const expected = wall.toZonedDateTime(where, { disambiguation: 'compatible' }).epochMilliseconds;
        expect(fromLocal({ year, month, day, hour, minute, second }, where)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('starts days, adds days and adds months as Temporal does', () => {
    fc.assert(
      fc.property(at, zone, fc.integer({ min: -400, max: 400 }), (when, where, count) => {
        const there = zoned(when, where);
        expect(startOfLocalDay(when, where)).toBe(there.startOfDay().epochMilliseconds);
        const days = there.toPlainDateTime().add({ days: count }).toZonedDateTime(where);
        expect(addLocalDays(when, count, where)).toBe(days.epochMilliseconds);
        const months = there.toPlainDateTime().add({ months: count }).toZonedDateTime(where);
        expect(addMonths(when, count, where)).toBe(months.epochMilliseconds);
      }),
      { numRuns: 200 },
    );
  });

  it('returns to the same instant from its own local parts, except in the repeated hour', () => {
    fc.assert(
      fc.property(at, zone, (when, where) => {
        const back = fromLocal(localParts(when, where), where);
        expect(localParts(back, where)).toEqual(localParts(when, where));
        expect(back).toBeLessThanOrEqual(when);
        expect(localDayNumber(back, where)).toBe(localDayNumber(when, where));
      }),
      { numRuns: 400 },
    );
  });
});
