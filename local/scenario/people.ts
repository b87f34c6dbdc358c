import { holdoutRow } from '../../lambdas/accounts/holdout.ts';
import { after, toIso } from '../../lambdas/kernel/instant.ts';
import type { NewSubscription } from '../stripe/index.ts';
import { type Customer, settleIn } from '../world/settle-in.ts';
import type { World } from '../world/world.ts';
import type { StoryAccount } from './account-schema.ts';

export const customerOf = ({ id, stripe }: StoryAccount): string => stripe.customer ?? `cus_${id}`;

export const subscriptionOf = ({ id, stripe }: StoryAccount): string =>
  stripe.subscription ?? stripe.subscriptions[0]?.id ?? `sub_${id}`;

/** Months of MRR in one invoice. */
const billedPer = {
  day: ['day', 1, 12 / 365],
  week: ['week', 1, 12 / 52],
  month: ['month', 1, 1],
  quarter: ['month', 3, 3],
  year: ['year', 1, 12],
} as const;

/** What Stripe calls the subscription of an account that the story puts into this state at T. */
const atStripe: Readonly<Partial<Record<NonNullable<StoryAccount['status']>, string>>> = {
  none: 'canceled',
  trialing: 'trialing',
  past_due: 'past_due',
  paused: 'paused',
  churned: 'canceled',
  deletion_due: 'canceled',
  deleted: 'canceled',
};

/** A trial at T has this long to go. */
const trialLeft = { days: 14 } as const;

/** Both worlds at T: what Stripe knows, and what an import would have written. No event says so. */
export async function settle(world: World, account: StoryAccount): Promise<void> {
  await settleIn(world, customer(account));
  await putInArms(world, account);
  const state = account.status && atStripe[account.status];
  if (state) {
    const own = account.stripe.subscriptions.find(({ id }) => id === subscriptionOf(account));
    const trial = state === 'trialing' ? { trialEnd: after(world.simulator.now(), trialLeft) } : {};
    world.stripe.addSubscription({ ...subscription(account, own ?? {}), status: state, ...trial });
  }
  for (const more of account.stripe.subscriptions)
    if (more.id !== subscriptionOf(account)) world.stripe.addSubscription(subscription(account, more));
}

/** `holdout: { recovery: true }` holds the account out of the mail the configuration names, `false` makes sure it gets it. */
async function putInArms({ ports, config, simulator }: World, { id, holdout }: StoryAccount): Promise<void> {
  const { step } = config.holdouts.recovery;
  if (holdout?.recovery === undefined || !step) return;
  const [arm, p] = holdout.recovery ? (['held_out', 1] as const) : (['treated', 0] as const);
  await ports.rows.put({ ...holdoutRow(id, `recovery.${step}`, arm, p, toIso(simulator.now())) });
}

type Listed = Partial<StoryAccount['stripe']['subscriptions'][number]>;

/** Adding one under a known id replaces it. */
function subscription(account: StoryAccount, listed: Listed): NewSubscription {
  const { stripe } = account;
  const card = listed.card ?? stripe.cards[0]?.id;
  return {
    id: listed.id ?? subscriptionOf(account),
    customer: customerOf(account),
    ...billedAs(account, listed),
    ...(stripe.billingMode ? { billingMode: stripe.billingMode } : {}),
    ...(card ? { defaultCard: card } : {}),
  };
}

type Asked = Pick<Listed, 'plan' | 'mrr' | 'interval'>;

/** One invoice of a plan: months of MRR, whole minor units. */
export function billedAs(account: StoryAccount, { plan, mrr, interval }: Asked) {
  const [unit, intervalCount, months] = billedPer[interval ?? account.interval];
  const { amount, currency } = mrr ?? account.mrr;
  return {
    plan: plan ?? account.plan,
    amount: Math.round(amount * months),
    currency,
    interval: unit,
    intervalCount,
  };
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
      cards: [...stripe.cards].sort((a, b) => Number(b.id === main?.card) - Number(a.id === main?.card)),
    },
  };
}
