import { median } from '../bench/statistics.ts';
import type { PastFailure } from './failures.ts';
import type { Replayed } from './replay.ts';

export interface Summary {
  readonly accounts: number;
  readonly failures: number;
  readonly mails: Readonly<Record<string, number>>;
  readonly withheld: Readonly<Record<string, number>>;
  readonly charges: { readonly tried: number; readonly paid: number };
  readonly pauses: number;
  readonly tasks: Readonly<Record<string, number>>;
  readonly alerts: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Days from the first failure to the money, in the middle: then, and in the replay. */
  readonly days: { readonly backThen: number | null; readonly withUs: number | null };
  readonly paidThen: number;
  readonly paidNow: number;
}

const count = (of: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(of, (one) => one)].map(([name, all]) => [name, all.length] as const).sort(([, a], [, b]) => b - a),
  );

export function summaryOf(replayed: readonly Replayed[]): Summary {
  const reports = replayed.map(({ report }) => report);
  const failures = replayed.flatMap((one) => one.failures);
  const ours = reports.flatMap(({ charges }) => charges.filter(({ actor }) => actor === 'us'));
  const cases = reports.flatMap((report) => report.cases);
  const paidNow = cases.filter(({ outcome }) => outcome === 'recovered');
  const paidThen = failures.filter(({ end }) => end.kind === 'paid');
  return {
    accounts: replayed.length,
    failures: failures.length,
    mails: count(reports.flatMap(({ emails }) => emails.map(({ template }) => String(template)))),
    withheld: count(
      reports.flatMap(({ withheld }) =>
        withheld.filter(({ verdict }) => verdict === 'dropped').map(({ reason }) => reason),
      ),
    ),
    charges: { tried: ours.length, paid: ours.filter(({ outcome }) => outcome === 'ok').length },
    pauses: reports.flatMap(({ events }) => events.filter(({ type }) => type === 'account.paused')).length,
    tasks: count(reports.flatMap(({ tasks }) => tasks.map(({ kind }) => String(kind)))),
    alerts: count(reports.flatMap(({ alerts }) => alerts.map(({ alert }) => String(alert)))),
    outcomes: count(cases.map(({ outcome, status }) => String(outcome ?? status))),
    days: {
      backThen: middle(paidThen.map(daysThen)),
      withUs: middle(paidNow.map(({ openedAt, closedAt }) => daysBetween(openedAt, closedAt ?? openedAt))),
    },
    paidThen: paidThen.length,
    paidNow: paidNow.length,
  };
}

const daysThen = ({ failedAt, end }: PastFailure): number =>
  end.kind === 'paid' ? (end.at - failedAt) / 86_400_000 : 0;

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const middle = (of: readonly number[]): number | null => (of.length === 0 ? null : median([...of]));
