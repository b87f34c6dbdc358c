import type { Account } from '../accounts/account.ts';
import { closeChange } from '../cases/close.ts';
import type { Effect } from '../cases/effect.ts';
import { type Rest, restOfAccount } from '../cases/rest-of-account.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { parseInstant, toIso } from '../kernel/instant.ts';
import { share } from '../kernel/money.ts';
import type { Ports } from '../kernel/ports.ts';
import { holdEndsAt } from './calendar.ts';
import { recoveryMail } from './consequences.ts';
import { acts, type Context } from './context.ts';
import type { Outcome } from './decide.ts';
import { recordChange, withResult } from './record.ts';
import type { Recovery } from './state.ts';
import { answer, type Performed, store } from './step-answer.ts';
import { attentionAlert } from './uncollected.ts';

/** Day 14: paused, not deleted. The state at Stripe first, then the word to the customer. */
export async function pause(context: Context, ports: Ports): Promise<Performed> {
  const { row, recovery, world, now } = context;
  const result = { at: toIso(now), kind: acts(context) ? ('done' as const) : ('observed' as const) };
  if (!acts(context)) {
    const said = recovery.observedSince ? [] : recoveryMail('paused', 'pause', context).effects;
    return store(context, recordChange(context, withResult(recovery, 'pause', result), said), ports);
  }
  const how = await ports.billing.pause(
    world.subscription,
    idempotencyKey('pause', row.account, row.sk, recovery.firstFailureAt),
  );
  const data: Recovery = { ...withResult(recovery, 'pause', result), paused: { at: toIso(now), how }, banner: true };
  const mail = recoveryMail('paused', 'pause', { ...context, recovery: data });
  const rest = await restOfAccount(row, ports.rows);
  const status = rest.status ?? (rest.lives ? 'active' : 'paused');
  const effects: Effect[] = [
    { kind: 'account', account: row.account, set: { status, ...(rest.status ? {} : { banner: 'paused' }) } },
    domainEvent('account.paused', context, { holdUntil: toIso(holdEndsAt(data, context.ladder)), how }),
    ...mail.effects,
  ];
  return store(context, recordChange(context, { ...data, mails: [...data.mails, mail.key] }, effects), ports);
}

/** Status just read and still unpaid: the subscription ends here; nothing was deleted before, nor is now. */
export async function expire(
  outcome: 'expired_hold' | 'cancelled',
  context: Context,
  ports: Ports,
): Promise<Performed> {
  const { row, recovery, world } = context;
  if (acts(context) && world.subscription.status !== 'canceled') {
    await ports.billing.cancel(
      recovery.subscription,
      idempotencyKey('expire', row.account, row.sk, recovery.firstFailureAt),
    );
  }
  return finish(outcome, context, ports);
}

/** Closes the run in its one outcome. What was paused because of this debt runs again before anybody is told so. */
export async function finish(outcome: Outcome, context: Context, ports: Ports): Promise<Performed> {
  const runs = await runsAgain(outcome, context, ports);
  if (outcome === 'recovered') await forgiveOld(context, ports);
  const { row, recovery, now } = context;
  const rest = await restOfAccount(row, ports.rows);
  const closing = {
    outcome,
    stage: outcome === 'expired_hold' ? 'hold' : row.stage,
    settled: Object.keys(recovery.taken),
    data: recovery,
    effects: [
      accountAfter(outcome, runs, rest, context),
      ...thanks(outcome, context),
      ...(runs ? [] : [stillPaused(context)]),
      ...(acts(context) ? [domainEvent(`recovery.${outcome}`, context, { invoice: recovery.lead })] : []),
    ],
  };
  const stored = await store(context, closeChange(row, closing, now), ports);
  return stored.row.status === 'closed' ? answer('DONE', context, toIso(now), outcome) : stored;
}

/** False: what was paused is still so, and this run may not or cannot resume it. */
async function runsAgain(outcome: Outcome, context: Context, ports: Ports): Promise<boolean> {
  const { paused } = context.recovery;
  if (outcome !== 'recovered' || !paused) return true;
  if (paused.how === 'subscription' && context.world.subscription.status !== 'paused') return true;
  return acts(context) && resume(paused.how, context, ports);
}

/** A true pause starts a new period on resume, so what the old invoice paid for and was not used goes to the balance first. */
async function resume(how: 'subscription' | 'collection', context: Context, ports: Ports): Promise<boolean> {
  const { row, recovery } = context;
  const key = idempotencyKey('resume', row.account, row.sk, recovery.firstFailureAt);
  if (how === 'collection') {
    await ports.billing.resumeCollection(recovery.subscription, key);
    return true;
  }
  const credit = unusedShare(context);
  if (credit.amount > 0)
    await ports.billing.creditBalance(recovery.customer, credit, `unused time of ${recovery.lead}`, `${key}-credit`);
  return (await ports.billing.resume(recovery.subscription, key)).paid;
}

/** Resumed at the price of one period, the old invoice is forgiven (policy `ladder.oldInvoice`), or it would be owed twice. */
async function forgiveOld(context: Context, ports: Ports): Promise<void> {
  const { row, world, config } = context;
  if (!acts(context) || config.ladder.oldInvoice !== 'void' || world.lead.status !== 'open') return;
  for (const { id } of world.open)
    await ports.billing.voidInvoice(id, idempotencyKey('forgive', row.account, row.sk, row.run, id));
}

function unusedShare({ world, recovery }: Context) {
  const { periodStart, periodEnd, amountDue } = world.lead;
  const pausedAt = parseInstant(recovery.paused?.at ?? recovery.firstFailureAt);
  if (!periodStart || !periodEnd || periodEnd <= periodStart) return { ...amountDue, amount: 0 };
  const unused = Math.min(Math.max(0, periodEnd - pausedAt), periodEnd - periodStart);
  return share(amountDue, unused, periodEnd - periodStart);
}

/** What the account is after this end, by what else it has. What only a live run does (resume, cancel) is said of no other. */
function accountAfter(outcome: Outcome, runs: boolean, rest: Rest, context: Context): Effect {
  const { row, recovery } = context;
  const stays = !runs || (outcome === 'voided' && recovery.paused) || endedOnPaper(outcome, context);
  const status = stays ? undefined : statusAfter(outcome, rest, recovery);
  const set = { ...(rest.status ? {} : { banner: null }), ...(status ? { status } : {}) };
  return { kind: 'account', account: row.account, set };
}

/** This run would have ended the subscription and may not: Stripe goes on with it. */
const endedOnPaper = (outcome: Outcome, context: Context): boolean =>
  (outcome === 'expired_hold' || outcome === 'cancelled') &&
  context.world.subscription.status !== 'canceled' &&
  !acts(context);

function statusAfter(outcome: Outcome, { lives, status }: Rest, recovery: Recovery): Account['status'] | undefined {
  const ended = outcome === 'cancelled' || outcome === 'expired_hold';
  if (!ended && outcome !== 'recovered' && outcome !== 'voided') return undefined;
  if (status || !ended || lives) return status ?? 'active';
  return recovery.afterTrial ? 'none' : 'churned';
}

/** Paid while paused, and not resumed: only a person can do it now. */
const stillPaused = (context: Context): Effect =>
  attentionAlert(
    'still-paused',
    `${context.recovery.subscription} is paid and still paused: resume it at Stripe`,
    context,
  );

/** Only to somebody who was told of a failure; whether a mail really went out is judged when this one is sent. */
function thanks(outcome: Outcome, context: Context): Effect[] {
  if (outcome !== 'recovered' || context.recovery.mails.length === 0) return [];
  return recoveryMail('recovered', 'recovered', context).effects;
}

function domainEvent(type: string, { row, recovery }: Context, detail: Record<string, unknown>): Effect {
  const id = `${type}/${row.account}/${row.subject}/${recovery.firstFailureAt}`;
  return { kind: 'event', id, type, account: row.account, detail: { subscription: recovery.subscription, ...detail } };
}
