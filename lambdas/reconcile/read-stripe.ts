import type { Invoice, Subscription } from '../billing/model.ts';
import { found } from '../billing/project-account.ts';
import type { Ports } from '../kernel/ports.ts';
import { parseRecovery } from '../recovery/state.ts';
import { hasEnded } from './compare-subscription.ts';
import { type AtStripe, isOpen, type Ours } from './view.ts';

type Reach = Pick<Ports, 'billing'>;
const lane = 'reconciler' as const;

/** One account as Stripe has it now: what the walks saw may be a minute old, and is only why one asks. */
export async function readStripe(
  customers: readonly string[],
  ours: Ours,
  seen: readonly string[],
  ports: Reach,
): Promise<AtStripe> {
  const subscriptions = await subscriptionsOf(customers, ours, seen, ports);
  return {
    customers: await readCustomers(customers, ports),
    subscriptions,
    invoices: await invoicesOf(subscriptions, ours, ports),
  };
}

async function readCustomers(ids: readonly string[], { billing }: Reach): Promise<AtStripe['customers']> {
  const customers: AtStripe['customers'][number][] = [];
  for (const id of ids) {
    const customer = await found(billing.customer(id, lane));
    if (!customer) continue;
    const pays = customer.defaultPaymentMethod;
    const card = pays === undefined ? undefined : await billing.card(pays, lane);
    customers.push({ ...customer, ...(card ? { card } : {}) });
  }
  return customers;
}

/** Stripe lists what has not ended; the rest is asked for by name: what we believe alive, what a walk saw, what a case is about. */
async function subscriptionsOf(
  customers: readonly string[],
  ours: Ours,
  seen: readonly string[],
  { billing }: Reach,
): Promise<Subscription[]> {
  const all: Subscription[] = [];
  for (const customer of customers) all.push(...((await found(billing.subscriptionsOf(customer, lane))) ?? []));
  const alive = ours.subscriptions.filter((row) => !hasEnded(row)).map(({ id }) => String(id));
  const wanted = [...alive, ...seen, ...ours.cases.filter(isOpen).map(({ subject }) => subject)];
  for (const id of new Set(wanted)) {
    if (all.some((one) => one.id === id)) continue;
    const one = await found(billing.subscription(id, lane));
    if (one) all.push(one);
  }
  return all;
}

/** All that are open there, and every one that is still open here; each read whole, since a list does not tell the charge. */
async function invoicesOf(subscriptions: readonly Subscription[], ours: Ours, { billing }: Reach): Promise<Invoice[]> {
  const ids = new Set<string>();
  for (const { id, status } of subscriptions)
    if (status !== 'canceled') for (const one of await billing.openInvoices(id, lane)) ids.add(one.id);
  for (const row of ours.invoices) if (row.status === 'open' || row.status === 'draft') ids.add(String(row.id));
  for (const { data } of ours.cases.filter(isOpen)) ids.add(parseRecovery(data).lead);
  const invoices: Invoice[] = [];
  for (const id of ids) {
    const one = await found(billing.invoice(id, lane));
    if (one) invoices.push(one);
  }
  return invoices;
}
