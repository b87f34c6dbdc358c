import { describe, expect, it } from '@jest/globals';
import { type Arm, liftOf, wilson } from '../../../lambdas/metrics/lift.ts';

/** The same numbers every time: a small generator of our own (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many accounts, one in five held out, each paying or not by its arm's own chance. */
function population(seed: number, n: number, chance: { treated: number; heldOut: number }): [Arm, Arm] {
  const throws = dice(seed);
  const arms = { treated: { n: 0, successes: 0 }, heldOut: { n: 0, successes: 0 } };
  for (let one = 0; one < n; one += 1) {
    const arm = throws() < 0.2 ? 'heldOut' : 'treated';
    arms[arm].n += 1;
    if (throws() < chance[arm]) arms[arm].successes += 1;
  }
  return [arms.treated, arms.heldOut];
}

const seeds = Array.from({ length: 100 }, (_one, index) => index + 1);

describe('wilson', () => {
  it.each([
    // Worked examples from R: prop.test(x, n, correct = FALSE).
    [{ n: 100, successes: 50 }, 0.4038, 0.5962],
    [{ n: 100, successes: 0 }, 0, 0.037],
    [{ n: 100, successes: 100 }, 0.963, 1],
    [{ n: 10, successes: 1 }, 0.0179, 0.4042],
  ])('gives the interval of %j', (arm, low, high) => {
    const found = wilson(arm);

    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });
});

describe('liftOf', () => {
  it.each([
    [
      { n: 99, successes: 50 },
      { n: 1000, successes: 300 },
    ],
    [
      { n: 1000, successes: 500 },
      { n: 99, successes: 30 },
    ],
    [
      { n: 0, successes: 0 },
      { n: 0, successes: 0 },
    ],
  ])('has not enough data for %j against %j', (treated, heldOut) => {
    expect(liftOf(treated, heldOut)).toEqual({ kind: 'not_enough_data', least: 100 });
  });

  it('speaks from a hundred in each arm on', () => {
    expect(liftOf({ n: 100, successes: 60 }, { n: 100, successes: 60 }).kind).toBe('no_difference_shown');
  });

  // Newcombe's own example, 56 of 70 against 48 of 80, ten times as large: ours needs a hundred in each arm.
  it('gives the interval of the method for 560 of 700 against 480 of 800', () => {
    const found = liftOf({ n: 700, successes: 560 }, { n: 800, successes: 480 });

    expect(found).toMatchObject({ kind: 'difference', points: expect.closeTo(20, 5) });
    expect(found).toMatchObject({ low: expect.closeTo(15.42, 1), high: expect.closeTo(24.47, 1) });
  });

  it('covers a true lift of 10 points in at least 90 of 100 seeded populations', () => {
    const covered = seeds.filter((seed) => {
      const lift = liftOf(...population(seed, 3000, { treated: 0.6, heldOut: 0.5 }));
      return lift.kind !== 'not_enough_data' && lift.low <= 10 && lift.high >= 10;
    });

    expect(covered.length).toBeGreaterThanOrEqual(90);
  });

  it('shows a true lift of 10 points in most of them', () => {
    const shown = seeds.filter(
      (seed) => liftOf(...population(seed, 3000, { treated: 0.6, heldOut: 0.5 })).kind === 'difference',
    );

    expect(shown.length).toBeGreaterThanOrEqual(90);
  });

  it('says "no difference shown" in at least 90 of 100 where there is none', () => {
    const none = seeds.filter(
      (seed) => liftOf(...population(seed, 3000, { treated: 0.5, heldOut: 0.5 })).kind === 'no_difference_shown',
    );

    expect(none.length).toBeGreaterThanOrEqual(90);
  });
});
