import type { World } from '../world/world.ts';
import { byText, type Run, runsOf } from './table-rows.ts';

interface Ran {
  readonly account: string | null;
  readonly name: string;
  readonly entered: readonly { at: string; state: string }[];
}

interface NotCharged {
  readonly at: string;
  readonly account: string;
  readonly step: string;
  readonly invoice: unknown;
  readonly plannedFor: string;
  readonly reason: string | null;
  readonly until: null;
}

/** Attempts the ladder planned and did not make: skipped rungs, and rungs whose read found the case settled. */
export const notChargedOf = (world: World, executions: readonly Ran[]): NotCharged[] =>
  runsOf(world)
    .flatMap((run) => [...skipped(run), ...settledAtRung(run, executions)])
    .sort(byText(({ at, step }) => `${at}|${step}`));

const skipped = ({ account, data }: Run): NotCharged[] =>
  Object.entries(data.results ?? {}).flatMap(([step, { at, kind, ...result }]) =>
    kind === 'skipped'
      ? [
          {
            at,
            account,
            step,
            invoice: result.invoice ?? data.lead ?? null,
            plannedFor: textOf(result.plannedFor) ?? at,
            reason: textOf(result.reason) ?? null,
            until: null,
          },
        ]
      : [],
  );

/** The machine's names of its rungs (statemachines/payment-recovery.asl.json). */
const RUNG = /^(?:Retry \d|Final retry)/;

/** A rung that ended the case without a charge leaves no result: its instant is where the case closed. */
function settledAtRung({ account, subject, closedAt, outcome, data }: Run, executions: readonly Ran[]): NotCharged[] {
  const paidByUs = Object.values(data.results ?? {}).some(({ at, kind }) => at === closedAt && kind === 'paid');
  if (closedAt === undefined || paidByUs) return [];
  const rungs = executions.filter((one) => one.account === account).flatMap(({ entered }) => entered);
  return rungs
    .filter(({ at, state }) => at === closedAt && RUNG.test(state))
    .map(({ at, state }) => ({
      at,
      account,
      step: state,
      invoice: data.lead ?? subject,
      plannedFor: at,
      reason: outcome ?? null,
      until: null,
    }));
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
