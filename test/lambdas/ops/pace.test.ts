import { describe, expect, it } from '@jest/globals';
import { instant } from '../../../lambdas/kernel/instant.ts';
import { Pace } from '../../../lambdas/ops/pace.ts';

/** How many of these questions, each at its millisecond, were allowed. */
const allowed = (pace: Pace, ...at: readonly number[]): number =>
  at.filter((millisecond) => pace.mayAsk(instant(millisecond))).length;

const many = (count: number, at: number): number[] => Array.from({ length: count }, () => at);

describe('the pace', () => {
  it.each([
    ['ten in a second', many(10, 5000), 10],
    ['the eleventh in the same second', many(11, 5000), 10],
    ['the eleventh in the last millisecond of it', [...many(10, 5000), 5999], 10],
    ['the eleventh in the next second', [...many(10, 5999), 6000], 11],
    ['nothing saved up from quiet seconds', [...many(1, 5000), ...many(20, 9000)], 11],
    ['no new second when the clock is set back', [...many(10, 5000), ...many(10, 4000)], 10],
  ])('allows %s', (_name, at, count) => {
    expect(allowed(new Pace(10, 40), ...at)).toBe(count);
  });

  it.each([
    [40, 400],
    [2, 20],
    [0, 0],
  ])('allows what the rate allows in %d seconds, in all', (seconds, count) => {
    const pace = new Pace(10, seconds);
    const at = Array.from({ length: 100 }, (_, second) => many(10, second * 1000)).flat();

    expect(allowed(pace, ...at)).toBe(count);
    expect(pace.refused).toBe(1000 - count);
  });
});
