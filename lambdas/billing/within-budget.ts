import { Throttled } from '../kernel/failures.ts';
import type { Lane, Ports } from '../kernel/ports.ts';
import { StripeBudget } from './stripe-budget.ts';
import type { Limits, Tokens } from './stripe-budget-rules.ts';

export type WithinBudget = <T>(lane: Lane, need: Tokens, call: () => Promise<T>) => Promise<T>;

/** Takes a call's requests out of the shared budget first, and tells the budget of Stripe's own complaint. */
export function withinBudget(store: Pick<Ports, 'rows' | 'clock'>, limits?: Limits): WithinBudget {
  const budget = new StripeBudget(store, limits);
  return async (lane, need, call) => {
    await budget.take(lane, need);
    const calledAt = store.clock.now();
    try {
      return await call();
    } catch (error) {
      // Best effort: what the caller has to learn is Stripe's refusal, not what became of our note about it.
      if (isOverRate(error)) await budget.slowDown(calledAt).catch(() => undefined);
      throw error;
    }
  };
}

/** A 429 for a locked object (`lock_timeout`) is about that object, not about the rate. */
const isOverRate = (error: unknown): boolean =>
  error instanceof Throttled && error.facts.status === 429 && error.facts.code !== 'lock_timeout';
