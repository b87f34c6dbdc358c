import { addInterval, recurring, setPeriod } from './calendar.ts';
import { emit, update } from './events.ts';
import type { Invoice, Subscription } from './objects.ts';
import { subscriptionOf } from './objects.ts';
import type { World } from './world.ts';

const OWING = new Set(['past_due', 'unpaid', 'incomplete']);

/**
 * The newest finalised invoice that is not void decides between active and past_due. The pointer on the subscription is
 * enough unless that invoice was voided.
 */
function newest(world: World, subscription: Subscription): Invoice | undefined {
  const latest = world.state.invoices.get(subscription.latest_invoice ?? '');
  if (latest !== undefined && latest.status !== 'void' && latest.status !== 'draft') return latest;
  let found: Invoice | undefined;
  for (const invoice of world.state.invoices.values()) {
    if (subscriptionOf(invoice) !== subscription.id || invoice.status === 'void' || invoice.status === 'draft')
      continue;
    if (found === undefined || invoice.created >= found.created) found = invoice;
  }
  return found;
}

export function followPayment(world: World, invoice: Invoice): void {
  const subscription = world.state.subscriptions.get(subscriptionOf(invoice) ?? '');
  setDelinquent(world, invoice.customer, false);
  if (subscription === undefined) return;
  if (finishResumption(world, invoice, subscription, 'active')) return;
  const decisive = newest(world, subscription);
  if (!OWING.has(subscription.status) || decisive?.status === 'open') return;
  update(world, 'customer.subscription.updated', subscription, { status: 'active' });
}

export function followFailure(world: World, invoice: Invoice): void {
  const subscription = world.state.subscriptions.get(subscriptionOf(invoice) ?? '');
  if (subscription !== undefined && !finishResumption(world, invoice, subscription, 'past_due')) {
    const falls = subscription.status === 'active' || subscription.status === 'trialing';
    if (falls) update(world, 'customer.subscription.updated', subscription, { status: 'past_due' });
  }
  setDelinquent(world, invoice.customer, true);
}

/** With `resume_on_payment_attempt` the first attempt on the resumption invoice resumes, whatever its outcome. */
function finishResumption(world: World, invoice: Invoice, subscription: Subscription, status: string): boolean {
  if (!world.state.resuming.delete(invoice.id) || subscription.status !== 'paused') return false;
  restart(world, subscription, invoice, status);
  return true;
}

/** A fresh period from now, on the money of the resumption invoice. */
export function restart(world: World, subscription: Subscription, invoice: Invoice, status = 'active'): void {
  const { interval, interval_count: count } = recurring(subscription);
  setPeriod(subscription, { start: world.seconds, end: addInterval(world.seconds, interval, count, world.seconds) });
  Object.assign(subscription, { billing_cycle_anchor: world.seconds, latest_invoice: invoice.id });
  resumed(world, subscription, status);
}

export function resumed(world: World, subscription: Subscription, status: string): void {
  update(world, 'customer.subscription.updated', subscription, { status, status_details: null });
  emit(world, 'customer.subscription.resumed', subscription);
}

function setDelinquent(world: World, id: string, delinquent: boolean): void {
  const customer = world.state.customers.get(id);
  if (customer !== undefined) update(world, 'customer.updated', customer, { delinquent });
}
