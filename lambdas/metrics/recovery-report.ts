import { localParts } from '../kernel/calendar.ts';
import { after, type Instant, parseInstant } from '../kernel/instant.ts';
import type { Money } from '../kernel/money.ts';
import { type Cause, causes } from '../recovery/attribution.ts';
import { type OutcomeRow, perCurrency } from '../recovery/outcome-row.ts';
import { type Arm, type Lift, liftOf } from './lift.ts';

/** A payment that failed and is still being recovered. */
export interface Running {
  readonly failedAt: string;
  readonly class?: string;
  readonly owed: readonly Money[];
  readonly mode: OutcomeRow['mode'];
  readonly experiment?: OutcomeRow['experiment'];
}

export interface Rate {
  readonly failed: number;
  readonly recovered: number;
  readonly running: number;
  /** Of a hundred; null where nothing failed. */
  readonly percent: number | null;
  readonly owed: readonly Money[];
  readonly cameBack: readonly Money[];
}

export interface RecoveryReport {
  readonly definitions: readonly string[];
  readonly total: Rate;
  readonly cohorts: readonly (Rate & { readonly month: string })[];
  readonly classes: readonly (Rate & { readonly class: string })[];
  readonly causes: readonly {
    readonly cause: Cause;
    readonly rung?: string;
    readonly count: number;
    readonly cameBack: readonly Money[];
  }[];
  readonly experiments: readonly Experiment[];
  /** Runs that are not counted, and why. */
  readonly leftOut: readonly { readonly why: string; readonly count: number }[];
}

export interface Experiment {
  readonly name: string;
  readonly treated: Arm;
  readonly heldOut: Arm;
  readonly lift: Lift;
}

/** Printed with every report: a rate without its definition is an opinion. */
export const definitions: readonly string[] = [
  'Recovery rate: payments that ended as recovered ÷ payments that failed, by number. A failed payment counts in the month of its first failure, in the company’s zone, whenever it is paid.',
  'Failed: every payment recovery that was run live. Not counted: those that were voided or credited to nothing, disputed, or not a renewal of ours; what was only observed; what was handed back to Stripe.',
  'Still running counts as failed and not as recovered, so the rate of a young month rises with time. A recovery runs for 14 days and then stays open in the 90 days of the hold.',
  'Came back: what was really paid, per currency; nothing is converted. After a pause that is the new period, not the old invoice.',
  'Cause: the first that applies of paid by the customer, another card, automatic update, our retry (with its rung), backup card, anything else. Money is credited once, and to our retry only when nothing the customer or the bank did came before it.',
  'Class: that of the first failure.',
];

const notCounted: Readonly<Record<string, string>> = {
  voided: 'voided or credited to nothing',
  disputed: 'disputed',
  not_ours: 'not a renewal of ours',
  handed_back: 'handed back to Stripe',
};

/** What may still change is not compared yet: the ladder and its tail end here. */
const matureAfter = { days: 28 } as const;

export function recoveryReport(
  ended: readonly OutcomeRow[],
  running: readonly Running[],
  zone: string,
  now: Instant,
): RecoveryReport {
  const counted = ended.filter(({ mode, outcome }) => mode === 'live' && notCounted[outcome] === undefined);
  const open = running.filter(({ mode }) => mode === 'live');
  const all: Counted[] = [...counted.map(asCounted), ...open.map(asRunning)];
  const month = ({ failedAt }: Counted) => monthOf(failedAt, zone);
  return {
    definitions,
    total: rateOf(all),
    cohorts: [...Map.groupBy(all, month)]
      .map(([name, of]) => ({ month: name, ...rateOf(of) }))
      .sort((a, b) => (a.month < b.month ? 1 : -1)),
    classes: [...Map.groupBy(all, (one) => one.class)]
      .map(([name, of]) => ({ class: name, ...rateOf(of) }))
      .sort((a, b) => b.failed - a.failed || (a.class < b.class ? -1 : 1)),
    causes: byCause(counted),
    experiments: experimentsOf(all, now),
    leftOut: leftOut(ended, running),
  };
}

interface Counted {
  readonly failedAt: string;
  readonly class: string;
  readonly recovered: boolean;
  readonly running: boolean;
  readonly owed: readonly Money[];
  readonly cameBack: readonly Money[];
  readonly experiment: OutcomeRow['experiment'];
}

const asCounted = (row: OutcomeRow): Counted => ({
  failedAt: row.failedAt,
  class: row.class ?? 'not told',
  recovered: row.outcome === 'recovered',
  running: false,
  owed: row.owed,
  cameBack: row.recovered,
  experiment: row.experiment,
});

const asRunning = (one: Running): Counted => ({
  failedAt: one.failedAt,
  class: one.class ?? 'not told',
  recovered: false,
  running: true,
  owed: one.owed,
  cameBack: [],
  experiment: one.experiment,
});

function rateOf(of: readonly Counted[]): Rate {
  const recovered = of.filter((one) => one.recovered).length;
  return {
    failed: of.length,
    recovered,
    running: of.filter((one) => one.running).length,
    percent: of.length === 0 ? null : (recovered / of.length) * 100,
    owed: perCurrency(of.flatMap(({ owed }) => owed)),
    cameBack: perCurrency(of.flatMap(({ cameBack }) => cameBack)),
  };
}

function monthOf(failedAt: string, zone: string): string {
  const { year, month } = localParts(parseInstant(failedAt), zone);
  return `${year}-${String(month).padStart(2, '0')}`;
}

function byCause(ended: readonly OutcomeRow[]): RecoveryReport['causes'] {
  const recovered = ended.filter(({ outcome }) => outcome === 'recovered');
  const groups = Map.groupBy(recovered, ({ cause = 'external', rung = '' }) => `${cause} ${rung}`);
  const rows = [...groups.values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const { cause = 'external', rung } = first;
    return [
      { cause, ...(rung ? { rung } : {}), count: of.length, cameBack: perCurrency(of.flatMap((one) => one.recovered)) },
    ];
  });
  return rows.sort(
    (a, b) => causes.indexOf(a.cause) - causes.indexOf(b.cause) || ((a.rung ?? '') < (b.rung ?? '') ? -1 : 1),
  );
}

function experimentsOf(all: readonly Counted[], now: Instant): Experiment[] {
  const mature = all.filter(({ failedAt }) => after(parseInstant(failedAt), matureAfter) <= now);
  const groups = Map.groupBy(
    mature.filter(({ experiment }) => experiment),
    ({ experiment }) => experiment?.name ?? '',
  );
  return [...groups].map(([name, of]) => {
    const [treated, heldOut] = [armOf(of, 'treated'), armOf(of, 'held_out')];
    return { name, treated, heldOut, lift: liftOf(treated, heldOut) };
  });
}

function armOf(of: readonly Counted[], arm: 'treated' | 'held_out'): Arm {
  const inside = of.filter(({ experiment }) => experiment?.arm === arm);
  return { n: inside.length, successes: inside.filter(({ recovered }) => recovered).length };
}

function leftOut(ended: readonly OutcomeRow[], running: readonly Running[]): RecoveryReport['leftOut'] {
  const why = ({ mode, outcome }: OutcomeRow): string | undefined =>
    mode === 'live' ? notCounted[outcome] : 'only observed, not acted on';
  const reasons = [
    ...ended.map(why),
    ...running.filter(({ mode }) => mode !== 'live').map(() => 'only observed, not acted on'),
  ].filter((one) => one !== undefined);
  return [...Map.groupBy(reasons, (one) => one)].map(([reason, of]) => ({ why: reason, count: of.length }));
}
