import { after } from '../../lambdas/kernel/instant.ts';
import { reconcile } from '../../lambdas/reconcile/reconcile.ts';
import { begin, type Run, runKey, runSchema } from '../../lambdas/reconcile/run-row.ts';
import { started } from './functions.ts';
import type { World } from './world.ts';

/** Lets a second of this world pass. */
export const aSecondOf = (world: World) => (): Promise<void> =>
  world.runUntil(after(world.simulator.now(), { seconds: 1 }));

/** One call of it here: time stands still while it works, so its end is the end of what Stripe's budget allows in a second. */
const patience = { seconds: 220 } as const;

/** More calls than any honest run needs. */
const mostCalls = 5_000;

/**
 * The reconciler from its beginning to its end, as the minutes of a night would call it: a second passes between two
 * calls, since the budget of Stripe's requests is one of seconds.
 */
export async function reconcileNow(world: World, by: string, account?: string): Promise<Run> {
  const { startedAt } = await begin(by, account, world.ports);
  for (let call = 0; call < mostCalls; call += 1) {
    await world.invocations.run(
      started('reconciler'),
      () => reconcile(startedAt, patience, world.ports),
      () => undefined,
    );
    const run = runSchema.parse(await world.ports.rows.get(runKey(startedAt)));
    if (run.endedAt !== undefined) return run;
    await aSecondOf(world)();
  }
  throw new Error(`the reconciler did not come to its end in ${mostCalls} calls: look at the run ${startedAt}`);
}
