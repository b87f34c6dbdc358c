import { handlers, started } from '../world/functions.ts';
import { missingCapability } from './capabilities.ts';
import type { Stage } from './stage.ts';
import type { Of } from './step-schema.ts';

/** Runs a schedule now; it also runs by itself when it is due. */
export async function runSchedule({ world, recorder }: Stage, { schedule, account }: Of<'run'>): Promise<void> {
  const say = (text: string): void => recorder.note(world.simulator.now(), text, account, { schedule });
  const sweep = handlers.sweep;
  if (schedule !== 'sweep' || !sweep) return say(missingCapability(`run ${schedule}`));
  let outcome = 'it did not end';
  await world.invocations.run(
    started('sweep'),
    () => sweep.lambda(world.ports)({}, {}),
    (ending) => {
      outcome = ending.kind === 'returned' ? `looked at ${JSON.stringify(ending.value)}` : `it ${ending.kind}`;
    },
  );
  say(`run sweep: ${outcome}`);
}
