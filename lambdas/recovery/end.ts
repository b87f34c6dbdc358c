import { closeChange } from '../cases/close.ts';
import type { Effect } from '../cases/effect.ts';
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
  const effects: Effect[] = [
    { kind: 'account', account: row.account, set: { status: 'paused', banner: 'paused' } },
    domainEvent('account.paused', context, { holdUntil: toIso(holdEndsAt(data, context.ladder)), how }),
    ...mail.effects,
  ];
  return store(context, recordChange(context, { ...data, mails: [...data.mails, mail.key] }, effects), ports);
}

/** Day 14 + 90, status just read and still unpaid: the subscription ends here; nothing was deleted before, nor is now. */
export async function expire(context: Context, ports: Ports): Promise<Performed> {
  const { row, recovery, world } = context;
  if (acts(context) && world.subscription.status !== 'canceled') {
    await ports.billing.cancel(
      recovery.subscription,
      idempotencyKey('expire', row.account, row.sk, recovery.firstFailureAt),
    );
  }
  return finish('expired_hold', context, ports);
}

/** Closes the run in its one outcome. What was paused because of this debt runs again before anybody is told so. */
export async function finish(outcome: Outcome, context: Context, ports: Ports): Promise<Performed> {
  if (outcome === 'recovered' && context.recovery.paused && acts(context)) await resume(context, ports);
  const { row, recovery, now } = context;
  const closing = {
    outcome,
    stage: outcome === 'expired_hold' ? 'hold' : row.stage,
    settled: Object.keys(recovery.taken),
    data: recovery,
    effects: [
      ...accountAfter(outcome, context),
      ...thanks(outcome, context),
      ...stillPaused(outcome, context),
      ...(acts(context) ? [domainEvent(`recovery.${outcome}`, context, { invoice: recovery.lead })] : []),
    ],
  };
  const stored = await store(context, closeChange(row, closing, now), ports);
  return stored.row.status === 'closed' ? answer('DONE', context, toIso(now), outcome) : stored;
}

/** A true pause starts a new period on resume, so what the old invoice paid for and was not used goes to the balance first. */
async function resume(context: Context, ports: Ports): Promise<void> {
  const { row, recovery, world } = context;
  const key = idempotencyKey('resume', row.account, row.sk, recovery.firstFailureAt);
  if (recovery.paused?.how === 'collection') return ports.billing.resumeCollection(recovery.subscription, key);
  if (world.subscription.status !== 'paused') return;
  const credit = unusedShare(context);
  if (credit.amount > 0)
    await ports.billing.creditBalance(recovery.customer, credit, `unused time of ${recovery.lead}`, `${key}-credit`);
  await ports.billing.resume(recovery.subscription, key);
}

function unusedShare({ world, recovery }: Context) {
  const { periodStart, periodEnd, amountDue } = world.lead;
  const pausedAt = parseInstant(recovery.paused?.at ?? recovery.firstFailureAt);
  if (!periodStart || !periodEnd || periodEnd <= periodStart) return { ...amountDue, amount: 0 };
  const unused = Math.min(Math.max(0, periodEnd - pausedAt), periodEnd - periodStart);
  return share(amountDue, unused, periodEnd - periodStart);
}

/** What the account is after this end. What only a live run does (resume, cancel) is said of no other. */
function accountAfter(outcome: Outcome, context: Context): Effect[] {
  const { row, recovery } = context;
  const status = { recovered: 'active', voided: 'active', cancelled: 'churned', expired_hold: 'churned' } as const;
  const known = (status as Partial<Record<Outcome, string>>)[outcome];
  const stays = recovery.paused && (outcome === 'voided' || (outcome === 'recovered' && !acts(context)));
  const unsaid = stays || (outcome === 'expired_hold' && !acts(context));
  const set = { banner: null, ...(known && !unsaid ? { status: known } : {}) };
  return [{ kind: 'account', account: row.account, set }];
}

/** Paid while paused, and recovery was switched off since: only a person can resume it now. */
function stillPaused(outcome: Outcome, context: Context): Effect[] {
  if (outcome !== 'recovered' || !context.recovery.paused || acts(context)) return [];
  return [
    attentionAlert(
      'still-paused',
      `${context.recovery.subscription} is paid and still paused: resume it at Stripe`,
      context,
    ),
  ];
}

/** Only to somebody who was told of a failure; whether a mail really went out is judged when this one is sent. */
function thanks(outcome: Outcome, context: Context): Effect[] {
  if (outcome !== 'recovered' || context.recovery.mails.length === 0) return [];
  return recoveryMail('recovered', 'recovered', context).effects;
}

function domainEvent(type: string, { row, recovery }: Context, detail: Record<string, unknown>): Effect {
  const id = `${type}/${row.account}/${row.subject}/${recovery.firstFailureAt}`;
  return { kind: 'event', id, type, account: row.account, detail: { subscription: recovery.subscription, ...detail } };
}
