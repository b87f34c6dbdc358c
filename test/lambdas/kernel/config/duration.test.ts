import { describe, expect, it } from '@jest/globals';
import { durationMs, isDuration, parseDuration } from '../../../../lambdas/kernel/config/index.ts';

describe('durations', () => {
  it.each([
    ['24h', 86_400_000],
    ['10d', 864_000_000],
    ['30m', 1_800_000],
    ['90s', 90_000],
    ['1d12h', 129_600_000],
    ['1d1h1m1s', 90_061_000],
    ['0h', 0],
  ])('reads %s as %i ms', (text, milliseconds) => {
    expect(isDuration(text)).toBe(true);
    expect(durationMs(text)).toBe(milliseconds);
  });

  it('keeps the units that were written', () => {
    expect(parseDuration('10d')).toEqual({ days: 10, hours: 0, minutes: 0, seconds: 0 });
  });

  it.each(['', '24', 'h', '1.5h', '-1h', '1h1d', '1 h', '1w'])('refuses "%s"', (text) => {
    expect(isDuration(text)).toBe(false);
    expect(() => parseDuration(text)).toThrow(/such as 24h/);
  });
});
