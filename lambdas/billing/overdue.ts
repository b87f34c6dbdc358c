import type { Instant } from '../kernel/instant.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { taskKey } from '../tasks/task.ts';
import type { Happening } from './happening.ts';
import { leaveToPerson } from './leave-to-person.ts';
import type { Invoice, Subscription } from './model.ts';
import { found } from './project-account.ts';

/** Of an invoice that is paid by hand; one without a date is overdue when Stripe says so, not before. */
export const isOverdue = (
  { collection, status, amountRemaining, dueAt }: Invoice,
  now: Instant,
  saidSo: boolean,
): boolean =>
  collection === 'send_invoice' &&
  status === 'open' &&
  amountRemaining.amount > 0 &&
  (dueAt === undefined ? saidSo : dueAt <= now);

/**
 * Customers who pay by invoice are not ours to charge, write to or pause: somebody of ours hears that one of them is
 * late, once per invoice (completions N18). `invoice.overdue` needs an automation at Stripe, so the subscription that
 * becomes past due tells it as well.
 */
export async function noteOverdue(
  { plan, account }: Happening,
  subscription: Subscription | undefined,
  ports: Ports,
): Promise<void> {
  const saidSo = plan.hint === 'overdue';
  const invoices = saidSo ? await named(plan.ids.invoice, ports) : await lateOf(subscription, ports);
  for (const invoice of invoices)
    if (isOverdue(invoice, ports.clock.now(), saidSo)) await tellOverdue(account, invoice, ports);
}

/** For whoever finds one by looking, too: the reconciler walks all that is open every night. */
export async function tellOverdue(account: string, invoice: Invoice, ports: Ports): Promise<void> {
  const id = `overdue/${invoice.id}/overdue_invoice`;
  if (await ports.rows.get(taskKey(account, id))) return;
  const facts = {
    invoice: invoice.number ?? invoice.id,
    subscription: invoice.subscription,
    open: invoice.amountRemaining,
    dueSince: invoice.dueAt && toIso(invoice.dueAt).slice(0, 10),
  };
  await leaveToPerson(account, 'overdue_invoice', { id, source: 'billing', facts }, ports);
}

async function named(id: string | undefined, { billing }: Ports): Promise<readonly Invoice[]> {
  const invoice = id === undefined ? undefined : await found(billing.invoice(id, 'projection'));
  return invoice ? [invoice] : [];
}

const late: ReadonlySet<string> = new Set(['past_due', 'unpaid']);

async function lateOf(subscription: Subscription | undefined, { billing }: Ports): Promise<readonly Invoice[]> {
  if (subscription?.collection !== 'send_invoice' || !late.has(subscription.status)) return [];
  return billing.openInvoices(subscription.id, 'projection');
}
