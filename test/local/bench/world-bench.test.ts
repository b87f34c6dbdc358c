import { describe, expect, it } from '@jest/globals';
import { apiVersion } from '../../../lambdas/adapters/stripe/index.ts';
import { paymentFailed } from '../../../local/bench/world-bench.ts';

describe('the event of the benchmark', () => {
  it('is of the version we pinned, each with an id of its own', () => {
    expect(paymentFailed(1, 0)).toMatchObject({ id: 'evt_bench_1', api_version: apiVersion });
    expect(paymentFailed(2, 0)).toMatchObject({ id: 'evt_bench_2', api_version: apiVersion });
  });
});
