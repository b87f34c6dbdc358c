import { accountKey } from '../accounts/account.ts';
import { type Owner, ownerOfCustomer } from '../accounts/identify.ts';
import type { Customer, Subscription } from '../billing/model.ts';
import { pagesOf } from '../billing/pages-of.ts';
import { projectCard, projectSubscription } from '../billing/project.ts';
import { projectWorth, readCustomerOf } from '../billing/project-account.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifPresent } from '../kernel/rows.ts';

/** The reads of Stripe that this object has already answered are not made again. */
const answered = (customer: Customer, ports: Ports): Ports => ({
  ...ports,
  billing: { ...ports.billing, customer: async () => customer },
});

/** A customer becomes an account, or joins the one its metadata names, as it would at its first event. */
export async function takeCustomer(customer: Customer, ports: Ports): Promise<void> {
  const { config } = await ports.policies.current();
  const known = answered(customer, ports);
  const owner = await ownerOfCustomer(customer.id, known, config.stripe.accountIdMetadata);
  if (owner) await readCustomerOf(owner.account, customer.id, 'import', known);
}

/** Undefined: deleted at Stripe before anybody here heard of it. */
export async function ownerOf(customer: string, ports: Ports): Promise<Owner | undefined> {
  const { config } = await ports.policies.current();
  return ownerOfCustomer(customer, ports, config.stripe.accountIdMetadata);
}

const ended: ReadonlySet<Subscription['status']> = new Set(['canceled', 'incomplete_expired']);

/** A subscription, and the cards of whoever still pays for one. */
export async function takeSubscription(one: Subscription, readAt: Instant, ports: Ports): Promise<void> {
  const owner = await ownerOf(one.customer, ports);
  if (!owner) return;
  await projectSubscription(owner.account, one, readAt, ports);
  if (!ended.has(one.status)) await takeCards(owner.account, one.customer, ports);
}

async function takeCards(account: string, customer: string, ports: Ports): Promise<void> {
  const asked = ports.clock.now();
  const list = (after?: string) =>
    ports.lists.paymentMethodsOf(customer, { lane: 'import', ...(after === undefined ? {} : { after }) });
  for await (const { items } of pagesOf(list)) for (const card of items) await projectCard(account, card, asked, ports);
}

/** All subscriptions are in the table by now: MRR, tier and plan are of the whole, and nobody has to read it again. */
export async function takeWorth({ customer }: Subscription, ports: Ports): Promise<void> {
  const owner = await ownerOf(customer, ports);
  if (!owner) return;
  const at = toIso(ports.clock.now());
  await ports.rows.update(accountKey(owner.account), {
    set: [['wholeAt', at]],
    if: { kind: 'all', of: [ifPresent, { kind: 'absent', path: 'wholeAt' }] },
  });
  await projectWorth(owner.account, ports);
}
