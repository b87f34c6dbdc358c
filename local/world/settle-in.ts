import { type Account, accountKey, accountList, type Contact } from '../../lambdas/accounts/account.ts';
import { tierOf } from '../../lambdas/accounts/tier.ts';
import { projectCard } from '../../lambdas/billing/project.ts';
import { readCard } from '../../lambdas/billing/read-card.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import { addressHash } from '../../lambdas/kernel/ids.ts';
import type { Money } from '../../lambdas/kernel/money.ts';
import type { NewCard } from '../stripe/index.ts';
import type { World } from './world.ts';

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly zone?: string;
  readonly country?: string;
  readonly plan: string;
  /** Per month. */
  readonly mrr: Money;
  readonly interval: 'day' | 'week' | 'month' | 'quarter' | 'year';
  readonly since?: string;
  readonly status: Account['status'];
  readonly contacts: readonly Pick<Contact, 'email' | 'name' | 'role' | 'zone' | 'locale'>[];
  readonly owner?: { readonly name: string; readonly email: string };
  readonly stripe: {
    readonly customer: string;
    readonly subscription: string;
    readonly billingMode?: 'flexible' | 'classic';
    readonly cards: readonly NewCard[];
  };
}

/** Puts a customer into both worlds at once: what Stripe knows and what an import would have written into the table. */
export async function settleIn(world: World, customer: Customer): Promise<void> {
  settleAtStripe(world, customer);
  const { rows } = world.ports;
  await rows.put({ ...accountRow(customer, world.config) });
  await rows.put({ pk: `C#${customer.stripe.customer}`, sk: 'POINTER', entity: 'pointer', account: customer.id });
  for (const contact of customer.contacts) {
    const sk = `CONTACT#${addressHash(contact.email).slice(0, 16)}`;
    await rows.put({ pk: `A#${customer.id}`, sk, entity: 'contact', account: customer.id, ...contact });
  }
  const own = world.stripe.peek('paymentMethods').filter((method) => method.customer === customer.stripe.customer);
  for (const method of own) await projectCard(customer.id, readCard(method), world.ports.clock.now(), world.ports);
}

function settleAtStripe({ stripe }: World, customer: Customer): void {
  const { contacts, stripe: at } = customer;
  const email = contacts.find(({ role }) => role === 'billing')?.email ?? contacts[0]?.email;
  stripe.addCustomer({
    id: at.customer,
    name: customer.name,
    metadata: { account_id: customer.id },
    ...(email ? { email } : {}),
    ...(customer.country ? { country: customer.country } : {}),
  });
  for (const [index, card] of at.cards.entries())
    stripe.addCard(at.customer, card, { default: index === 0, silent: true });
  const [first] = at.cards;
  const per = intervals[customer.interval];
  stripe.addSubscription({
    id: at.subscription,
    customer: at.customer,
    plan: customer.plan,
    amount: Math.round(customer.mrr.amount * per.months),
    currency: customer.mrr.currency,
    interval: per.interval,
    intervalCount: per.count,
    ...(at.billingMode ? { billingMode: at.billingMode } : {}),
    ...(first ? { defaultCard: first.id } : {}),
  });
}

/** Months of MRR in one invoice (metrics: week × 52/12, day × 365/12). */
const intervals = {
  day: { interval: 'day', count: 1, months: 12 / 365 },
  week: { interval: 'week', count: 1, months: 12 / 52 },
  month: { interval: 'month', count: 1, months: 1 },
  quarter: { interval: 'month', count: 3, months: 3 },
  year: { interval: 'year', count: 1, months: 12 },
} as const;

function accountRow(customer: Customer, config: RetentionConfig): Account {
  const tier = tierOf(customer.mrr, config);
  return {
    ...accountKey(customer.id),
    sk: 'ACCOUNT',
    entity: 'account',
    account: customer.id,
    name: customer.name,
    ...(customer.zone ? { zone: customer.zone } : {}),
    ...(customer.country ? { country: customer.country } : {}),
    plan: customer.plan,
    mrr: customer.mrr,
    status: customer.status,
    tier,
    ...accountList({ account: customer.id, tier }),
    ...(customer.since ? { since: customer.since } : {}),
    ...(customer.owner ? { owner: customer.owner } : {}),
    customers: [customer.stripe.customer],
  };
}
