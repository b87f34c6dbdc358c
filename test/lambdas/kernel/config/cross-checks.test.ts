import { describe, expect, it } from '@jest/globals';
import { problemsWith } from './example.ts';

const ladder = (...retries: unknown[]) => ({ ladder: { retries } });
const plans = (...rows: unknown[]) => ({ plans: rows });
const solo = { id: 'solo', prices: { usd: 1900 } };
const bands = (changed: unknown) => ({ health: { bands: changed } });
const steps = (...rows: unknown[]) => ({ health: { points: { billing_page_visits: rows } } });
const jwks = 'https://login.harbor.test/.well-known/jwks.json';
const UNRATED = 'add fx.rates.eur, what one eur is worth in usd';
const ORDER = 'move this attempt later, in increasing order, or lower ladder.minimumGap';
const STEPS = 'order the steps by their bound and leave the bound of the last one out';
const BANDS = 'bands touch and do not overlap: move this bound or its neighbour';

describe('rules across fields', () => {
  it.each([
    [
      'three retries',
      ladder({ after: '1d' }, { after: '1d' }, { after: '1d' }),
      'ladder.retries',
      'to write less often set `mail: null` on a row, to end sooner move the rows together',
    ],
    [
      'a retry before the last',
      ladder({ after: '3d' }, { at: '2d' }, { at: '6d' }, { at: '10d' }),
      'ladder.retries[1].at',
      ORDER,
    ],
    [
      'a retry with the last',
      ladder({ after: '3d' }, { at: '3d' }, { at: '6d' }, { at: '10d' }),
      'ladder.retries[1].at',
      ORDER,
    ],
    [
      'a gap under the minimum',
      ladder({ after: '24h' }, { after: '19h59m59s' }, { after: '2d' }, { at: '10d' }),
      'ladder.retries[1].after',
      ORDER,
    ],
    [
      'a first retry too early',
      ladder({ after: '1h' }, { after: '2d' }, { after: '2d' }, { at: '10d' }),
      'ladder.retries[0].after',
      ORDER,
    ],
    [
      'a pause at the last retry',
      { ladder: { pauseAt: '10d', withoutRetry: [{ at: '0h' }] } },
      'ladder.pauseAt',
      'pause later, so that the last notice leaves time to act',
    ],
    [
      'reminders out of order',
      { ladder: { withoutRetry: [{ at: '3d' }, { at: '3d' }] } },
      'ladder.withoutRetry[1].at',
      'put the reminders in increasing order, before the pause',
    ],
    [
      'a reminder after the pause',
      { ladder: { withoutRetry: [{ at: '14d' }] } },
      'ladder.withoutRetry[0].at',
      'put the reminders in increasing order, before the pause',
    ],
    [
      'a tail that ends with the pause',
      { ladder: { tail: { until: '14d' } } },
      'ladder.tail.until',
      'end the tail after the pause, or set ladder.tail.attempts to 0',
    ],
    [
      'a window over midnight',
      { attemptWindow: { from: '18:00', to: '18:00' } },
      'attemptWindow.to',
      'a window does not span midnight: swap the two',
    ],
    [
      'a deletion on the day of its notice',
      { deletion: { afterDays: 180 } },
      'deletion.afterDays',
      'leave time between the notice and the deletion, the source has 30 days',
    ],
    ['two plans with one id', plans(solo, solo), 'plans[1].id', 'rename or remove one of the two'],
    [
      'a plan without a price',
      plans({ id: 'solo', prices: {} }),
      'plans[0].prices',
      'add one in minor units, such as prices: { usd: 4900 }',
    ],
    ['a price without a rate', plans({ id: 'solo', prices: { usd: 1900, eur: 1800 } }), 'plans[0].prices.eur', UNRATED],
    [
      'an unknown successor',
      plans(solo, { ...solo, id: 'team', successor: 'sole' }),
      'plans[1].successor',
      'did you mean "solo"?',
    ],
    [
      'a plan below itself',
      plans({ ...solo, downgradeTo: 'solo' }),
      'plans[0].downgradeTo',
      'add that plan, or remove the line',
    ],
    ['a threshold without a rate', { highValueMrr: { amount: 5, currency: 'eur' } }, 'highValueMrr', UNRATED],
    [
      'tiers that meet',
      { tiers: { mid_market: { from: 500_000 } } },
      'tiers.enterprise.above',
      'tiers ascend: smb below mid_market below enterprise, in minor units',
    ],
    ['a base with a rate', { fx: { rates: { usd: 1 } } }, 'fx.rates.usd', 'remove the line'],
    ['weights over 100', { health: { weights: { usage: 31 } } }, 'health.weights', 'lower them by 1 together'],
    ['weights under 100', { health: { weights: { usage: 29.5 } } }, 'health.weights', 'raise them by 0.5 together'],
    [
      'weights of a profile',
      { health: { profiles: { own: { weights: { usage: 40 } } } } },
      'health.profiles.own.weights',
      'lower them by 10 together',
    ],
    ['bands with a gap', bands({ healthy: { from: 76, to: 100 } }), 'health.bands.healthy.from', BANDS],
    ['bands that overlap', bands({ healthy: { from: 74, to: 100 } }), 'health.bands.healthy.from', BANDS],
    ['a scale that starts late', bands({ critical: { from: 1, to: 24 } }), 'health.bands.critical.from', BANDS],
    [
      'a scale that ends early',
      bands({ healthy: { from: 75, to: 99 } }),
      'health.bands.healthy.to',
      'bands cover every whole score from 0 to 100',
    ],
    [
      'points out of order',
      steps({ upTo: 2, points: 6 }, { upTo: 0, points: 10 }, { points: 2 }),
      'health.points.billing_page_visits[1]',
      STEPS,
    ],
    ['points without an end', steps({ upTo: 2, points: 6 }), 'health.points.billing_page_visits[0]', STEPS],
    ['points behind the end', steps({ points: 6 }, { points: 2 }), 'health.points.billing_page_visits[0]', STEPS],
    [
      'points with two bounds',
      steps({ upTo: 2, below: 3, points: 6 }, { points: 2 }),
      'health.points.billing_page_visits[0]',
      STEPS,
    ],
    [
      'a week below a day',
      { caps: { '24h': 4 } },
      'caps.7d',
      'a longer window cannot hold fewer mails than a shorter one',
    ],
    [
      'a night without end',
      { quietHours: { lifecycle: { to: '20:00' } } },
      'quietHours.lifecycle.to',
      'a night without end lets no mail out: set when it ends',
    ],
    [
      'one sender for both',
      { senders: { lifecycle: { address: 'Billing@harbor.test' } } },
      'senders.lifecycle.address',
      'use a second identity: a complaint about marketing must not stop payment notices',
    ],
    [
      'logins of any app at the same provider',
      { clientAuth: { jwks } },
      'clientAuth.issuer',
      'without either, a login of any other app at the same provider would be taken for one of yours',
    ],
    [
      'an account that users name themselves',
      { clientAuth: { jwks, issuer: 'https://login.harbor.test', accountClaim: 'user_metadata.account' } },
      'clientAuth.accountClaim',
      'whoever may write the claim could name any account as theirs',
    ],
    [
      'a test of no step',
      { holdouts: { recovery: { percent: 5 } } },
      'holdouts.recovery.step',
      'name the one mail under test, or set the percentage to 0',
    ],
  ])('refuses %s', (_what, partial, path, fix) => {
    expect(problemsWith(partial).map((problem) => [problem.path, problem.fix])).toEqual([[path, fix]]);
  });

  it('refuses a base that the company currency has no rate to', () => {
    expect(problemsWith({ fx: { base: 'eur' } }).map(({ path, fix }) => [path, fix])).toContainEqual([
      'fx.base',
      'leave fx.base out, or add fx.rates.usd',
    ]);
  });

  it.each([
    ['a gap of exactly the minimum', ladder({ after: '20h' }, { after: '20h' }, { after: '20h' }, { at: '10d' })],
    ['a pause just after the last retry', { ladder: { pauseAt: '10d1s' } }],
    ['a price with a rate', { fx: { rates: { eur: 1.08 } }, plans: [{ id: 'solo', prices: { eur: 1800 } }] }],
    ['another base', { fx: { base: 'eur', rates: { usd: 0.92 } } }],
    ['bands elsewhere', bands({ healthy: { from: 80, to: 100 }, monitor: { from: 50, to: 79 } })],
    ['weights elsewhere', { health: { weights: { usage: 40, outcome: 0 } } }],
    [
      'a step that excludes and one that includes the same bound',
      steps({ below: 1, points: 10 }, { upTo: 1, points: 6 }, { points: 2 }),
    ],
    ['logins for one audience', { clientAuth: { jwks, audience: 'app', accountClaim: 'app_metadata.account' } }],
    ['no caps at all', { caps: { '24h': null, '7d': null, '30d': null } }],
    ['a cap of none for ever', { caps: { '24h': 0, '7d': 0, '30d': 0 } }],
    ['a step under test', { holdouts: { recovery: { percent: 5, step: 'friendly' } } }],
    ['mid-market next to enterprise', { tiers: { mid_market: { from: 499_999 } } }],
  ])('accepts %s', (_what, partial) => {
    expect(problemsWith(partial)).toEqual([]);
  });
});
