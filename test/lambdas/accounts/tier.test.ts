import { describe, expect, it } from '@jest/globals';
import { tierOf } from '../../../lambdas/accounts/tier.ts';
import { resolveWith } from '../kernel/config/example.ts';

const config = resolveWith({ fx: { rates: { eur: 1.25 } } });
const inEuros = { ...config, fx: { base: 'eur', rates: { usd: 0.8 } } };

describe('the tier of an account', () => {
  it.each([
    [0, 'usd', 'smb'],
    [49_999, 'usd', 'smb'],
    [50_000, 'usd', 'mid_market'],
    [500_000, 'usd', 'mid_market'],
    [500_001, 'usd', 'enterprise'],
    [39_999, 'eur', 'smb'],
    [40_000, 'eur', 'mid_market'],
    [400_000, 'eur', 'mid_market'],
    [400_001, 'eur', 'enterprise'],
    [900_000, 'chf', 'smb'],
  ])('of %d %s a month is %s', (amount, currency, tier) => {
    expect(tierOf({ amount, currency }, config)).toBe(tier);
  });

  it.each([
    [39_999, 'smb'],
    [40_000, 'mid_market'],
  ])('is compared in the currency of the threshold when the rates have another base: %d is %s', (amount, tier) => {
    expect(tierOf({ amount, currency: 'eur' }, inEuros)).toBe(tier);
  });
});
