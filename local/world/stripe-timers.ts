import type { FakeStripe } from '../stripe/index.ts';
import type { Outside } from './simulator.ts';

type Timer = NonNullable<ReturnType<Outside['next']>>;

/** What Stripe does by itself: pending payments settle, its own retries charge, cancelled subscriptions end. */
export const stripeTimers = (stripe: () => FakeStripe): Outside => ({ next: () => nextTimer(stripe()) });

export function nextTimer(stripe: FakeStripe): Timer | undefined {
  const [settlement, attempt, ending] = [stripe.nextSettlement(), stripe.nextAutomaticAttempt(), stripe.nextEnding()];
  const timers: (Timer | undefined)[] = [
    settlement && { due: settlement.due, what: 'stripe settles', run: () => void stripe.settle(settlement.intent) },
    attempt && { due: attempt.due, what: 'stripe retries', run: () => void stripe.automaticAttempt(attempt.invoice) },
    ending && { due: ending.due, what: 'stripe ends', run: () => void stripe.endSubscription(ending.subscription) },
  ];
  return timers.filter((timer) => timer !== undefined).sort((a, b) => a.due - b.due)[0];
}
