import type { RetentionConfig } from '../kernel/config/index.ts';
import type { Money } from '../kernel/money.ts';
import type { Subscription } from './model.ts';

type Plans = Pick<RetentionConfig, 'plans'>;

/** By its own price first: an account may have two plans. A customer never reads the id of a price. */
export function planName(
  subscription: Pick<Subscription, 'plan' | 'planNames' | 'amount'>,
  accountsPlan: string | undefined,
  { plans }: Plans,
): string {
  const called = [subscription.plan, ...(subscription.planNames ?? [])];
  const plan =
    plans.find(({ id }) => called.includes(id)) ??
    onlyPlanAt(subscription.amount, { plans }) ??
    plans.find(({ id }) => id === accountsPlan);
  return plan?.name ?? plan?.id ?? accountsPlan ?? 'subscription';
}

/** Two plans at one price tell nothing. */
function onlyPlanAt(price: Money | undefined, { plans }: Plans) {
  const [found, another] = plans.filter(({ prices }) => price && prices[price.currency] === price.amount);
  return another ? undefined : found;
}
