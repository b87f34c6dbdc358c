import { carryOut } from '../cases/carry-out.ts';
import type { Case } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { wake } from '../cases/news.ts';
import { isRetryable, OutcomeUnknown } from '../kernel/failures.ts';
import type { Ports } from '../kernel/ports.ts';
import { isBraked, isHeldBack } from '../messaging/brake.ts';
import { isPaused } from './at-once.ts';
import { attempt } from './attempt.ts';
import { acts, type Context } from './context.ts';
import { type CustomerMay, customerMay, pressName } from './customer-may.ts';
import { type Step, steps } from './ladder.ts';
import { recordOutcome, settleIntent } from './perform.ts';
import { readContext } from './read-context.ts';
import { parseRecovery, type Recovery, type StepResult } from './state.ts';
import type { Performed } from './step-answer.ts';

/** One press of the button on our page. */
export interface Press {
  readonly account: string;
  readonly case: string;
  readonly run: number;
  readonly turn: number;
}

export type Pressed =
  | { readonly kind: 'paid' | 'processing' }
  /** `authenticate`: the bank wants to ask the customer. */
  | { readonly kind: 'declined'; readonly authenticate: boolean }
  /** Stripe refused the request itself: no charge was made. */
  | { readonly kind: 'skipped' }
  /** Its outcome is not known yet; whoever asks again is told. */
  | { readonly kind: 'busy' }
  /** Nothing was tried, for this reason. */
  | { readonly kind: 'not'; readonly may: Exclude<CustomerMay, { kind: 'pay' }> }
  /** `ops pause-all`, or a mode that charges nobody. */
  | { readonly kind: 'held'; readonly why: 'brake' | 'mode' }
  /** Stripe could not be asked: nothing was tried. */
  | { readonly kind: 'unreached' }
  /** Another run has the case, or it is closed. */
  | { readonly kind: 'over' };

/** More rounds than a press that meets the step at the same second needs. */
const mostRounds = 6;

/**
 * The customer pays on session: slot, INTENT, call, like every attempt of ours, under a name that this press has to
 * itself. A second press of the same form, another tab or a repeat after a lost answer finds the intent or the result and
 * makes no second charge; the execution hears of it in the same writes, so no rung follows what was paid.
 */
export async function payOnSession(press: Press, ports: Ports): Promise<Pressed> {
  try {
    return await pressed(press, ports);
  } catch (error) {
    if (isHeldBack(error)) return { kind: 'held', why: 'brake' };
    if (!isRetryable(error) && !(error instanceof OutcomeUnknown)) throw error;
    return unanswered(press, ports);
  }
}

/** With an intent on the row the charge may have been made: the execution is woken to find out. Without, there was none. */
async function unanswered(press: Press, ports: Ports): Promise<Pressed> {
  const row = await loadCase(ports.rows, press.account, press.case);
  if (!row?.intent) return { kind: 'unreached' };
  await wake(row, ports);
  return { kind: 'busy' };
}

async function pressed(press: Press, ports: Ports): Promise<Pressed> {
  for (let round = 0; round < mostRounds; round += 1) {
    const seen = await contextOf(press, ports);
    if (!seen) return { kind: 'over' };
    const known = seen.recovery.results[pressName(press.turn)];
    if (known && !seen.row.intent) return pressedAs(known);
    const done = await tryOnce(press, seen, ports);
    if (done.kind !== 'again') return done;
    await wake(done.row, ports);
  }
  return { kind: 'busy' };
}

type Tried = Pressed | { readonly kind: 'again'; readonly row: Case };

async function tryOnce(press: Press, context: Context, ports: Ports): Promise<Tried> {
  // An intent without a result comes first, whoever wrote it: its outcome is this one's world.
  if (context.row.intent) return triedAs(await settleIntent(context, ports));
  const may = customerMay(context.recovery, context.world, context.now);
  if (may.kind !== 'pay') return { kind: 'not', may };
  if (!acts(context)) return { kind: 'held', why: 'mode' };
  if (await isBraked(ports)) return { kind: 'held', why: 'brake' };
  const why = isPaused(context.recovery, context.world) ? 'resume' : 'customer';
  const charge = { kind: 'charge', name: pressName(press.turn), card: may.card, why, onSession: true } as const;
  const attempted = await attempt(charge, context, ports);
  if (attempted.kind === 'refused') return { kind: 'not', may: { kind: 'rest', until: attempted.until } };
  if (attempted.kind === 'stale') return { kind: 'again', row: context.row };
  const { row, intent, outcome } = attempted;
  const after = { ...context, row, world: { ...context.world, card: may.card } };
  return triedAs(await recordOutcome(after, intent, outcome, ports));
}

/** A step would wait for Stripe here; a person is told that it is still being worked on. */
const triedAs = (performed: Performed): Tried => (performed.kind === 'answer' ? { kind: 'busy' } : performed);

export function pressedAs({ kind, class: of }: StepResult): Pressed {
  if (kind === 'paid' || kind === 'processing') return { kind };
  return kind === 'declined' ? { kind, authenticate: of === 'AUTH' } : { kind: 'skipped' };
}

/** Undefined: this run is over. What a crash left to be carried out comes first. */
async function contextOf(press: Press, ports: Ports): Promise<Context | undefined> {
  const found = await loadCase(ports.rows, press.account, press.case);
  if (!found || found.run !== press.run || found.status === 'closed') return undefined;
  const row = await carryOut(found, ports);
  const config = await ports.policies.load(row.policy);
  const context = await readContext(stepNow(parseRecovery(row.data)), row, config, ports);
  return { ...context, heard: { event: `press/${press.run}/${press.turn}`, what: 'the customer paid on our page' } };
}

/** The first step that is not behind us. */
export const stepNow = ({ results }: Pick<Recovery, 'results'>): Step => steps.find((step) => !results[step]) ?? 'hold';
