import type { Invoice } from '../billing/model.ts';
import { found } from '../billing/project-account.ts';
import { carryOutOne } from '../cases/carry-out.ts';
import { type Case, caseSort } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { restOfAccount } from '../cases/rest-of-account.ts';
import { NotFound } from '../kernel/failures.ts';
import { idempotencyKey } from '../kernel/ids.ts';
import type { Ports } from '../kernel/ports.ts';
import { unlocked } from '../pause/lock.ts';
import { parseRecovery } from '../recovery/state.ts';

export interface Paused {
  readonly account: string;
  readonly subscription: string;
}

/**
 * Ends a pause that recovery had made, on a person's word for this one subscription: the older pause is lifted, a true
 * one bills its new period at once. What was owed before follows the run's own policy, or goes back to Stripe.
 */
export async function resumePaused({ account, subscription: subject }: Paused, ports: Ports): Promise<string> {
  const row = await loadCase(ports.rows, account, caseSort('payment-recovery', subject));
  if (row?.status !== 'closed') throw new NotFound(`${account} has no ended case about ${subject}: hand it back first`);
  const subscription = await found(ports.billing.subscription(subject, 'attempt'));
  if (!subscription || (subscription.status !== 'paused' && subscription.pauseCollection === undefined))
    return 'it is not paused at Stripe any more';
  const key = idempotencyKey('hand-back-resume', account, row.sk, row.run);
  if (subscription.status === 'paused') {
    const outcome = await ports.billing.resume(subject, key);
    if (outcome.kind !== 'paid') return `it stays paused: the new period was not paid (${outcome.kind})`;
  } else await ports.billing.resumeCollection(subject, key);
  const old = await oldInvoices(row, ports);
  await settleOld(old, subscription.status === 'paused', row, ports);
  await open(row, ports);
  return old.length === 0 ? 'it runs again' : `it runs again; of before: ${old.map(({ id }) => id).join(', ')}`;
}

async function oldInvoices({ data }: Case, { billing }: Ports): Promise<Invoice[]> {
  const open: Invoice[] = [];
  for (const id of Object.keys(parseRecovery(data).taken)) {
    const one = await found(billing.invoice(id, 'attempt'));
    if (one?.status === 'open') open.push(one);
  }
  return open;
}

/** A resumed customer has paid one price: the old invoice is forgiven where the policy says so (ladder.oldInvoice). */
async function settleOld(old: readonly Invoice[], billed: boolean, row: Case, ports: Ports): Promise<void> {
  const { ladder } = await ports.policies.load(row.policy);
  for (const { id } of old) {
    const key = idempotencyKey('hand-back-old', row.account, row.sk, row.run, id);
    if (billed && ladder.oldInvoice === 'void') await ports.billing.voidInvoice(id, key);
    else await ports.billing.releaseCollection(id, key);
  }
}

/** Whoever was locked out has access again. */
async function open(row: Case, ports: Ports): Promise<void> {
  const rest = await restOfAccount(row, ports);
  const since = parseRecovery(row.data).firstFailureAt;
  const { account, subject: subscription } = row;
  await carryOutOne({ kind: 'account', account, set: { status: rest.status ?? 'active' } }, ports);
  await carryOutOne(unlocked({ account, subscription, since, reason: 'unpaid', rest }), ports);
}
