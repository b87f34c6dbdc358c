/** One arm of an experiment: how many were in it, and of how many what was hoped for came true. */
export interface Arm {
  readonly n: number;
  readonly successes: number;
}

export type Lift =
  /** Fewer than `leastPerArm` in one of the arms: any number would be read as more than it is. */
  | { readonly kind: 'not_enough_data'; readonly least: number }
  /** In points of percent, treated less held out; `low` and `high` are the ends of the 95 % interval. */
  | {
      readonly kind: 'no_difference_shown' | 'difference';
      readonly points: number;
      readonly low: number;
      readonly high: number;
    };

/** Completions A14. */
export const leastPerArm = 100;

/** The 97.5th percentile of the normal distribution: 95 % lie between it and its negative. */
const z = 1.959964;

/**
 * What the treatment was worth, with the interval of Newcombe (1998, method 10): the difference of two proportions from
 * their Wilson intervals, which keeps its 95 % also near 0 and 100 % where the textbook formula does not.
 */
export function liftOf(treated: Arm, heldOut: Arm): Lift {
  if (Math.min(treated.n, heldOut.n) < leastPerArm) return { kind: 'not_enough_data', least: leastPerArm };
  const [a, b] = [wilson(treated), wilson(heldOut)];
  const difference = a.p - b.p;
  const low = difference - Math.hypot(a.p - a.low, b.high - b.p);
  const high = difference + Math.hypot(a.high - a.p, b.p - b.low);
  const kind = low <= 0 && high >= 0 ? 'no_difference_shown' : 'difference';
  return { kind, points: difference * 100, low: low * 100, high: high * 100 };
}

/** The interval of one proportion (Wilson, 1927). */
export function wilson({ n, successes }: Arm): { readonly p: number; readonly low: number; readonly high: number } {
  const p = successes / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const reach = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { p, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
