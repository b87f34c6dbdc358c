import type { Invoice } from '../billing/model.ts';
import type { Effect } from '../cases/effect.ts';
import { restOfAccount } from '../cases/rest-of-account.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { parseInstant, toIso } from '../kernel/instant.ts';
import type { Money } from '../kernel/money.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Change } from '../kernel/rows.ts';
import { unlocked } from '../pause/lock.ts';
import { unusedShare } from '../pause/unused.ts';
import { isPaused } from './at-once.ts';
import { budgetOf } from './card-choice.ts';
import type { Context } from './context.ts';
import type { Outcome } from './decide.ts';
import { lockOf } from './lock-of.ts';
import { recordChange, withResult } from './record.ts';
import type { Recovery } from './state.ts';
import { attentionAlert } from './uncollected.ts';

/** Written down before the resumption, so that a resumption that is tried again credits nothing again. */
export async function creditUnused(invoices: readonly string[], context: Context, ports: Ports): Promise<Change> {
  const data = invoices.reduce(
    (known, id) => withDone(`credit:${id}`, id, { ...context, recovery: known }),
    context.recovery,
  );
  return recordChange(
    context,
    { ...data, hardCards: stillHard(context) },
    await unusedCredits(invoices, context, ports),
  );
}

/** A card that has just paid is not dead, whatever it said before. */
function stillHard({ recovery, world: { lead, card } }: Context): string[] {
  const paidBy = card && lead.payment?.paymentMethod === card.id ? budgetOf(card) : undefined;
  return recovery.hardCards.filter((budget) => budget !== paidBy);
}

const withDone = (name: string, invoice: string, { recovery, now }: Pick<Context, 'recovery' | 'now'>): Recovery =>
  withResult(recovery, name, { at: toIso(now), kind: 'done', invoice });

/** What was paid before the pause was paid for in time, and a pause gives no credit. */
export async function unusedCredits(ids: Iterable<string>, context: Context, ports: Ports): Promise<Effect[]> {
  const { world, recovery, now } = context;
  const since = parseInstant(recovery.paused?.at ?? toIso(now));
  const effects: Effect[] = [];
  for (const id of new Set(ids)) {
    const invoice = id === world.lead.id ? world.lead : await ports.billing.invoice(id, 'reread');
    const inPause = invoice.status === 'paid' && !invoice.credited && (invoice.paidAt ?? now) >= since;
    if (inPause) effects.push(...unusedCredit(invoice, context));
  }
  return effects;
}

function unusedCredit(invoice: Invoice, context: Context): Effect[] {
  const { row, recovery } = context;
  const amount = unusedOf(invoice, context);
  if (amount.amount <= 0) return [];
  const key = idempotencyKey('credit', row.account, row.sk, recovery.firstFailureAt, invoice.id);
  return [{ kind: 'credit-balance', customer: recovery.customer, amount, why: `unused time of ${invoice.id}`, key }];
}

/** A true pause starts a new period on resume, so all the rest is unused; the older pause only loses the locked days. */
function unusedOf(invoice: Invoice, { world, recovery, now }: Context): Money {
  const pausedAt = parseInstant(recovery.paused?.at ?? recovery.firstFailureAt);
  return unusedShare(invoice, pausedAt, isPaused(recovery, world) ? (invoice.periodEnd ?? now) : now);
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
  recordChange(context, withDone(`unresumed:${context.recovery.lead}`, context.recovery.lead, context), [
    stillPaused(context, settled),
  ]);

/** It runs again at its own price; the old invoice stays due, and the case with it (policy `oldInvoice: collect`). */
export async function runsAgain(context: Context, ports: Ports): Promise<Change> {
  const { row, recovery, now } = context;
  const rest = await restOfAccount(row, ports);
  const status = rest.status ?? 'active';
  const banner = rest.status === 'paused' ? 'paused' : 'payment_needs_attention';
  const effect: Effect = { kind: 'account', account: row.account, set: { status, banner } };
  return recordChange(context, { ...recovery, resumedAt: toIso(now) }, [effect, unlocked(lockOf(context, rest))]);
}
