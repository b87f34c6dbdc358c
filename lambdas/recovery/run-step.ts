import { carryOut } from '../cases/carry-out.ts';
import type { Case } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { Conflict } from '../kernel/failures.ts';
import { toIso } from '../kernel/instant.ts';
import type { ExecutionInput, Ports } from '../kernel/ports.ts';
import { keepClaim } from './claims.ts';
import { decide } from './decide.ts';
import type { Step } from './ladder.ts';
import { perform } from './perform.ts';
import { readContext } from './read-context.ts';
import { parseRecovery } from './state.ts';
import { type Performed, type StepAnswer, type Verdict, wellAgain } from './step-answer.ts';
import { unlessPaused, whilePaused } from './while-paused.ts';
import { overWords, whyOf } from './why.ts';

/** More rounds than any honest sequence of acts needs; what runs past it is handed to a person. */
const mostRounds = 12;

/**
 * One visit of a step: read the row, read the world, decide, act, and again, until the decision is to wait, to go on or
 * to end. Every act ends in one conditional write, so a visit that dies half-way is simply made again.
 */
export async function runStep(step: Step, input: ExecutionInput, ports: Ports): Promise<StepAnswer> {
  const config = await ports.policies.load(input.policy);
  let first: Case | undefined;
  for (let round = 0; round < mostRounds; round += 1) {
    const row = await loadRun(input, ports);
    if (!row) return over('GONE', 'another run has the case', ports);
    if (row.status === 'closed') return over('DONE', row.outcome ?? 'closed', ports);
    first ??= row;
    const performed = await unlessPaused(row, ports, () => visit(step, row, config, ports));
    if (performed.kind === 'answer') return withReason(step, performed.answer, first, row);
  }
  throw new Conflict(
    `step ${step} of ${input.case} did not settle in ${mostRounds} rounds: look at the case before a restart`,
  );
}

async function visit(step: Step, row: Case, config: RetentionConfig, ports: Ports): Promise<Performed> {
  const carried = await carryOut(row, ports);
  if (carried.pending.length > 0) return whilePaused(carried, ports);
  const context = await readContext(step, carried, config, ports);
  const act = decide(step, context.recovery, context.world, context.ladder, context.now);
  const performed = await perform(act, context, ports);
  if (performed.kind === 'answer') await wellAgain(context, ports);
  await keepClaim(performed, context, ports);
  return performed;
}

/** What the visit changed is what its rows differ by: a visit that died half-way leaves only its last half to tell. */
const withReason = (step: Step, answer: Verdict, first: Case, last: Case): StepAnswer => ({
  ...answer,
  why: whyOf({ step, ...answer, before: parseRecovery(first.data), after: parseRecovery(last.data) }),
});

/** A visit whose answer was lost may have closed the case already: its outcome stands. */
const over = (verdict: 'GONE' | 'DONE', detail: string, { clock }: Ports): StepAnswer => ({
  verdict,
  due: toIso(clock.now()),
  seen: 0,
  detail,
  why: overWords(verdict, detail),
});

/** Undefined: another run has taken the slot, and this execution has nothing to say any more. */
async function loadRun(input: ExecutionInput, ports: Ports): Promise<Case | undefined> {
  const row = await loadCase(ports.rows, input.account, input.case);
  if (!row || row.run !== input.run) return undefined;
  if (row.status !== 'closed') return row;
  return carryOut(row, ports);
}
