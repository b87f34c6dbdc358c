import { describe, expect, it } from '@jest/globals';
import { ConfigError, resolveConfig } from '../../../../lambdas/kernel/config/index.ts';
import { BadInput } from '../../../../lambdas/kernel/failures.ts';
import { leastConfig, problemsIn, problemsWith } from './example.ts';

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
      'a domain without its @ on the allow-list',
      { allowList: ['harbor.test'] },
      'allowList[0]',
      'write the bare address, or the domain with its @; a domain does not cover the ones below it',
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
    [
      'a later version',
      { version: 2 },
      'version',
      'upgrade to the release the file was written for, or take the file of before (docs/upgrading.md)',
    ],
    ['a version that is none', { version: 0 }, 'version', 'choose one of them'],
    ['a version in quotes', { version: '1' }, 'version', 'did you mean "1"?'],
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

function thrownBy(input: unknown): ConfigError {
  try {
    resolveConfig(input);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration resolved');
}
