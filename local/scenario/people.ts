import { type Customer, settleIn } from '../world/settle-in.ts';
import type { World } from '../world/world.ts';
import type { StoryAccount } from './account-schema.ts';

export const customerOf = ({ id, stripe }: StoryAccount): string => stripe.customer ?? `cus_${id}`;

export const subscriptionOf = ({ id, stripe }: StoryAccount): string =>
  stripe.subscription ?? stripe.subscriptions[0]?.id ?? `sub_${id}`;

/** Months of MRR in one invoice. */
export const billedPer = {
  day: ['day', 1, 12 / 365],
  week: ['week', 1, 12 / 52],
  month: ['month', 1, 1],
  quarter: ['month', 3, 3],
  year: ['year', 1, 12],
} as const;

export async function settle(world: World, account: StoryAccount): Promise<void> {
  await settleIn(world, customer(account));
  for (const more of account.stripe.subscriptions) {
    if (more.id === subscriptionOf(account)) continue;
    const mrr = more.mrr ?? account.mrr;
    const [interval, intervalCount, months] = billedPer[more.interval ?? account.interval];
    const card = more.card ?? account.stripe.cards[0]?.id;
    world.stripe.addSubscription({
      id: more.id,
      customer: customerOf(account),
      plan: more.plan ?? account.plan,
      amount: Math.round(mrr.amount * months),
      currency: mrr.currency,
      interval,
      intervalCount,
      ...(account.stripe.billingMode ? { billingMode: account.stripe.billingMode } : {}),
      ...(card ? { defaultCard: card } : {}),
    });
  }
}

function customer(account: StoryAccount): Customer {
  const { timezone, country, since, owner, stripe } = account;
  const main = stripe.subscriptions.find(({ id }) => id === subscriptionOf(account));
  return {
    id: account.id,
    name: account.name ?? account.id,
    ...(timezone ? { zone: timezone } : {}),
    ...(country ? { country } : {}),
    plan: main?.plan ?? account.plan,
    mrr: main?.mrr ?? account.mrr,
    interval: main?.interval ?? account.interval,
    ...(since ? { since } : {}),
    status: account.status ?? (since ? 'active' : 'none'),
    contacts: account.contacts.map(({ email, name, role, timezone: zone, locale }) => ({
      email,
      role,
      ...(name ? { name } : {}),
      ...(zone ? { zone } : {}),
      ...(locale ? { locale } : {}),
    })),
    ...(owner ? { owner } : {}),
    stripe: {
      customer: customerOf(account),
      subscription: subscriptionOf(account),
      ...(stripe.billingMode ? { billingMode: stripe.billingMode } : {}),
      cards: stripe.cards,
    },
  };
}
