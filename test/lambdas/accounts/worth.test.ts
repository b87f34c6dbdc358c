import { describe, expect, it } from '@jest/globals';
import { monthlyOf, type Priced, worthOf } from '../../../lambdas/accounts/worth.ts';
import { resolveWith } from '../kernel/config/example.ts';

const config = resolveWith({ fx: { rates: { eur: 1.25 } } });
const [plan] = config.plans;

const sub = (over: Partial<Priced> = {}): Priced => ({
  id: 'sub_1',
  status: 'active',
  amount: { amount: 30_000, currency: 'usd' },
  interval: 'month',
  ...over,
});
const usd = (amount: number) => ({ amount, currency: 'usd' });

describe('a month of a subscription', () => {
  it.each([
    ['month', 1, 12_000, 12_000],
    ['month', 3, 12_000, 4000],
    ['year', 1, 12_000, 1000],
    ['year', 2, 12_000, 500],
    ['week', 1, 1200, 5200],
    ['day', 1, 1200, 36_500],
  ] as const)('is, of %s × %d at %d, %d', (interval, intervalCount, amount, monthly) => {
    expect(monthlyOf(sub({ interval, intervalCount, amount: usd(amount) }))).toEqual(usd(monthly));
  });
});

describe('what an account is worth', () => {
  it.each<[string, Priced[], object | undefined]>([
    ['nothing known', [], undefined],
    ['one', [sub()], { mrr: usd(30_000), tier: 'smb' }],
    ['two that add up', [sub(), sub({ id: 'sub_2', amount: usd(20_000) })], { mrr: usd(50_000), tier: 'mid_market' }],
    [
      'two currencies, in the company’s',
      [sub(), sub({ id: 'sub_2', amount: { amount: 16_000, currency: 'eur' } })],
      { mrr: usd(50_000), tier: 'mid_market' },
    ],
    [
      'one foreign currency, as it is',
      [sub({ amount: { amount: 40_000, currency: 'eur' } })],
      { tier: 'mid_market', mrr: { amount: 40_000, currency: 'eur' } },
    ],
    [
      'a currency without a rate among others',
      [sub(), sub({ id: 'sub_2', amount: { amount: 1, currency: 'chf' } })],
      {},
    ],
    ['a metered one among others', [sub(), { id: 'sub_2', status: 'active' }], {}],
    [
      'one past due, one paused',
      [sub({ status: 'past_due' }), sub({ id: 'sub_2', status: 'paused' })],
      { mrr: usd(60_000), tier: 'mid_market' },
    ],
    [
      'one that ended beside one that did not',
      [sub({ status: 'canceled' }), sub({ id: 'sub_2' })],
      { mrr: usd(30_000), tier: 'smb' },
    ],
    [
      'one that never started',
      [sub({ status: 'incomplete' }), sub({ id: 'sub_2' })],
      { mrr: usd(30_000), tier: 'smb' },
    ],
    ['only one that ended: nothing, in the tier it had', [sub({ status: 'canceled' })], { mrr: usd(0) }],
    ['a trial', [sub({ status: 'trialing' })], { mrr: usd(0), tier: 'free_trial' }],
    [
      'the plan of the largest',
      [sub({ planNames: ['other'] }), sub({ id: 'sub_2', amount: usd(30_001), planNames: [plan?.id ?? ''] })],
      { mrr: usd(60_001), tier: 'mid_market', plan: plan?.id },
    ],
    ['a plan nobody configured', [sub({ plan: 'price_x' })], { mrr: usd(30_000), tier: 'smb' }],
  ])('is right for %s', (_name, all, worth) => {
    expect(worthOf(all, config)).toEqual(worth);
  });
});
