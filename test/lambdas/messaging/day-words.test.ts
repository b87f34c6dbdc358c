import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import { dateWords, dayWords } from '../../../lambdas/messaging/day-words.ts';
import { languageOf } from '../../../templates/catalog.ts';

describe('the words of a day', () => {
  it.each([
    ['2026-11-13T15:00:00Z', '2026-11-11T15:00:00Z', 'America/New_York', 'Friday 13 November', '13 November'],
    ['2027-02-22T15:00:00Z', '2026-11-24T15:00:00Z', 'America/New_York', 'Monday 22 February 2027', '22 February 2027'],
    ['2026-12-31T23:30:00Z', '2026-12-20T12:00:00Z', 'Europe/Berlin', 'Friday 1 January 2027', '1 January 2027'],
    ['2027-01-01T04:00:00Z', '2026-12-20T12:00:00Z', 'America/New_York', 'Thursday 31 December', '31 December'],
    ['2027-01-05T12:00:00Z', '2026-12-31T23:30:00Z', 'Europe/Berlin', 'Tuesday 5 January', '5 January'],
  ])('of %s read at %s in %s are %s', (at, now, zone, day, date) => {
    const reader = { language: 'en', zone } as const;
    expect(dayWords(parseInstant(at), parseInstant(now), reader)).toBe(day);
    expect(dateWords(parseInstant(at), parseInstant(now), reader)).toBe(date);
  });
});

describe('languageOf', () => {
  it.each(['en', 'en-US', 'EN-gb', 'de', 'de-DE', 'enm', ''])('writes to a reader of "%s" in English', (locale) => {
    expect(languageOf(locale)).toBe('en');
  });
});
