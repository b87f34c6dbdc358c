import { describe, expect, it } from '@jest/globals';
import { billOf, dollarsBy, type Measured, usesAt } from '../../../local/cost/bill.ts';
import { moved } from '../../../local/cost/levers.ts';
import { accountsAtQuota, budgetOf } from '../../../local/cost/open-executions.ts';
import { standingUses } from '../../../local/cost/standing.ts';
import { quantityOf, type Use } from '../../../local/cost/usage.ts';

const use = (journey: string, price: Use['price'], what: string, quantity: number): Use => ({
  journey,
  price,
  what,
  quantity,
});

/** Ten accounts: 100 transitions, 20 mails, 40 calls, 1 GB of logs. Beside them a dashboard. */
const measured: Measured = {
  month: {
    accounts: 10,
    failing: 1,
    webhooks: 40,
    lived: [{ journey: 'payment-recovery', executions: 2, transitions: 100, openDays: 60.875 }],
    uses: [
      use('payment-recovery', 'sfn.standard.transition', 'transitions', 100),
      use('payment-recovery', 'ses.essentials', 'mails', 20),
      use('billing', 'lambda.request', 'calls', 40),
      use('billing', 'cw.logs.ingest', 'platform lines', 1),
    ],
  },
  standing: [use('standing', 'cw.dashboard', 'dashboard', 1)],
};

describe('a bill', () => {
  it('multiplies each quantity with its price: 100 transitions, 20 mails, 40 calls and reads, 1.45 GB of logs, $3', () => {
    const bill = billOf(usesAt(measured, 10), 10);
    // 90 days of logs at 15 % of their size: 0.45 GB.
    const played = 0.0025 + 0.0032 + 0.000008 + 0.0002 + 0.5 + 0.45 * 0.03;
    // Ten accounts in 30.4375 nights: eight reads each, and their share of two pages of Stripe's and of the time to read them.
    const nights = 2435 * 0.000000125 + 1.643625 * 0.0000133334;
    // One card in 36 comes near its last day: two looks of eight reads, two writes and three calls of Stripe, and a mail.
    const looks = (10 / 36) * 2;
    const seconds = looks * ((8 * 6 + 3 * 300) / 1000);
    const scans = looks * (8 * 0.000000125 + 2 * 0.000000625) + (seconds / 2) * 0.0000133334 + (10 / 36) * 0.00016;
    expect(bill.usd).toBeCloseTo(played + nights + scans + 3, 9);
    expect(bill.standingUsd).toBe(3);
  });

  it('scales what varies and leaves what stands', () => {
    const bill = billOf(usesAt(measured, 1000), 1000);
    expect(quantityOf(bill.lines, 'sfn.standard.transition')).toBe(10_000);
    expect(quantityOf(bill.lines, 'cw.dashboard')).toBe(1);
    expect(bill.per1000).toBe(bill.usd);
  });

  it('stops counting reads of secrets where every five minutes have one in every environment', () => {
    // 30.4375 days have 8,766 times five minutes; seven functions hold a secret, the dispatcher, the pages and the app two.
    expect(quantityOf(usesAt(measured, 10_000), 'secrets.api')).toBe(40_000);
    expect(quantityOf(usesAt(measured, 1_000_000), 'secrets.api')).toBe(8766 * 10);
  });

  it('adds up by service, the largest first', () => {
    const { lines } = billOf(usesAt(measured, 10), 10);
    expect(dollarsBy(lines, ({ service }) => service).map(([name]) => name)).toEqual([
      'CloudWatch',
      'SES',
      'Step Functions',
      'DynamoDB',
      'Secrets Manager',
      'Lambda',
    ]);
  });
});

describe('what stands', () => {
  const read = { target: 'store', operation: 'QueryCommand', input: {}, answer: { Items: [] } } as const;

  it('counts a sweep a minute by what one reads, the 240 calls of a night, and the empty receives of five queues', () => {
    const uses = standingUses({ calls: [read, read], lines: [] });
    expect(quantityOf(uses, 'ddb.rru')).toBe(43_830 + 7305 + 487);
    expect(quantityOf(uses, 'eb.scheduler')).toBe(43_830 + 7305 + 30.4375);
    expect(quantityOf(uses, 'sqs.standard')).toBe(5 * 15 * 43_830);
  });

  it('counts a fifth of it for a sweep every five minutes', () => {
    expect(quantityOf(standingUses({ calls: [read, read], lines: [] }, 5), 'ddb.rru')).toBe(8766 + 7305 + 487);
  });
});

describe('the levers', () => {
  const of = (name: string): number | undefined =>
    moved(measured, { calls: [], lines: [] }, 1000).find((one) => one.name.startsWith(name))?.usd;

  it.each([
    ['SES', -(2000 + 1000 / 36) * 0.00006],
    ['a tenth', -1000 * 0.000025],
    ['platform', -100 * (0.5 + 0.45 * 0.03)],
    ['twice', 0.25 + 0.32],
    ['X-Ray', 0],
  ])('moves %s', (name, usd) => {
    expect(of(name)).toBeCloseTo(usd, 9);
  });

  it('names the strongest first', () => {
    const steps = moved(measured, { calls: [], lines: [] }, 1000).map(({ usd }) => Math.abs(usd));
    expect(steps).toEqual(steps.toSorted((one, other) => other - one));
  });
});

describe('the budget of open executions', () => {
  it('is what stands open at any moment: 60.875 days of a month for ten accounts are two', () => {
    const budgets = budgetOf(measured.month);
    expect(budgets).toMatchObject([
      { executionsPer1000: 200, transitionsEach: 50, daysOpen: 30.4375, openPer1000: 200 },
    ]);
    expect(accountsAtQuota(budgets)).toBe(5_000_000);
  });

  it('has no end where nothing is open', () => {
    expect(accountsAtQuota([])).toBe(Number.POSITIVE_INFINITY);
  });
});
