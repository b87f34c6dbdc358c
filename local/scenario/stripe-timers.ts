import { instant } from '../../lambdas/kernel/instant.ts';
import { nextTimer } from '../world/stripe-timers.ts';
import type { World } from '../world/world.ts';

export const runWithStripe = (world: World, end: number): Promise<void> => world.runUntil(instant(end));

/** What Stripe will do by itself next, for the list of what is pending. */
export const pendingAtStripe = (world: World): { due: number; what: string }[] => {
  const timer = nextTimer(world.stripe);
  return timer ? [{ due: timer.due, what: timer.what }] : [];
};
