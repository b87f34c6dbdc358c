import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { refuseRead, refuseWrite } from '../../../../lambdas/adapters/stripe/errors.ts';
import { isFinal } from '../../../../lambdas/kernel/failures.ts';

const { errors } = Stripe;
const fault = (statusCode: number, code?: string) =>
  errors.StripeError.generate({
    type: statusCode === 401 ? 'authentication_error' : 'invalid_request_error',
    statusCode,
    message: 'no',
    ...(code ? { code } : {}),
  } as never);

const nameOf = (refuse: (error: unknown) => never, error: unknown): string => {
  try {
    return refuse(error);
  } catch (refused) {
    return `${(refused as Error).name}${isFinal(refused) ? ', for good' : ''}`;
  }
};

describe('what Stripe refuses', () => {
  it.each<[number, string | undefined, string, string]>([
    [400, undefined, 'PermanentFailure, for good', 'PermanentFailure, for good'],
    [401, undefined, 'ServiceUnavailable', 'ServiceUnavailable'],
    [403, undefined, 'ServiceUnavailable', 'ServiceUnavailable'],
    [404, 'resource_missing', 'NotFound, for good', 'NotFound, for good'],
    [409, undefined, 'PermanentFailure, for good', 'Throttled'],
    [429, undefined, 'Throttled', 'Throttled'],
    [500, undefined, 'ServiceUnavailable', 'OutcomeUnknown'],
  ])('with %d %s is %s of a read and %s of a write', (status, code, read, written) => {
    expect(nameOf(refuseRead, fault(status, code))).toBe(read);
    expect(nameOf(refuseWrite, fault(status, code))).toBe(written);
  });
});
