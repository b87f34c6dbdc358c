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
 * those the functions have: from the environment, or from `.holdfast/<stage>.env`, one NAME=value a line, which you write.
 */
export async function onAws(command: Command, stage: string): Promise<Answer> {
  const file = `.holdfast/${stage}.env`;
  if (existsSync(file)) process.loadEnvFile(file);
  else if (process.env.TABLE_NAME === undefined) {
    throw new OpsError(
      `stage "${stage}" is not known here: write its TABLE_NAME and other names to ${file}, or set them`,
    );
  }
  process.env.STAGE ??= stage;
  if (process.env.STAGE !== stage)
    throw new OpsError(`the environment is of stage "${process.env.STAGE}", not of "${stage}": give the one you mean`);
  const ports = await opsPorts(command);
  const { lines } = await carryOutCommand(command, ports);
  return { lines: [...lines, ...(await whereItStands(command, ports))] };
}

/** The brake and the list need the table and nothing else: they have to work on the day a secret or a queue does not. */
const onlyTable: readonly Command['command'][] = ['attention', 'pause-all', 'resume-all'];

/** Carrying out what a case has pending may touch any of these. */
async function opsPorts({ command }: Command): Promise<Ports> {
  const base = { clock: wallClock, stage: stageOf(), log: errorLog };
  if (onlyTable.includes(command)) return complete(base, table());
  return complete(base, { ...table(), ...policies(), ...queues(), ...bus(), ...workflows(), ...(await stripe()) });
}

/** The answer goes to stdout; what a command logs on its way goes beside it. */
const line = (message: string, fields?: object): void =>
  void process.stderr.write(`${redact(message)} ${JSON.stringify(allowListed({ ...fields }))}\n`);

const errorLog: Log = { info: line, warn: line, error: line };
