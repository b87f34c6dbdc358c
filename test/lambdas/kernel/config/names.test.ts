import { describe, expect, it } from '@jest/globals';
import { problemsWith, resolveWith } from './example.ts';

/** The skeleton of the configuration: these names are contract, a value of each is what a user or a story may set. */
const settable: readonly (readonly [string, object])[] = [
  [
    'company.urls',
    {
      company: {
        urls: { app: 'https://a.test', docs: 'https://d.test', booking: 'https://b.test', status: 'https://s.test' },
      },
    },
  ],
  ['company.industry', { company: { industry: 'b2b_saas_smb' } }],
  ['people', { people: { founder: 'f@harbor.test', operations: 'o@harbor.test', success: ['s@harbor.test'] } }],
  ['mode.default', { mode: { default: 'mail-to-me' } }],
  ['mode of a journey', { mode: { 'payment-recovery': { mode: 'live', tiers: ['smb'], percent: 10 } } }],
  ['goLive', { goLive: { 'payment-recovery': '2026-11-01T00:00:00Z', onboarding: '2026-12-01T00:00:00Z' } }],
  [
    'plans',
    {
      plans: [
        { id: 'a', prices: { usd: 100 }, limits: { seats: 3 }, successor: 'b', addOns: ['x'] },
        { id: 'b', prices: { usd: 200 } },
      ],
    },
  ],
  ['tiers', { tiers: { mid_market: { from: 60_000 }, enterprise: { above: 600_000 } } }],
  ['highValueMrr', { highValueMrr: 70_000 }],
  ['fx', { fx: { base: 'usd', rates: { eur: 1.1 } } }],
  [
    'events',
    {
      events: {
        activity: ['Opened'],
        keyFeatures: ['A', 'B', 'C', 'D'],
        advanced: ['E'],
        quickWin: 'A',
        billingPage: 'Billing',
        dataExport: 'Export',
        cancelPage: 'Cancel',
        intent: ['Pricing'],
      },
    },
  ],
  ['kpis', { kpis: [] }],
  ['value', { value: [] }],
  ['news', { news: [] }],
  ['guides', { guides: [] }],
  ['competitors', { competitors: [] }],
  ['offers', { offers: {} }],
  ['caps', { caps: { '24h': 2, '7d': null, '30d': 0 } }],
  ['quietHours', { quietHours: { service: { from: '21:00', to: '07:00' } } }],
  ['ladder', { ladder: { pauseAt: '15d', holdDays: 120 } }],
  ['payday', { payday: { enabled: false } }],
  ['attemptWindow', { attemptWindow: { enabled: true, from: '10:00', to: '16:00' } }],
  ['health', { health: { weights: { usage: 30, engagement: 25, financial: 20, relationship: 15, outcome: 10 } } }],
  ['signals', { signals: {} }],
  ['surveys', { surveys: {} }],
  ['holdouts', { holdouts: { winback: { percent: 20 } } }],
  ['deletion', { deletion: { enabled: true } }],
  ['retention', { retention: {} }],
  ['referral', { referral: 'off' }],
  ['benchmarks', { benchmarks: {} }],
];

describe('the names of the configuration', () => {
  it.each(settable)('hold %s', (_name, partial) => {
    expect(problemsWith(partial)).toEqual([]);
  });

  it('keep what was set', () => {
    const { ladder, caps, highValueMrr } = resolveWith({
      ladder: { pauseAt: '15d' },
      caps: { '24h': 2 },
      highValueMrr: 7,
    });

    expect([ladder.pauseAt, caps['24h'], highValueMrr.amount]).toEqual(['15d', 2, 7]);
  });

  it.each([
    [{ lader: {} }, 'lader'],
    [{ mode: { recovery: 'live' } }, 'mode.recovery'],
    [{ ladder: { pausedAt: '14d' } }, 'ladder.pausedAt'],
    [{ company: { urls: { website: 'https://w.test' } } }, 'company.urls.website'],
  ])('are told apart from a slip of the pen: %j', (partial, path) => {
    expect(problemsWith(partial).map((problem) => problem.path)).toEqual([path]);
  });
});
