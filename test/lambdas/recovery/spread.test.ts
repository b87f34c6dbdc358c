import { describe, expect, it } from '@jest/globals';
import { type Duration, after as later, milliseconds } from '../../../lambdas/kernel/instant.ts';
import { offsetOf, placeIn } from '../../../lambdas/recovery/spread.ts';
import { Desk, T } from '../cases/desk.ts';
import { resolveWith } from '../kernel/config/example.ts';

const { above } = resolveWith({}).ladder.jitter;
const minute: Duration = { minutes: 1 };
const max: Duration = { minutes: 10 };

/** The places of so many attempts that fall due at one instant, asked for all at once. */
const placesOf = (count: number, desk: Desk, at = T): Promise<number[]> =>
  Promise.all(Array.from({ length: count }, () => placeIn(at, minute, desk.ports)));

describe('placeIn', () => {
  it('gives every attempt of a minute a place of its own, so that 50 go at once and the 51st waits', async () => {
    const places = await placesOf(51, new Desk());

    expect(new Set(places).size).toBe(51);
    expect(places.filter((place) => place <= above)).toHaveLength(50);
  });

  it.each([
    [{ seconds: 59, milliseconds: 999 }, 4],
    [{ minutes: 1 }, 1],
  ])('begins anew with the next minute (%j later: place %d)', async (elapsed, place) => {
    const desk = new Desk();
    await placesOf(3, desk);
    expect(await placesOf(1, desk, later(T, elapsed))).toEqual([place]);
  });
});

describe('offsetOf', () => {
  it('spreads 10,000 over ten minutes, about 1,000 a minute, each always to its own second', () => {
    const offsets = Array.from({ length: 10_000 }, (_, index) =>
      milliseconds(offsetOf([`acct_${index}`, 'retry-1'], max)),
    );
    const perMinute = new Map<number, number>();
    for (const offset of offsets) {
      const of = Math.ceil(offset / 60_000);
      perMinute.set(of, (perMinute.get(of) ?? 0) + 1);
    }

    expect(Math.max(...offsets)).toBeLessThanOrEqual(milliseconds(max));
    expect(perMinute.size).toBe(10);
    expect(Math.max(...perMinute.values())).toBeLessThan(1_150);
    expect(offsetOf(['acct_7', 'retry-1'], max)).toEqual(offsetOf(['acct_7', 'retry-1'], max));
    expect(offsetOf(['acct_7', 'retry-1'], max)).not.toEqual(offsetOf(['acct_7', 'retry-2'], max));
  });
});
