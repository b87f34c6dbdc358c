import type { Smoke } from './smoke.ts';

/** `look`: only a person can see whether it happened. `skip`: it cannot be asked here, and that is no fault of the stage. */
export interface Verdict {
  readonly kind: 'pass' | 'fail' | 'skip' | 'look';
  readonly saw: string;
}

export interface Check {
  readonly name: string;
  readonly does: string;
  readonly expects: string;
  readonly cleansUp: string;
  /** What it throws is a failure of the check, in its own words. */
  run(smoke: Smoke): Promise<Verdict>;
}

export const pass = (saw: string): Verdict => ({ kind: 'pass', saw });
export const fail = (saw: string): Verdict => ({ kind: 'fail', saw });
export const skip = (saw: string): Verdict => ({ kind: 'skip', saw });
export const look = (saw: string): Verdict => ({ kind: 'look', saw });

/** A check stands on what one before it has made; where that is missing, it says so instead of failing twice. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
}
