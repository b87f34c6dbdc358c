import { releaseAttempt } from '../billing/card-budget.ts';
import type { Decline } from '../billing/model.ts';
import { caseKey, type Intent } from '../cases/case.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { isBraked } from '../messaging/brake.ts';
import { attempt, type Charge, settle } from './attempt.ts';
import { isBackup } from './backup.ts';
import { budgetOf } from './card-choice.ts';
import { consequences, isSpokenForLater } from './consequences.ts';
import { acts, type Context } from './context.ts';
import type { Act } from './decide.ts';
import { deferred } from './deferred.ts';
import { expire, finish } from './end.ts';
import { findTwin } from './find-twin.ts';
import { leaves, stays } from './leaving.ts';
import { wouldCharge } from './observe.ts';
import { pause } from './pausing.ts';
import { abandonIntent, recordAttempt, recordChange, recordLateFailure, recordTwin, withResult } from './record.ts';
import { recordBackup, recordLateBackup, skipBackup } from './record-backup.ts';
import { creditUnused, runsAgain, tellUnresumed } from './resuming.ts';
import { sayUnsaid, speak } from './say-after-backup.ts';
import { spreadOut } from './spread.ts';
import { answer, goOn, type Performed, store } from './step-answer.ts';
import { take, takeOver } from './take-over.ts';
import { uncollected } from './uncollected.ts';
import { whilePaused } from './while-paused.ts';
import { inFlight } from './world.ts';

/** Does what was decided. An open INTENT comes first: nothing else may happen while its outcome is unknown. */
export async function perform(act: Act, context: Context, ports: Ports): Promise<Performed> {
  if (context.row.intent) return settleIntent(context, ports);
  switch (act.kind) {
    case 'wait':
      return answer('WAIT', context, toIso(act.due), act.why);
    case 'advance':
      return goOn(context);
    case 'take-over':
      return takeOver(context, ports);
    case 'take':
      return take(act.invoices, context, ports);
    case 'leaving':
      return store(context, act.leaves ? leaves(context) : stays(context), ports);
    case 'uncollected':
      return store(context, uncollected(act.invoices, context), ports);
    case 'lead':
      return store(context, newLead(act, context), ports);
    case 'charge':
      return charge(act, context, ports);
    case 'notice':
      return store(context, lastWord(context), ports);
    case 'failed-late':
      return store(context, lateFailure(act.name, context), ports);
    case 'say':
      return store(context, saidNow(context), ports);
    case 'skip':
      return store(context, skipped(act.step, act.reason, context), ports);
    case 'defer':
      return store(context, deferred(act, context), ports);
    case 'pause':
      return pause(context, ports);
    case 'credit':
      return store(context, await creditUnused(act.invoices, context, ports), ports);
    case 'unresumed':
      return store(context, tellUnresumed(act.settled, context), ports);
    case 'resumed':
      return store(context, await runsAgain(context, ports), ports);
    case 'expire':
      return expire(act.outcome, context, ports);
    case 'end':
      return finish(act.outcome, context, ports);
    default:
      return act satisfies never;
  }
}

async function charge(act: Charge, context: Context, ports: Ports): Promise<Performed> {
  if (!acts(context)) return wouldCharge(act.name, act.card, context, ports);
  if (await isBraked(ports)) return whilePaused(context.row, ports);
  const waits = await spreadOut(act.name, context, ports);
  if (waits) return waits;
  const attempted = await attempt(act, context, ports);
  // Refused: the slot went to somebody else between read and write. The next round sees it, and waits for the card.
  if (attempted.kind !== 'result') return { kind: 'again', row: context.row };
  const { row, intent, outcome } = attempted;
  // What is said of a backup's attempt is said of the usual card, which failed before it.
  const card = act.why === 'backup' ? context.world.card : act.card;
  return recordOutcome({ ...context, row, world: { ...context.world, card } }, intent, outcome, ports);
}

type Outcome = Extract<Awaited<ReturnType<typeof settle>>, { kind: 'outcome' }>['outcome'];

export async function recordOutcome(context: Context, intent: Intent, outcome: Outcome, ports: Ports) {
  switch (outcome.kind) {
    case 'declined': {
      const heard = { ...outcome, decline: await withOutcome(outcome.decline, ports) };
      const twin = await findTwin(heard.decline, context.world.lead, ports);
      return store(context, twin ? recordTwin(context, intent, heard, twin) : recorded(context, intent, heard), ports);
    }
    case 'paid':
    case 'processing':
      return store(context, recorded(context, intent, outcome), ports);
    case 'in_flight':
      return answer('WAIT', context, toIso((context.now + 5000) as Instant), 'the charge is still running at Stripe');
    case 'refused':
      return notPayable(context, intent, outcome.message, ports);
    case 'burnt':
      return abandon(context, intent.key, ports);
    default:
      return outcome satisfies never;
  }
}

const recorded = (context: Context, intent: Intent, outcome: Outcome) =>
  isBackup(intent.step)
    ? recordBackup(context, intent, outcome)
    : recordAttempt(context, intent, outcome, context.step);

function lateFailure(name: string, context: Context) {
  const { recovery, world } = context;
  const [was, decline] = [recovery.results[name], world.lead.payment?.failure];
  return was && decline && isBackup(name)
    ? recordLateBackup(name, was, decline, context)
    : recordLateFailure(name, context);
}

function saidNow(context: Context) {
  const said = sayUnsaid(context);
  return recordChange(context, said.data, said.effects);
}

/** A block by Stripe hides behind `generic_decline`: only the charge's outcome tells, and the refusal names just its id. */
async function withOutcome(decline: Decline, { billing }: Ports): Promise<Decline> {
  if (decline.charge === undefined || decline.outcomeType !== undefined) return decline;
  const told = await billing.decline(decline.charge, 'attempt');
  return {
    ...decline,
    ...(told?.outcomeType ? { outcomeType: told.outcomeType } : {}),
    ...(told?.outcomeReason ? { outcomeReason: told.outcomeReason } : {}),
  };
}

/** Stripe refused the request itself, so no charge was made: the invoice has changed, or this rung passes and says why. */
async function notPayable(context: Context, intent: Intent, message: string, ports: Ports): Promise<Performed> {
  await releaseAttempt(ports, intent.budget, intent.key);
  if (await isSettled(intent, context, ports)) return abandon(context, intent.key, ports);
  const reason = `refused by Stripe: ${message}`;
  const change = isBackup(intent.step) ? skipBackup(intent, reason, context) : skipped(intent.step, reason, context);
  return store(context, change, ports);
}

async function isSettled(intent: Intent, { recovery }: Context, { billing }: Ports): Promise<boolean> {
  return intent.resumes
    ? (await billing.subscription(recovery.subscription, 'attempt')).status !== 'paused'
    : (await billing.invoice(intent.invoice, 'attempt')).status !== 'open';
}

export async function settleIntent(context: Context, ports: Ports): Promise<Performed> {
  const { intent } = context.row;
  if (!intent) return { kind: 'again', row: context.row };
  const settled = await settle(intent, context, ports);
  if (settled.kind === 'abandon') return abandon(context, intent.key, ports);
  return recordOutcome(context, intent, settled.outcome, ports);
}

/** The key is spent: the slot on the card stays held, so that the gap holds even if the call did reach a network. */
async function abandon(context: Context, key: string, ports: Ports): Promise<Performed> {
  const { row } = context;
  if (!row.intent || row.intent.key !== key) return { kind: 'again', row };
  const written = await ports.rows.update(caseKey(row.account, row.sk), abandonIntent(row, row.intent));
  return written.kind === 'done' ? { kind: 'again', row } : { kind: 'again', row };
}

function newLead({ invoice: { id: invoice }, next }: Extract<Act, { kind: 'lead' }>, context: Context) {
  const { recovery, now } = context;
  const led = { ...recovery, lead: invoice };
  const data = next ? withResult(led, `next:${invoice}`, { at: toIso(now), kind: 'done', invoice }) : led;
  return recordChange(context, data, []);
}

/** Day 10 keeps its notice: the attempt it names is the one the customer asked for. */
function lastWord(context: Context) {
  const { recovery, now } = context;
  const { promise } = recovery;
  const told = promise ? { ...recovery, promise: { ...promise, toldAt: toIso(now) } } : recovery;
  const said = consequences('final', false, { ...context, recovery: told });
  return recordChange(context, said.data, said.effects);
}

/** No attempt on this rung; its message follows the stage all the same. */
function skipped(name: string, reason: string, context: Context) {
  const { recovery, now, world, step } = context;
  // A rung that passes says nothing of the card; a new one that Stripe will not take is not new any more.
  const refused = world.card && name !== step ? [budgetOf(world.card)] : [];
  const known = [...new Set([...recovery.knownCards, ...refused])];
  const data = withResult({ ...recovery, knownCards: known }, name, {
    at: toIso(now),
    kind: 'skipped',
    invoice: recovery.lead,
    reason,
    plannedFor: toIso(now),
    ...(world.card ? { card: world.card.id } : {}),
  });
  // Money on its way is no failure yet: nobody is urged over it (completions C36), nor over a day they have named.
  const early = inFlight(world) || reason.startsWith('promise: ');
  const silent = recovery.observedSince !== undefined || name !== step || early || isSpokenForLater(context);
  const said = silent ? { data, effects: [] } : speak(step, false, { ...context, recovery: data });
  return recordChange(context, said.data, said.effects);
}
