import { describe, expect, it } from '@jest/globals';
import { configWarnings, peopleOf, resolveConfig, retryOffsets } from '../../../../lambdas/kernel/config/index.ts';
import userConfig from '../../../../retention.config.ts';
import { leastConfig, resolveWith } from './example.ts';

const HOUR = 3_600_000;

function reasonsIn(value: unknown, path: string): [path: string, reason: unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'reason' ? [[path, member] as [string, unknown]] : reasonsIn(member, `${path}.${key}`),
  );
}

describe('resolveConfig', () => {
  it('fills every part from the company facts alone', () => {
    const config = resolveConfig(leastConfig);

    expect(config).toMatchObject({
      version: 1,
      mailTo: 'ada@harbor.test',
      mode: { default: 'observe' },
      caps: { '24h': 1, '7d': 3, '30d': 8 },
      ladder: { pauseAt: '14d', holdDays: 90, minimumGap: '20h', mailFloor: '24h', oldInvoice: 'void' },
      attemptWindow: { enabled: false, from: '09:00', to: '18:00' },
      payday: { enabled: true },
      deletion: { enabled: false, noticeDays: 180, afterDays: 210 },
      holdouts: { winback: { percent: 10 }, recovery: { percent: 0, step: null } },
      health: { weights: { usage: 30, engagement: 25, financial: 20, relationship: 15, outcome: 10 } },
      stripe: { accountIdMetadata: 'account_id' },
      referral: 'off',
    });
  });

  it.each([
    ['the people and where my own mail goes', {}, ['ada@harbor.test', 'ops@harbor.test', 'me@harbor.test']],
    ['the list alone, where there is one', { allowList: ['@qa.harbor.test'] }, ['@qa.harbor.test']],
  ])('lets a stage that is not live write to %s', (_whom, list, expected) => {
    const people = { operations: 'ops@harbor.test', success: ['Ada@harbor.test'] };

    expect(resolveWith({ people, mailTo: 'me@harbor.test', ...list }).allowList).toEqual(expected);
  });

  it('knows each of the people once, with all their roles', () => {
    const { people } = resolveWith({ people: { manager: 'Ada@harbor.test', success: ['sam@harbor.test'] } });

    expect(peopleOf(people)).toEqual([
      { address: 'ada@harbor.test', roles: ['founder', 'manager'] },
      { address: 'sam@harbor.test', roles: ['success'] },
    ]);
  });

  it('plans the attempts of the source: 1, 3, 6 and 10 days after the first failure', () => {
    const { retries } = resolveConfig(leastConfig).ladder;

    expect(retryOffsets(retries).map((offset) => offset / HOUR)).toEqual([24, 72, 144, 240]);
    expect(retries.map(({ mail }) => mail)).toEqual(['friendly', 'urgent', null, 'last-attempt']);
    expect(retries.map(({ banner, task }) => [banner, task])).toEqual([
      [false, false],
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it('gives every default row a reason in words', () => {
    const reasons = reasonsIn(resolveConfig(leastConfig), 'config');

    expect(reasons.length).toBeGreaterThan(60);
    expect(reasons.filter(([, reason]) => typeof reason !== 'string' || reason.trim().split(' ').length < 3)).toEqual(
      [],
    );
  });

  it('has the 14 churn signals of the source with their severity', () => {
    const rows = Object.values(resolveConfig(leastConfig).signals);

    expect(rows.map(({ severity, respondWithin }) => [severity, respondWithin])).toEqual([
      ['critical', 'same-day'],
      ['critical', 'same-day'],
      ['critical', '48h'],
      ['critical', 'same-day'],
      ['high', '3d'],
      ['high', '7d'],
      ['high', '7d'],
      ['medium', 'next-touchpoint'],
      ['medium', '7d'],
      ['medium', '14d'],
      ['medium', 'next-touchpoint'],
      ['medium', '7d'],
      ['medium', 'next-touchpoint'],
      ['medium', '14d'],
    ]);
  });

  it('keeps a row of the user and says whose it is', () => {
    const retries = [
      { after: '24h' },
      { after: '24h', reason: 'ours' },
      { after: '24h', from: 'previous' },
      { at: '7d', from: 'start', mail: 'urgent' },
    ];

    expect(resolveWith({ ladder: { retries } }).ladder.retries.map(({ reason }) => reason)).toEqual([
      'set in retention.config.ts',
      'ours',
      'set in retention.config.ts',
      'set in retention.config.ts',
    ]);
  });

  it('resolves to itself when resolved again', () => {
    const once = resolveConfig(userConfig);

    expect(resolveConfig(once)).toEqual(once);
    expect(resolveConfig(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it.each([
    ['minor units of the company currency', 75_000, { amount: 75_000, currency: 'usd' }],
    ['an amount with its currency', { amount: 70_000, currency: 'eur' }, { amount: 70_000, currency: 'eur' }],
  ])('takes highValueMrr as %s', (_what, highValueMrr, expected) => {
    expect(resolveWith({ highValueMrr, fx: { rates: { eur: 1.08 } } }).highValueMrr).toEqual(expected);
  });

  it.each([
    ['usd', {}, 50_000],
    ['eur', {}, 50_000],
    ['eur', { rates: { usd: 0.9 } }, 45_000],
    ['jpy', {}, 75_000],
    ['kwd', {}, 500_000],
  ])('defaults the $500 of high value in %s with fx %j to %i', (currency, fx, amount) => {
    const config = resolveWith({ company: { currency }, fx });

    expect(config.highValueMrr).toEqual({ amount, currency });
    expect(config.tiers.mid_market.from).toEqual({ amount, currency });
    expect(config.tiers.enterprise.above).toEqual({ amount: amount * 10, currency });
  });

  it('accepts the example company as it stands', () => {
    const config = resolveConfig(userConfig);

    expect(config.company.name).toBe('Northwind Metrics');
    expect(config.plans.map(({ id }) => id)).toEqual(['solo', 'team', 'business', 'enterprise']);
    expect(configWarnings(config)).toEqual([]);
  });

  it('warns of key features that cannot reach the full points, and of missing plans', () => {
    const paths = (partial: unknown) => configWarnings(resolveWith(partial)).map(({ path }) => path);
    const plans = [{ id: 'solo', prices: { usd: 1900 } }];

    expect(paths({ plans, events: { keyFeatures: ['A', 'B', 'C'] } })).toEqual(['events.keyFeatures']);
    expect(paths({ plans, events: { keyFeatures: ['A', 'B', 'C', 'D'] } })).toEqual([]);
    expect(paths({})).toEqual(['plans']);
  });
});
