import { instant } from '../../lambdas/kernel/instant.ts';
import type { World } from '../world/world.ts';

interface StripeTimer {
  readonly due: number;
  readonly what: string;
  readonly run: () => unknown;
}

function earliestTimer({ stripe }: World): StripeTimer | undefined {
  const [settlement, attempt, ending] = [stripe.nextSettlement(), stripe.nextAutomaticAttempt(), stripe.nextEnding()];
  const timers: (StripeTimer | undefined)[] = [
    settlement && { due: settlement.due, what: 'stripe settles', run: () => stripe.settle(settlement.intent) },
    attempt && { due: attempt.due, what: 'stripe retries', run: () => stripe.automaticAttempt(attempt.invoice) },
    ending && { due: ending.due, what: 'stripe ends', run: () => stripe.endSubscription(ending.subscription) },
  ];
  return timers.filter((timer) => timer !== undefined).sort((a, b) => a.due - b.due)[0];
}

/** Runs the world instant by instant, since any call of ours may set or move a timer that lives inside Stripe. */
export async function runWithStripe(world: World, end: number): Promise<void> {
  for (;;) {
    const timer = earliestTimer(world);
    const next = world.simulator.queue.peek();
    if (timer && timer.due <= end && timer.due <= (next?.due ?? end)) {
      world.simulator.at(timer.due, 'timer', timer.what, () => void timer.run());
      await world.runUntil(instant(Math.max(timer.due, world.simulator.now())));
      continue;
    }
    if (!next || next.due > end) break;
    await world.runUntil(instant(next.due));
  }
  await world.runUntil(instant(end));
}

/** What Stripe will do by itself next, for the list of what is pending. */
export const pendingAtStripe = (world: World): { due: number; what: string }[] => {
  const timer = earliestTimer(world);
  return timer ? [{ due: timer.due, what: timer.what }] : [];
};
