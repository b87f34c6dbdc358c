import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import { type Running, recoveryReport } from '../../../lambdas/metrics/recovery-report.ts';
import type { OutcomeRow } from '../../../lambdas/recovery/outcome-row.ts';

const now = parseInstant('2026-12-31T12:00:00Z');
const zone = 'America/New_York';
const usd = (amount: number) => ({ amount, currency: 'usd' });
const eur = (amount: number) => ({ amount, currency: 'eur' });

const ended = (over: Partial<OutcomeRow> = {}): OutcomeRow => ({
  pk: 'A#acme',
  sk: 'OUTCOME#payment-recovery#sub_1#1',
  entity: 'outcome',
  journey: 'payment-recovery',
  account: 'acme',
  subject: 'sub_1',
  run: 1,
  mode: 'live',
  failedAt: '2026-11-10T15:00:00.000Z',
  closedAt: '2026-11-13T15:00:00.000Z',
  outcome: 'recovered',
  class: 'FUNDS',
  cause: 'retry',
  rung: 'retry-2',
  owed: [usd(4900)],
  recovered: [usd(4900)],
  listPk: 'outcome:payment-recovery#1',
  listSk: 'x',
  ...over,
});
const lost = (over: Partial<OutcomeRow> = {}): OutcomeRow => {
  const { cause: _cause, rung: _rung, ...row } = ended({ outcome: 'expired_hold', recovered: [], ...over });
  return row;
};
const running = (over: Partial<Running> = {}): Running => ({
  failedAt: '2026-11-20T15:00:00.000Z',
  owed: [usd(1900)],
  mode: 'live',
  ...over,
});

const reportOf = (rows: readonly OutcomeRow[], open: readonly Running[] = []) => recoveryReport(rows, open, zone, now);

describe('recoveryReport', () => {
  it('has no rate where nothing failed', () => {
    expect(reportOf([]).total).toEqual({ failed: 0, recovered: 0, running: 0, percent: null, owed: [], cameBack: [] });
  });

  it('counts what still runs as failed and not as recovered', () => {
    expect(reportOf([ended(), lost()], [running(), running()]).total).toMatchObject({
      failed: 4,
      recovered: 1,
      running: 2,
      percent: 25,
    });
  });

  it.each(['voided', 'disputed', 'not_ours', 'handed_back'])('leaves out what was %s, and says so', (outcome) => {
    const report = reportOf([ended(), lost({ outcome })]);

    expect(report.total).toMatchObject({ failed: 1, percent: 100 });
    expect(report.leftOut).toEqual([{ why: expect.any(String), count: 1 }]);
  });

  it.each(['cancelled', 'uncollectible', 'expired_hold'])('counts what was %s as lost', (outcome) => {
    expect(reportOf([lost({ outcome })]).total).toMatchObject({ failed: 1, recovered: 0, percent: 0 });
  });

  it('leaves out what was only observed', () => {
    const report = reportOf([ended({ mode: 'observe' })], [running({ mode: 'mail-to-me' })]);

    expect(report.total.failed).toBe(0);
    expect(report.leftOut).toEqual([{ why: 'only observed, not acted on', count: 2 }]);
  });

  it('puts a payment into the month of its first failure, in the zone of the company', () => {
    const rows = [
      ended({ failedAt: '2026-12-01T04:59:59.000Z' }),
      ended({ failedAt: '2026-12-01T05:00:00.000Z', closedAt: '2027-01-03T00:00:00.000Z' }),
    ];

    expect(reportOf(rows).cohorts.map(({ month, failed }) => [month, failed])).toEqual([
      ['2026-12', 1],
      ['2026-11', 1],
    ]);
  });

  it('adds up no two currencies', () => {
    const { total } = reportOf([
      ended({ owed: [usd(100)], recovered: [usd(100)] }),
      ended({ owed: [eur(70)], recovered: [eur(70)] }),
      ended({ owed: [usd(5)], recovered: [usd(5)] }),
    ]);

    expect(total.cameBack).toEqual([eur(70), usd(105)]);
  });

  it('tells the rates apart by the class of the first failure', () => {
    const report = reportOf([ended(), ended(), lost(), lost({ class: 'NEW_CARD' }), lost({ class: 'NEW_CARD' })]);

    expect(report.classes.map(({ class: of, failed, recovered }) => [of, failed, recovered])).toEqual([
      ['FUNDS', 3, 2],
      ['NEW_CARD', 2, 0],
    ]);
  });

  it('lists causes in the order in which they win, and rungs apart', () => {
    const report = reportOf([
      ended({ cause: 'external' }),
      ended({ rung: 'retry-3' }),
      ended(),
      ended(),
      ended({ cause: 'customer_paid' }),
    ]);

    expect(report.causes.map(({ cause, rung, count }) => [cause, rung, count])).toEqual([
      ['customer_paid', 'retry-2', 1],
      ['retry', 'retry-2', 2],
      ['retry', 'retry-3', 1],
      ['external', 'retry-2', 1],
    ]);
  });

  it('compares arms only on payments that had their 28 days', () => {
    const experiment = (arm: 'treated' | 'held_out') => ({ name: 'recovery.friendly', arm, p: 0.2 });
    const report = reportOf([
      ended({ experiment: experiment('treated'), failedAt: '2026-12-03T12:00:00.000Z' }),
      ended({ experiment: experiment('treated'), failedAt: '2026-12-03T12:00:00.001Z' }),
      lost({ experiment: experiment('held_out') }),
    ]);

    expect(report.experiments).toEqual([
      {
        name: 'recovery.friendly',
        treated: { n: 1, successes: 1 },
        heldOut: { n: 1, successes: 0 },
        lift: { kind: 'not_enough_data', least: 100 },
      },
    ]);
  });

  it('prints its definitions', () => {
    expect(reportOf([]).definitions.join(' ')).toMatch(/÷ payments that failed/);
  });
});
