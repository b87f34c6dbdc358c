import { instant } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';
import type { StoryAccount } from './account-schema.ts';
import type { Act } from './acts.ts';
import { newId, subscriptionAt } from './at-stripe.ts';
import { missingCapability } from './capabilities.ts';
import { billedAs, customerOf } from './people.ts';
import type { Of } from './step-schema.ts';

type Step = Of<'subscription.created'>;
/** Stripe's side happens; what Holdfast will make of it is not built and said so. */
const onlyAtStripe = (step: string): string => missingCapability(step, 'only Stripe moved');

const created = (world: World, step: Step, account: StoryAccount, trialDays?: number): void => {
  const { stripe } = world;
  const there = stripe.peek('subscriptions');
  const id = newId('subscription', step.subscription ?? `sub_${account.id}_${there.length + 1}`, there);
  const card = account.stripe.cards[0]?.id;
  stripe.createSubscription({
    id,
    customer: customerOf(account),
    ...billedAs(account, step),
    ...(account.stripe.billingMode ? { billingMode: account.stripe.billingMode } : {}),
    ...(card ? { defaultCard: card } : {}),
    ...(step.invoice ? { invoice: newId('invoice', step.invoice, stripe.peek('invoices')) } : {}),
    ...(trialDays === undefined ? {} : { trialDays }),
  });
};

/** Where the story does not say. */
const usualTrialDays = 14;

const changed: Act<'subscription.changed'> = (world, step, account) => {
  const { id, items } = subscriptionAt(world.stripe, step.subscription, account);
  const change = (): void => world.stripe.changeSubscription(id, billedAs(account, step));
  const due = (items.data[0]?.current_period_end ?? 0) * 1000;
  if (step.when === 'period_end') world.simulator.at(instant(due), 'story', step.do, change);
  else change();
  return onlyAtStripe(step.do);
};

export const subscriptionActs = {
  'subscription.created': ((world, step, account) => {
    created(world, step, account);
    return onlyAtStripe(step.do);
  }) satisfies Act<'subscription.created'>,
  'subscription.reactivated': ((world, step, account) => {
    created(world, { ...step, do: 'subscription.created' }, account);
    return onlyAtStripe(step.do);
  }) satisfies Act<'subscription.reactivated'>,
  'subscription.trial': ((world, step, account) => {
    created(world, { ...step, do: 'subscription.created' }, account, step.trialDays ?? usualTrialDays);
    return onlyAtStripe(step.do);
  }) satisfies Act<'subscription.trial'>,
  'subscription.converted': (({ stripe }, step, account) => {
    const { id } = subscriptionAt(stripe, step.subscription, account);
    if (step.plan || step.mrr || step.interval) stripe.changeSubscription(id, billedAs(account, step));
    stripe.convertTrial(id, step.invoice ? { invoice: newId('invoice', step.invoice, stripe.peek('invoices')) } : {});
    return onlyAtStripe(step.do);
  }) satisfies Act<'subscription.converted'>,
  'subscription.changed': changed,
  'subscription.cancelled': (({ stripe }, { subscription, when }, account) => {
    stripe.cancelSubscription(subscriptionAt(stripe, subscription, account).id, { when: when ?? 'now' });
  }) satisfies Act<'subscription.cancelled'>,
  'subscription.resumed': (({ stripe }, { subscription }, account) => {
    const { id } = subscriptionAt(stripe, subscription, account);
    return stripe.resumeSubscription(id) ? undefined : `${id} stays paused: its card declined the new period`;
  }) satisfies Act<'subscription.resumed'>,
  discount: (({ stripe }, { subscription, percent, months, do: name }, account) => {
    stripe.addDiscount(subscriptionAt(stripe, subscription, account).id, { percent, months: months ?? null });
    return onlyAtStripe(name);
  }) satisfies Act<'discount'>,
} as const;
