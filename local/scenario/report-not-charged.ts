import type { World } from '../world/world.ts';
import { answersOf, type StepAnswered } from './answers-of-steps.ts';
import { byText, executionNameOf, type Run, runsOf } from './table-rows.ts';

interface NotCharged {
  readonly at: string;
  readonly account: string;
  readonly step: string;
  readonly invoice: string | null;
  readonly plannedFor: string;
  readonly reason: string;
  /** From when it may be made; null: this one never. */
  readonly until: string | null;
}

/** Attempts that were planned and not made then: skipped, put off, or overtaken by the end of the case. */
export function notChargedOf(world: World): NotCharged[] {
  const paid = world.stripe.charges.filter(({ actor, outcome }) => actor === 'us' && outcome === 'ok');
  const paidByUs = new Set(paid.map(({ invoice }) => invoice));
  const found = runsOf(world).flatMap((run) => {
    const execution = world.executions().find(({ name }) => name === executionNameOf(run));
    const answers = execution ? answersOf(execution) : [];
    return [...skipped(run, answers), ...deferred(run), ...heldUp(run, answers), ...overtaken(run, answers, paidByUs)];
  });
  return found.sort(byText(({ at, account, step }) => `${at}|${account}|${step}`));
}

/** The rows say until when in words only (`the card may not be charged again before …`). */
const INSTANT = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/;

/** The row of a rung that came late says when it was looked at: when it was planned, the step before it knew. */
const skipped = (run: Run, answers: readonly StepAnswered[]): NotCharged[] =>
  Object.entries(run.data.results ?? {}).flatMap(([step, { at, kind, ...result }]) => {
    if (kind !== 'skipped') return [];
    const reason = textOf(result.reason) ?? 'unknown';
    const earlier = answers.filter((answer) => answer.at < at);
    const plannedFor = plannedBefore(earlier, at) ?? textOf(result.plannedFor) ?? at;
    const until = INSTANT.exec(reason)?.[0] ?? null;
    return [
      { at, account: run.account, step, invoice: textOf(result.invoice) ?? lead(run), plannedFor, reason, until },
    ];
  });

/** The machine's names of its rungs (statemachines/payment-recovery.asl.json). */
const RUNG = /^(?:Retry \d|Final retry)/;
/** The policy's name of a rung: `Retry 2 of 4 · Urgent notice` is `retry-2`. */
const stepOf = (state: string): string => {
  const number = /^Retry (\d)/.exec(state)?.[1];
  return number === undefined ? 'final' : `retry-${number}`;
};

/** The case keeps what was put off, once per new date. */
const deferred = (run: Run): NotCharged[] =>
  (run.data.deferred ?? []).map(({ step, at, plannedFor, until, reason }) => ({
    at,
    account: run.account,
    step,
    invoice: lead(run),
    plannedFor,
    reason,
    until,
  }));

/** Why a rung that is due waits without a word on its row: the brake, a charge that still runs. */
const HINDRANCE = /^(?:everything is paused|the charge is still running|paid_elsewhere)/;
const PUT_OFF = /^(?:gap|cap|asked|yields|everything is paused|the charge is still running|paid_elsewhere)/;

/** One row per change of the new date, so that a brake of hours is one row and not one per look. */
function heldUp(run: Run, answers: readonly StepAnswered[]): NotCharged[] {
  const waits = answers.filter(
    ({ state, verdict, detail }) => RUNG.test(state) && verdict === 'WAIT' && HINDRANCE.test(detail),
  );
  const first = waits.filter(({ state, detail }, index) => {
    const before = waits[index - 1];
    return before?.state !== state || before.detail !== detail;
  });
  return first.map(({ at, state, due, detail }) => ({
    at,
    account: run.account,
    step: stepOf(state),
    invoice: lead(run),
    plannedFor: plannedBefore(answers, at) ?? at,
    reason: detail,
    until: due,
  }));
}

/** The attempt that was next when the case ended for another reason than a charge of ours. */
function overtaken(run: Run, answers: readonly StepAnswered[], paidByUs: ReadonlySet<string>): NotCharged[] {
  const { closedAt, account, outcome } = run;
  const rung = answers.findLast(({ state, at }) => RUNG.test(state) && at === closedAt);
  if (closedAt === undefined || !rung || paidByUs.has(lead(run) ?? '')) return [];
  const plannedFor = plannedBefore(answers.slice(0, answers.indexOf(rung)), closedAt) ?? closedAt;
  const reason = outcome ?? 'closed';
  return [{ at: closedAt, account, step: stepOf(rung.state), invoice: lead(run), plannedFor, reason, until: null }];
}

/** What the step before had planned: the due of its answer. */
const plannedBefore = (answers: readonly StepAnswered[], at: string): string | undefined =>
  answers.findLast(({ verdict, detail, at: answeredAt }) => {
    const planned = verdict === 'NEXT' || (verdict === 'WAIT' && !PUT_OFF.test(detail));
    return planned && answeredAt <= at;
  })?.due;

const lead = ({ data }: Run): string | null => textOf(data.lead) ?? null;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
