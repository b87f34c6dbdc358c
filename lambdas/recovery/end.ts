import type { Account } from '../accounts/account.ts';
import type { Invoice } from '../billing/model.ts';
import { closeChange } from '../cases/close.ts';
import type { Effect } from '../cases/effect.ts';
import type { Rest } from '../cases/rest.ts';
import { restOfAccount } from '../cases/rest-of-account.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import { before, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { liftPause } from '../pause/at-stripe.ts';
import { unlocked } from '../pause/lock.ts';
import { attributionOf } from './attribution.ts';
import { churned, crossed, hasEnded } from './churning.ts';
import { recoveryMail } from './consequences.ts';
import { acts, type Context } from './context.ts';
import { paidOnPage } from './customer-may.ts';
import type { Outcome } from './decide.ts';
import { domainEvent } from './domain-event.ts';
import { lockOf } from './lock-of.ts';
import { outcomeRow } from './outcome-row.ts';
import { stillPaused, unusedCredits } from './resuming.ts';
import type { Recovery } from './state.ts';
import { answer, type Performed, store } from './step-answer.ts';

/** Status just read and still unpaid: the subscription ends here; nothing was deleted before, nor is now. */
export async function expire(
  outcome: 'expired_hold' | 'cancelled',
  context: Context,
  ports: Ports,
): Promise<Performed> {
  const { row, recovery, world } = context;
  // It runs and is paid for: only the old invoice was never settled.
  if (recovery.resumedAt) return finish('uncollectible', context, ports);
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
  const runs = await unlock(outcome, context, ports);
  if (outcome === 'recovered') await forgiveOld(context, ports);
  const { row, recovery, now } = context;
  const rest = await restOfAccount(row, ports);
  const paid = outcome === 'recovered' ? await paidInvoices(context, ports) : [];
  const closing = {
    outcome,
    stage: outcome === 'expired_hold' ? 'hold' : row.stage,
    settled: Object.keys(recovery.taken),
    data: recovery,
    effects: [
      accountAfter(outcome, runs, rest, context),
      ...(outcome === 'recovered' && recovery.paused?.how === 'collection' && runs
        ? await unusedCredits([...Object.keys(recovery.taken), recovery.lead], context, ports)
        : []),
      ...churned(outcome, rest, context),
      ...crossed(outcome, context),
      ...(outcome === 'recovered' && isConfirmed(recovery) && !hasEnded(context) && (runs || isFresh(context))
        ? thanks(runs, paid, context)
        : []),
      outcomeRow({ outcome, recovered: paid.map(({ amountDue }) => amountDue) }, context),
      ...(runs ? reopened(outcome, rest, context) : [stillPaused(context)]),
      ...(acts(context)
        ? [
            domainEvent(`recovery.${outcome}`, context, {
              invoice: recovery.lead,
              ...(outcome === 'recovered' ? attributionOf(recovery) : {}),
            }),
          ]
        : []),
    ],
  };
  const stored = await store(context, closeChange(row, closing, now), ports);
  return stored.row.status === 'closed' ? answer('DONE', context, toIso(now), outcome) : stored;
}

/** The debt is settled, so what was paused over it runs again. False: it is still paused and this run may not change that. */
async function unlock(outcome: Outcome, context: Context, ports: Ports): Promise<boolean> {
  const { row, recovery, world } = context;
  if (!isSettled(outcome) || !recovery.paused) return true;
  const key = idempotencyKey('resume', row.account, row.sk, recovery.firstFailureAt);
  return liftPause(world.subscription, acts(context), key, ports);
}

/** Whoever was locked out over this debt has access again: said also where recovery is switched off by now. */
const reopened = (outcome: Outcome, rest: Rest, context: Context): Effect[] =>
  isSettled(outcome) && !hasEnded(context) && context.recovery.paused && !context.recovery.resumedAt
    ? [unlocked(lockOf(context, rest))]
    : [];

const isSettled = (outcome: Outcome): boolean =>
  outcome === 'recovered' || outcome === 'voided' || outcome === 'uncollectible';

/** Resumed at the price of one period, the old invoice is forgiven (policy `ladder.oldInvoice`), or it would be owed twice. */
async function forgiveOld(context: Context, ports: Ports): Promise<void> {
  const { row, recovery, world, config, now } = context;
  if (!acts(context) || config.ladder.oldInvoice !== 'void' || world.lead.status !== 'open') return;
  const since = parseInstant(recovery.paused?.at ?? toIso(now));
  for (const { id } of world.open.filter(({ created }) => created <= since))
    await ports.billing.voidInvoice(id, idempotencyKey('forgive', row.account, row.sk, row.run, id));
}

/** What the account is after this end, by what else it has. What only a live run does (resume, cancel) is said of no other. */
function accountAfter(outcome: Outcome, runs: boolean, rest: Rest, context: Context): Effect {
  const { row } = context;
  const stays = !runs || endedOnPaper(outcome, context);
  const status = stays ? undefined : statusAfter(outcome, rest, context);
  const set = { ...(rest.status ? {} : { banner: null }), ...(status ? { status } : {}) };
  return { kind: 'account', account: row.account, set };
}

/** This run would have ended the subscription and may not: Stripe goes on with it. */
const endedOnPaper = (outcome: Outcome, context: Context): boolean =>
  (outcome === 'expired_hold' || outcome === 'cancelled') &&
  context.world.subscription.status !== 'canceled' &&
  !acts(context);

function statusAfter(outcome: Outcome, { lives, status }: Rest, context: Context): Account['status'] | undefined {
  const ended = outcome === 'cancelled' || outcome === 'expired_hold' || hasEnded(context);
  if (!ended && outcome !== 'recovered' && outcome !== 'voided' && !leftUnlocked(outcome, context.recovery))
    return undefined;
  if (status || !ended || lives) return status ?? 'active';
  return context.recovery.afterTrial ? 'none' : 'churned';
}

/** Written off while paused without a true pause: nothing locks it any more. */
const leftUnlocked = (outcome: Outcome, { paused }: Recovery): boolean =>
  outcome === 'uncollectible' && paused !== undefined;

/** Thanks go to somebody who was told of a failure, or who pressed the button. */
const isConfirmed = (recovery: Recovery): boolean => recovery.mails.length > 0 || paidOnPage(recovery);

/** A receipt of months ago is none: the hold has ended over a pause that nobody could lift. */
const isFresh = ({ world: { lead }, now }: Context): boolean => (lead.paidAt ?? now) > before(now, { days: 7 });

/** Only to somebody who was told of a failure; whether a mail really went out is judged when this one is sent. */
function thanks(runs: boolean, invoices: readonly Invoice[], context: Context): Effect[] {
  const settled = { invoices, resumed: runs && context.recovery.paused !== undefined };
  return recoveryMail('recovered', 'recovered', { ...context, settled }).effects;
}

/** All this run was about that is paid now, and the new period of a resumed subscription. */
async function paidInvoices({ recovery, world }: Context, { billing }: Ports): Promise<readonly Invoice[]> {
  const { latestInvoice } = world.subscription;
  const period = recovery.paused && latestInvoice ? [latestInvoice] : [];
  const ids = new Set([...Object.keys(recovery.taken), recovery.lead, ...period]);
  const { lead } = world;
  const invoices = await Promise.all([...ids].map((id) => (id === lead.id ? lead : billing.invoice(id, 'reread'))));
  return invoices.filter(({ status, credited, amountDue }) => status === 'paid' && !credited && amountDue.amount > 0);
}
