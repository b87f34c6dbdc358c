import { describe, expect, it } from '@jest/globals';
import {
  ConfigError,
  configWarnings,
  modeOf,
  resolveConfig,
  retryOffsets,
  saferMode,
} from '../../../../lambdas/kernel/config/index.ts';
import { BadInput } from '../../../../lambdas/kernel/failures.ts';
import userConfig from '../../../../retention.config.ts';
import { leastConfig, problemsIn, problemsWith, resolveWith } from './example.ts';

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

describe('a configuration with mistakes', () => {
  it.each([
    ['a typo in a section', { laddr: {} }, 'laddr', 'did you mean "ladder"?'],
    ['a typo below', { ladder: { minimumGab: '20h' } }, 'ladder.minimumGab', 'did you mean "minimumGap"?'],
    ['a typo in a row', { ladder: { retries: [{ aftr: '24h' }] } }, 'ladder.retries[0].aftr', 'did you mean "after"?'],
    [
      'a typo in a record',
      { health: { profiles: { own: { wieghts: {} } } } },
      'health.profiles.own.wieghts',
      'did you mean "weights"?',
    ],
    [
      'a typo in a shorthand',
      { mode: { trial: { mode: 'live', tier: ['smb'] } } },
      'mode.trial.tier',
      'did you mean "tiers"?',
    ],
    ['a foreign key', { company: { favouriteSong: 'x' } }, 'company.favouriteSong', 'remove the key, nothing reads it'],
    ['a quoted number', { caps: { '24h': '3' } }, 'caps.24h', 'write 3 without quotes'],
    ['a word for a number', { caps: { '24h': 'three' } }, 'caps.24h', 'write a number'],
    ['a fraction', { ladder: { unknownRetries: 1.5 } }, 'ladder.unknownRetries', 'write a whole number'],
    ['a text for a switch', { payday: { enabled: 'yes' } }, 'payday.enabled', 'write true or false'],
    ['a single row for a list', { plans: { id: 'x' } }, 'plans', 'write a list'],
    [
      'a duration without a unit',
      { ladder: { pauseAt: '14' } },
      'ladder.pauseAt',
      'write a whole number and a unit (d, h, m or s)',
    ],
    [
      'a duration as a number',
      { ladder: { pauseAt: 14 } },
      'ladder.pauseAt',
      'write a duration such as 24h, 10d, 30m or 1d12h',
    ],
    ['an unknown mode', { mode: { default: 'lives' } }, 'mode.default', 'did you mean "live"?'],
    ['an unknown mode of a journey', { mode: { trial: 'liv' } }, 'mode.trial', 'did you mean "live"?'],
    ['an unknown mode in a row', { mode: { trial: { mode: 'production' } } }, 'mode.trial.mode', 'choose one of them'],
    ['an unknown journey', { mode: { recovery: 'live' } }, 'mode.recovery', 'remove the key, nothing reads it'],
    [
      'an unknown tier',
      { mode: { trial: { mode: 'live', tiers: ['enterprize'] } } },
      'mode.trial.tiers[0]',
      'did you mean "enterprise"?',
    ],
    [
      'a share above all',
      { mode: { trial: { mode: 'live', percent: 101 } } },
      'mode.trial.percent',
      'write 100 or less',
    ],
    ['a hold below the promise', { ladder: { holdDays: 89 } }, 'ladder.holdDays', 'write 90 or more'],
    ['a third tail attempt', { ladder: { tail: { attempts: 3 } } }, 'ladder.tail.attempts', 'write 2 or less'],
    [
      'two ways to count',
      { ladder: { retries: [{ after: '24h', at: '1d' }] } },
      'ladder.retries[0]',
      'keep `after` (counted from the attempt before) or `at` (counted from the first failure), not both',
    ],
    [
      'a way that contradicts',
      { ladder: { retries: [{ at: '1d', from: 'previous' }] } },
      'ladder.retries[0]',
      'keep `after` (counted from the attempt before) or `at` (counted from the first failure), not both',
    ],
    [
      'an unknown zone',
      { company: { zone: 'Europe/Londn' } },
      'company.zone',
      'take the name from the zone database, with its area; offsets such as +02:00 have no summer time',
    ],
    [
      'a currency in capitals',
      { company: { currency: 'USD' } },
      'company.currency',
      'write it the way Stripe does, in three lower-case letters',
    ],
    [
      'a currency key in capitals',
      { fx: { rates: { EUR: 1 } } },
      'fx.rates.EUR',
      'write it the way Stripe does, in three lower-case letters',
    ],
    [
      'a rate of nothing',
      { fx: { rates: { eur: 0 } } },
      'fx.rates.eur',
      'write what one unit of the currency is worth in the base',
    ],
    ['a country in full', { company: { country: 'Britain' } }, 'company.country', 'write two capital letters'],
    [
      'an address with a name',
      { people: { founder: 'Ada <ada@harbor.test>' } },
      'people.founder',
      'write the bare address, without a name or angle brackets',
    ],
    [
      'an address without a domain',
      { people: { success: ['sam@harbor'] } },
      'people.success[0]',
      'write the bare address, without a name or angle brackets',
    ],
    [
      'a go-live without an offset',
      { goLive: { trial: '2026-11-10T09:00' } },
      'goLive.trial',
      'add the time and the offset from UTC, or Z',
    ],
    [
      'a time without zeros',
      { quietHours: { service: { from: '8:00' } } },
      'quietHours.service.from',
      'write hours and minutes with two digits each, 00:00 to 23:59',
    ],
    ['a bare host', { company: { urls: { app: 'app.harbor.test' } } }, 'company.urls.app', 'start it with https://'],
    ['a colour by name', { brand: { color: 'blue' } }, 'brand.color', 'write # and six hexadecimal digits'],
    ['an empty reason', { payday: { reason: ' ' } }, 'payday.reason', 'write it out'],
    [
      'an answer time in words',
      { signals: { usage_drop: { respondWithin: 'soon' } } },
      'signals.usage_drop.respondWithin',
      'write a whole number and a unit (d, h, m or s)',
    ],
    ['a later version', { version: 2 }, 'version', 'choose one of them'],
  ])('names %s with its path and repair', (_what, partial, path, fix) => {
    expect(problemsWith(partial).map((problem) => [problem.path, problem.fix])).toEqual([[path, fix]]);
  });

  it.each([
    ['company', 'name', "add the name your customers know, such as name: 'Northwind Metrics'"],
    ['company', 'zone', "add the zone your working day is in, such as zone: 'America/New_York'"],
    ['company', 'postalAddress', 'add the postal address that must stand in every lifecycle mail'],
    ['people', 'founder', 'add the address that gets what has no other owner'],
    ['senders', 'replyTo', 'add senders.replyTo'],
  ] as const)('asks for the missing %s.%s', (section, field, fix) => {
    const input = { ...leastConfig, [section]: { ...leastConfig[section], [field]: undefined } };

    expect(problemsIn(input)).toMatchObject([{ path: `${section}.${field}`, got: 'nothing', fix }]);
  });

  it('lists everything that is wrong at once, one line each', () => {
    const error = thrownBy({ ladr: 1, company: { zone: 'Mars' } });

    expect(error).toBeInstanceOf(BadInput);
    expect(error).toMatchObject({ name: 'BadInput', retryable: false });
    expect(error.message.split('\n')).toHaveLength(error.problems.length);
    expect(error.message).toContain('company.zone: got "Mars", allowed is an IANA zone such as America/New_York; take');
    expect(error.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['company.name', 'company.zone', 'company.urls', 'people', 'senders', 'ladr']),
    );
  });

  it.each([null, undefined, 'x', 5, []])('refuses %p for a whole configuration', (input) => {
    expect(problemsIn(input)).toMatchObject([{ path: '(the whole file)', allowed: 'an object' }]);
  });

  it('shortens a long value', () => {
    const [problem] = problemsWith({ mailTo: 'x'.repeat(500) });

    expect(problem?.got).toHaveLength(61);
  });
});

describe('modeOf', () => {
  const { mode } = resolveWith({
    mode: { default: 'observe', trial: 'live', renewal: { mode: 'live', tiers: ['smb'], percent: 25 } },
  });

  it.each([
    ['onboarding', 'smb', 0, 'observe'],
    ['trial', 'free_trial', 0.999, 'live'],
    ['renewal', 'smb', 0.2499, 'live'],
    ['renewal', 'smb', 0.25, 'observe'],
    ['renewal', 'enterprise', 0, 'observe'],
  ] as const)('treats %s of tier %s at %d in mode %s', (journey, tier, fraction, expected) => {
    expect(modeOf({ mode }, { journey, tier, fraction })).toBe(expected);
  });

  it('takes the safer of two modes', () => {
    expect(saferMode('live', 'observe')).toBe('observe');
    expect(saferMode('mail-to-me', 'live')).toBe('mail-to-me');
    expect(saferMode('live', 'live')).toBe('live');
  });
});

function thrownBy(input: unknown): ConfigError {
  try {
    resolveConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration resolved');
}
