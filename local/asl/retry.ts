import type { Failure } from './failure.ts';
import type { Catcher, Retrier } from './machine.ts';
import type { Thread } from './types.ts';

/**
 * Does a Retry or Catch list of names cover this failure? `States.ALL` covers everything but what cannot be caught,
 * `States.TaskFailed` everything but a timeout.
 */
export function matches(errors: readonly string[], failure: Failure): boolean {
  if (failure.catchable === false) return false;
  return errors.some((name) => {
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed' && failure.error !== 'States.Timeout') return true;
    return name === failure.error || name === failure.alias;
  });
}

export const selectCatcher = (catchers: readonly Catcher[], failure: Failure): Catcher | undefined =>
  catchers.find((catcher) => matches(catcher.errors, failure));

export interface RetryChoice {
  readonly delayMs: number;
  readonly index: number;
  readonly retries: NonNullable<Thread['retries']>;
}

/** The first retrier that covers the failure decides alone; undefined when none does or its attempts are used up. */
export function selectRetry(
  retriers: readonly Retrier[],
  failure: Failure,
  before: Thread['retries'],
  draw: () => number,
): RetryChoice | undefined {
  const index = retriers.findIndex((retrier) => matches(retrier.errors, failure));
  const retrier = retriers[index];
  const used = before?.counts[index] ?? 0;
  if (retrier === undefined || used >= retrier.maxAttempts) return undefined;
  return {
    delayMs: retryDelayMs(retrier, used, draw),
    index,
    retries: { counts: { ...before?.counts, [index]: used + 1 }, total: (before?.total ?? 0) + 1 },
  };
}

/** Delay before retry number `used + 1`: interval * rate^used, capped, and with FULL jitter uniform from 0 to that. */
export function retryDelayMs(retrier: Retrier, used: number, draw: () => number): number {
  const seconds = backoffSeconds(retrier, used);
  return Math.round((retrier.jitter ? draw() * seconds : seconds) * 1000);
}

export function backoffSeconds(retrier: Retrier, used: number): number {
  const seconds = retrier.intervalSeconds * retrier.backoffRate ** used;
  return Math.min(seconds, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
}
