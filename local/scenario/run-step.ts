import type { FunctionName } from '../../lambdas/registry.ts';
import { handlers, started } from '../world/functions.ts';
import { missingCapability } from './capabilities.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

/** The functions behind the schedules that are built. */
const runs: Readonly<Partial<Record<Of<'run'>['schedule'], FunctionName>>> = {
  sweep: 'sweep',
  'card-scan': 'card-scan',
};

/** Runs a schedule now; it also runs by itself when it is due. */
export async function runSchedule({ world, recorder }: Stage, { schedule, account }: Of<'run'>): Promise<void> {
  const say = (text: string): void => recorder.note(world.simulator.now(), text, account, { schedule });
  const name = runs[schedule];
  const handler = name && handlers[name];
  if (!handler) return say(missingCapability(`run ${schedule}`));
  let outcome = 'it did not end';
  await world.invocations.run(
    started(name),
    () => handler.lambda(world.ports)({}, {}),
    (ending) => {
      outcome = ending.kind === 'returned' ? `looked at ${JSON.stringify(ending.value)}` : `it ${ending.kind}`;
    },
  );
  say(`run ${schedule}: ${outcome}`);
}
