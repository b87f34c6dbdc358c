import { describe, expect, it } from '@jest/globals';
import {
  BadInput,
  Conflict,
  Failure,
  failureClasses,
  failureNames,
  isRetryable,
  NotFound,
  OutcomeUnknown,
  PermanentFailure,
  ServiceUnavailable,
  Throttled,
} from '../../../lambdas/kernel/failures.ts';

describe('failures', () => {
  it.each([
    ['BadInput', BadInput, false],
    ['NotFound', NotFound, false],
    ['Conflict', Conflict, true],
    ['Throttled', Throttled, true],
    ['ServiceUnavailable', ServiceUnavailable, true],
    ['OutcomeUnknown', OutcomeUnknown, false],
    ['PermanentFailure', PermanentFailure, false],
  ])('carries the name %s and whether to repeat', (name, Class, retryable) => {
    const cause = new Error('socket closed');
    const failure = new Class('stripe did not answer', { cause, facts: { invoice: 'in_1' } });

    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({
      name,
      retryable,
      cause,
      message: 'stripe did not answer',
      facts: { invoice: 'in_1' },
    });
    expect(isRetryable(failure)).toBe(retryable);
  });

  it('lists every class by its name, each once', () => {
    expect(failureNames).toHaveLength(failureClasses.length);
    expect(new Set(failureNames)).toEqual(
      new Set([
        'BadInput',
        'NotFound',
        'Conflict',
        'Throttled',
        'ServiceUnavailable',
        'OutcomeUnknown',
        'PermanentFailure',
      ]),
    );
  });

  it('never repeats on an error it does not know', () => {
    expect(isRetryable(new Error('?'))).toBe(false);
    expect(isRetryable('?')).toBe(false);
  });
});
