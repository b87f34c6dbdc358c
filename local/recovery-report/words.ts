import { formatMoney, type Money } from '../../lambdas/kernel/money.ts';
import type { Lift } from '../../lambdas/metrics/lift.ts';
import type { Experiment, Rate, RecoveryReport } from '../../lambdas/metrics/recovery-report.ts';
import type { Cause } from '../../lambdas/recovery/attribution.ts';

export const causeWords: Readonly<Record<Cause, string>> = {
  customer_paid: 'the customer paid by hand',
  card_updated: 'another card was given',
  automatic_update: 'the bank renewed the card',
  retry: 'our retry of the same card',
  backup: 'a backup card',
  external: 'in another way',
};

const rungWords: Readonly<Record<string, string>> = {
  'retry-1': 'retry 1, day 1',
  'retry-2': 'retry 2, day 3',
  'retry-3': 'retry 3, day 6',
  final: 'final retry, day 10',
};

export const causeSaid = ({ cause, rung }: { readonly cause: Cause; readonly rung?: string }): string =>
  rung === undefined ? causeWords[cause] : `${causeWords[cause]} (${rungWords[rung] ?? rung})`;

export const percentSaid = ({ percent }: Pick<Rate, 'percent'>): string =>
  percent === null ? '–' : `${percent.toFixed(1)} %`;

export const moneySaid = (of: readonly Money[]): string =>
  of.length === 0 ? '–' : of.map((one) => formatMoney(one)).join(' + ');

const points = (of: number): string => `${of < 0 ? '−' : '+'}${Math.abs(of).toFixed(1)}`;

export function liftSaid(lift: Lift): string {
  if (lift.kind === 'not_enough_data') return `not enough data: at least ${lift.least} in each arm`;
  const range = `95 % interval ${points(lift.low)} to ${points(lift.high)} points`;
  return lift.kind === 'difference'
    ? `${points(lift.points)} points, ${range}`
    : `no difference shown (${points(lift.points)} points, ${range})`;
}

export const armSaid = ({ n, successes }: Experiment['treated']): string => `${successes} of ${n} recovered`;

/** As the command line prints it. */
export function linesOf(report: RecoveryReport): string[] {
  const { total, cohorts, classes, causes, experiments, leftOut } = report;
  const rate = (name: string, of: Rate): string[] => [
    name,
    `${of.recovered} of ${of.failed}`,
    percentSaid(of),
    of.running > 0 ? `${of.running} still running` : '',
    moneySaid(of.cameBack),
  ];
  return [
    ...rows('Recovered', [rate('all', total)]),
    ...rows(
      'By month of the first failure',
      cohorts.map((one) => rate(one.month, one)),
    ),
    ...rows(
      'By decline class',
      classes.map((one) => rate(one.class, one)),
    ),
    ...rows(
      'What brought it back',
      causes.map((one) => [causeSaid(one), String(one.count), moneySaid(one.cameBack)]),
    ),
    ...rows(
      'Hold-outs',
      experiments.map((one) => [
        one.name,
        `sent: ${armSaid(one.treated)}`,
        `held out: ${armSaid(one.heldOut)}`,
        liftSaid(one.lift),
      ]),
    ),
    ...rows(
      'Not counted',
      leftOut.map(({ why, count }) => [why, String(count)]),
    ),
    'How this is counted',
    ...report.definitions.map((one) => `  ${one}`),
  ];
}

/** Columns as wide as their widest cell; a part without rows is left out. */
function rows(title: string, cells: readonly (readonly string[])[]): string[] {
  if (cells.length === 0) return [];
  const widths = (cells[0] ?? []).map((_cell, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [title, ...cells.map(line), ''];
}
