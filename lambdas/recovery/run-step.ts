import { billingRoles, contactFor, zoneOf } from '../accounts/account.ts';
import { contactsOf, loadAccount } from '../accounts/load-account.ts';
import type { Card } from '../billing/model.ts';
import { carryOut } from '../cases/carry-out.ts';
import type { Case } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { todaysMode } from '../cases/todays-mode.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { Conflict } from '../kernel/failures.ts';
import { toIso } from '../kernel/instant.ts';
import type { ExecutionInput, Ports } from '../kernel/ports.ts';
import { attemptKey } from './attempt.ts';
import { backupName } from './backup.ts';
import { acts, type Context } from './context.ts';
import { decide } from './decide.ts';
import { type Step, steps } from './ladder.ts';
import { perform } from './perform.ts';
import { cardRules, ladderOf } from './policy.ts';
import { readBackups } from './read-backups.ts';
import { readWorld } from './read-world.ts';
import { parseRecovery, type Recovery } from './state.ts';
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
  const context = await read(step, carried, config, ports);
  const act = decide(step, context.recovery, context.world, context.ladder, context.now);
  const performed = await perform(act, context, ports);
  if (performed.kind === 'answer') await wellAgain(context, ports);
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

async function read(step: Step, stored: Case, config: RetentionConfig, ports: Ports): Promise<Context> {
  const account = await loadAccount(ports.rows, stored.account);
  const contact = contactFor(await contactsOf(ports.rows, stored.account), billingRoles);
  const { config: current } = await ports.policies.current();
  const row = { ...stored, mode: todaysMode(stored, account, current) };
  const recovery = parseRecovery(row.data);
  const rules = (brand: string | undefined) => cardRules(config, brand);
  const isOwn = (card: Card, key: string, urgent: string | undefined) =>
    [step, ...(urgent ? [urgent] : [])].some((name) => attemptKey(name, card, { row, recovery }) === key);
  const isExtra = (key: string, card: string) =>
    steps.some((name) => attemptKey(backupName(name), { id: card }, { row, recovery }) === key);
  const backups = await readBackups(row.account, recovery, rules, isExtra, ports);
  const read = await readWorld(recovery, rules, isOwn, ports);
  const world = {
    ...read,
    backups,
    open: read.open.filter((invoice) => isOurs(invoice.id, row, recovery)),
    observing: !acts({ row }),
    switchedOff: stored.mode === 'live' && !acts({ row }),
  };
  const ladder = ladderOf(config, zoneOf(account, undefined, config.company.zone));
  return { step, row, recovery, world, account, contact, config, ladder, now: ports.clock.now() };
}

/** What an earlier run settled or gave up (stopped by a person, disputed) is not collected by this one. */
const isOurs = (invoice: string, { settled }: Case, { lead, taken }: Recovery): boolean =>
  invoice === lead || taken[invoice] !== undefined || !settled.includes(invoice);
