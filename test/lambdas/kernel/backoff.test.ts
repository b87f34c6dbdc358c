import { describe, expect, it } from '@jest/globals';
import { backoffSeconds } from '../../../lambdas/kernel/backoff.ts';
import { ServiceUnavailable, Throttled } from '../../../lambdas/kernel/failures.ts';

const many = Array.from({ length: 1000 }, (_, n) => `message-${n}`);
const waits = (attempt: number) => many.map((id) => backoffSeconds(new Throttled('full'), id, attempt));

describe('backoffSeconds', () => {
  it.each([
    [1, 2],
    [2, 4],
    [8, 256],
    [9, 256],
  ])('doubles with each delivery of a failing message: %i gives %i', (attempt, seconds) => {
    expect(backoffSeconds(new ServiceUnavailable('down'), 'm', attempt)).toBe(seconds);
    expect(backoffSeconds(new Error('bug'), 'm', attempt)).toBe(seconds);
  });

  it.each([
    [1, 30],
    [2, 60],
    [5, 480],
    [6, 900],
    [8, 900],
  ])('spreads what was refused for its rate at delivery %i over %i seconds', (attempt, window) => {
    const seconds = waits(attempt);
    const busiest = Math.max(...seconds.map((one) => seconds.filter((other) => other === one).length));

    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(window);
    expect(Math.max(...seconds)).toBeGreaterThan(window * 0.9);
    expect(busiest).toBeLessThan((1000 / window) * 1.5 + 10);
  });

  it('gives the same message the same pause', () => {
    expect(waits(3)).toEqual(waits(3));
  });
});
