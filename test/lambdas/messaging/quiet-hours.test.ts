import { describe, expect, it } from '@jest/globals';
import { parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { firstAllowed } from '../../../lambdas/messaging/quiet-hours.ts';

const nights = { from: '20:00', to: '08:00', weekends: false };
const weekends = { ...nights, weekends: true };
const zone = 'America/New_York';

const allowed = (at: string, quiet = nights): string => {
  const { at: first, reason } = firstAllowed(parseInstant(at), zone, quiet);
  return `${toIso(first).slice(0, 19)}Z ${reason ?? 'now'}`;
};

describe('firstAllowed', () => {
  // 2026-11-10 is a Tuesday; New York is five hours behind UTC.
  it.each([
    ['2026-11-10T19:59:59-05:00', '2026-11-11T00:59:59Z now'],
    ['2026-11-10T20:00:00-05:00', '2026-11-11T13:00:00Z quiet.night'],
    ['2026-11-10T23:30:00-05:00', '2026-11-11T13:00:00Z quiet.night'],
    ['2026-11-11T07:59:59-05:00', '2026-11-11T13:00:00Z quiet.night'],
    ['2026-11-11T08:00:00-05:00', '2026-11-11T13:00:00Z now'],
    ['2026-11-14T12:00:00-05:00', '2026-11-14T17:00:00Z now'],
  ])('lets %s go at %s', (at, expected) => {
    expect(allowed(at)).toBe(expected);
  });

  it.each([
    ['2026-11-13T19:59:59-05:00', '2026-11-14T00:59:59Z now'],
    ['2026-11-13T20:00:00-05:00', '2026-11-16T13:00:00Z quiet.night'],
    ['2026-11-14T00:00:00-05:00', '2026-11-16T13:00:00Z quiet.weekend'],
    ['2026-11-15T23:59:59-05:00', '2026-11-16T13:00:00Z quiet.weekend'],
    ['2026-11-16T07:59:59-05:00', '2026-11-16T13:00:00Z quiet.night'],
    ['2026-11-16T08:00:00-05:00', '2026-11-16T13:00:00Z now'],
  ])('keeps weekends: %s goes at %s', (at, expected) => {
    expect(allowed(at, weekends)).toBe(expected);
  });

  it.each([
    ['2026-03-07T21:00:00-05:00', '2026-03-08T12:00:00Z quiet.night'],
    ['2026-10-31T21:00:00-04:00', '2026-11-01T13:00:00Z quiet.night'],
  ])('keeps 08:00 local over the night the clocks change: %s goes at %s', (at, expected) => {
    expect(allowed(at)).toBe(expected);
  });
});
