import { existsSync } from 'node:fs';
import { complete, stage as stageOf } from '../../lambdas/compose/base.ts';
import { bus } from '../../lambdas/compose/bus.ts';
import { wallClock } from '../../lambdas/compose/clock.ts';
import { policies } from '../../lambdas/compose/policies.ts';
import { queues } from '../../lambdas/compose/queues.ts';
import { stripe } from '../../lambdas/compose/stripe.ts';
import { table } from '../../lambdas/compose/table.ts';
import { workflows } from '../../lambdas/compose/workflows.ts';
import { allowListed, type Log, redact } from '../../lambdas/kernel/log.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { type Answer, type Command, OpsError } from './command.ts';
import { carryOutCommand, whereItStands } from './run.ts';

/**
 * Against the deployed stage, with the region and profile the SDK finds. The names of its table, queues and machines are
 * those the functions have: from the environment, or from `.holdfast/<stage>.env` where the deploy leaves them.
 */
export async function onAws(command: Command, stage: string): Promise<Answer> {
  const file = `.holdfast/${stage}.env`;
  if (existsSync(file)) process.loadEnvFile(file);
  else if (process.env.TABLE_NAME === undefined)
    throw new OpsError(
      `stage "${stage}" is not known here: ${file}, where its deploy leaves its names, does not exist`,
    );
  process.env.STAGE ??= stage;
  if (process.env.STAGE !== stage)
    throw new OpsError(`the environment is of stage "${process.env.STAGE}", not of "${stage}": give the one you mean`);
  const ports = await opsPorts();
  const { lines } = await carryOutCommand(command, ports);
  return { lines: [...lines, ...(await whereItStands(command, ports))] };
}

/** Lists nothing that a command does not need: carrying out what a case has pending may touch any of these. */
async function opsPorts(): Promise<Ports> {
  const base = { clock: wallClock, stage: stageOf(), log: errorLog };
  return complete(base, { ...table(), ...policies(), ...queues(), ...bus(), ...workflows(), ...(await stripe()) });
}

/** The answer goes to stdout; what a command logs on its way goes beside it. */
const line = (message: string, fields?: object): void =>
  void process.stderr.write(`${redact(message)} ${JSON.stringify(allowListed({ ...fields }))}\n`);

const errorLog: Log = { info: line, warn: line, error: line };
