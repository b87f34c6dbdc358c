import { describe, expect, it } from '@jest/globals';
import { after as later, milliseconds, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { judgeFailure } from '../../../lambdas/webhooks/endpoint.ts';
import { dueOfTry, tryOffsets } from '../../../lambdas/webhooks/retry-plan.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const hours = (tries: number, key = 'a'): number => ((dueOfTry(tries, T, key) ?? Number.NaN) - T) / 3_600_000;

describe('when a webhook is tried', () => {
  it('is at once, ever more rarely, and the last time three days later', () => {
    const due = tryOffsets.map((_offset, tries) => hours(tries));

    expect(due[0]).toBe(0);
    expect(due).toEqual([...due].sort((a, b) => a - b));
    expect(due.at(-1)).toBeGreaterThanOrEqual(72);
    expect(due.at(-1)).toBeLessThan(73);
    expect(dueOfTry(tryOffsets.length, T, 'a')).toBeUndefined();
  });

  it('leaves never more than twelve hours and a twentieth between two tries', () => {
    const due = tryOffsets.map((_offset, tries) => hours(tries));
    const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));

    expect(Math.max(...gaps)).toBeLessThanOrEqual(12 * 1.05);
  });

  it('is spread for what failed together, and the same at every reading', () => {
    const keys = Array.from({ length: 50 }, (_none, index) => `row-${index}`);
    const due = keys.map((key) => hours(9, key));

    expect(new Set(due).size).toBe(50);
    expect(due).toEqual(keys.map((key) => hours(9, key)));
    expect(due.every((at) => at >= 36 && at < 36.6)).toBe(true);
  });
});

const since = (elapsed: object) => toIso(later(T, { milliseconds: -milliseconds(elapsed) }));

describe('what a failure makes of an endpoint', () => {
  it.each([
    ['the first one', undefined, false, 'nothing'],
    ['a second short of a day', { failingSince: since({ hours: 23, minutes: 59, seconds: 59 }) }, false, 'nothing'],
    ['a day', { failingSince: since({ days: 1 }) }, false, 'warn'],
    ['a day, told already', { failingSince: since({ days: 1 }), warnedAt: since({}) }, false, 'nothing'],
    [
      'a second short of five days',
      { failingSince: since({ days: 4, hours: 23, minutes: 59, seconds: 59 }), warnedAt: since({}) },
      false,
      'nothing',
    ],
    ['five days', { failingSince: since({ days: 5 }), warnedAt: since({}) }, false, 'disable'],
    ['gone for good, by its own word', undefined, true, 'disable'],
  ] as const)('%s', (_case, state, gone, says) => {
    expect(judgeFailure(state, { now: T, days: 5, gone }).says).toBe(says);
  });

  it('counts from the first failure', () => {
    expect(judgeFailure(undefined, { now: T, days: 5, gone: false }).since).toBe(toIso(T));
    expect(judgeFailure({ failingSince: since({ days: 2 }) }, { now: T, days: 5, gone: false }).since).toBe(
      since({ days: 2 }),
    );
  });
});
