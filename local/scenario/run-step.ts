import type { FunctionName } from '../../lambdas/registry.ts';
import { handlers, started } from '../world/functions.ts';
import { reconcileNow } from '../world/reconcile.ts';
import { missingCapability } from './capabilities.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

/** The functions behind the schedules that are one call. */
const runs: Readonly<Partial<Record<Of<'run'>['schedule'], FunctionName>>> = {
  sweep: 'sweep',
  'card-scan': 'card-scan',
};

/** Runs a schedule now; it also runs by itself when it is due. */
export async function runSchedule(stage: Stage, { schedule, account }: Of<'run'>): Promise<void> {
  const { world, recorder } = stage;
  const say = (text: string): void => recorder.note(world.simulator.now(), text, account, { schedule });
  const name = runs[schedule];
  if (name) return say(`run ${schedule}: ${await runNow(name, stage)}`);
  if (schedule !== 'reconcile') return say(missingCapability(`run ${schedule}`));
  const { looked, repaired, failed } = await reconcileNow(world, 'the story', account);
  say(`run reconcile: looked at ${looked}, repaired ${repaired}, failed ${failed}`);
}

async function runNow(name: FunctionName, { world }: Stage): Promise<string> {
  let outcome = 'it did not end';
  await world.invocations.run(
    started(name),
    async () => handlers[name]?.lambda(world.ports)({}, {}),
    (ending) => {
      outcome = ending.kind === 'returned' ? `looked at ${JSON.stringify(ending.value)}` : `it ${ending.kind}`;
    },
  );
  return outcome;
}
