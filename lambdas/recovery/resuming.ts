import type { Effect } from '../cases/effect.ts';
import { restOfAccount } from '../cases/rest-of-account.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { parseInstant, toIso } from '../kernel/instant.ts';
import { type Money, share } from '../kernel/money.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Change } from '../kernel/rows.ts';
import { isPaused } from './at-once.ts';
import { budgetOf } from './card-choice.ts';
import type { Context } from './context.ts';
import type { Outcome } from './decide.ts';
import { recordChange, withResult } from './record.ts';
import { attentionAlert } from './uncollected.ts';

/** Written down before the resumption, so that a resumption that is tried again credits nothing again. */
export function creditUnused(context: Context): Change {
  const data = withDone(`credit:${context.recovery.lead}`, context);
  return recordChange(context, { ...data, hardCards: stillHard(context) }, unusedCredit(context));
}

/** A card that has just paid is not dead, whatever it said before. */
function stillHard({ recovery, world: { lead, card } }: Context): string[] {
  const paidBy = card && lead.payment?.paymentMethod === card.id ? budgetOf(card) : undefined;
  return recovery.hardCards.filter((budget) => budget !== paidBy);
}

const withDone = (name: string, { recovery, now }: Context) =>
  withResult(recovery, name, { at: toIso(now), kind: 'done', invoice: recovery.lead });

export function unusedCredit(context: Context): Effect[] {
  const { row, recovery } = context;
  const amount = unusedShare(context);
  if (amount.amount <= 0) return [];
  const key = idempotencyKey('credit', row.account, row.sk, recovery.firstFailureAt, recovery.lead);
  return [{ kind: 'credit-balance', customer: recovery.customer, amount, why: `unused time of ${recovery.lead}`, key }];
}

/** A true pause starts a new period on resume, so all the rest is unused; the older pause only loses the locked days. */
function unusedShare(context: Context): Money {
  const { world, recovery, now } = context;
  const { periodStart, periodEnd, amountDue } = world.lead;
  const pausedAt = parseInstant(recovery.paused?.at ?? recovery.firstFailureAt);
  if (!periodStart || !periodEnd || periodEnd <= periodStart) return { ...amountDue, amount: 0 };
  const locked = isPaused(recovery, world) ? periodEnd : Math.min(periodEnd, now);
  const unused = Math.min(Math.max(0, locked - pausedAt), periodEnd - periodStart);
  return share(amountDue, unused, periodEnd - periodStart);
}

const why = {
  recovered: 'is paid and still paused: resume it at Stripe',
  other: 'is still paused and its old invoice is not owed any more: resume it at Stripe, or it ends with the hold',
};

/** The debt is gone and the pause is not: only a person, or a card that works, can bring it back. */
export const stillPaused = (context: Context, settled: Outcome = 'recovered'): Effect =>
  attentionAlert(
    'still-paused',
    `${context.recovery.subscription} ${settled === 'recovered' ? why.recovered : why.other}`,
    context,
  );

export const tellUnresumed = (settled: Outcome, context: Context): Change =>
  recordChange(context, withDone(`unresumed:${context.recovery.lead}`, context), [stillPaused(context, settled)]);

/** It runs again at its own price; the old invoice stays due, and the case with it (policy `oldInvoice: collect`). */
export async function runsAgain(context: Context, ports: Ports): Promise<Change> {
  const { row, recovery, now } = context;
  const rest = await restOfAccount(row, ports);
  const status = rest.status ?? 'active';
  const banner = rest.status === 'paused' ? 'paused' : 'payment_needs_attention';
  const effect: Effect = { kind: 'account', account: row.account, set: { status, banner } };
  return recordChange(context, { ...recovery, resumedAt: toIso(now) }, [effect]);
}
