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
import { awsClients } from '../aws/clients.ts';
import { namesOf } from '../aws/names-of.ts';
import type { Answer, Command } from './command.ts';
import { carryOutCommand, whereItStands } from './run.ts';

/**
 * Against the deployed stage, with the profile the SDK finds. The names of its table, queues and machines are those the
 * functions have: `local/aws/stage-environment.ts` says where they are looked for.
 */
export async function onAws(command: Command, stage: string): Promise<Answer> {
  Object.assign(process.env, await namesOf(stage, process.env, awsClients));
  const ports = await opsPorts(command);
  const { lines } = await carryOutCommand(command, ports);
  return { lines: [...lines, ...(await whereItStands(command, ports))] };
}

/** The brake and the list need the table and nothing else: they have to work on the day a secret or a queue does not. */
const onlyTable: readonly Command['command'][] = ['attention', 'reconciled', 'pause-all', 'resume-all'];

/** Carrying out what a case has pending may touch any of these. */
export async function opsPorts({ command }: Command): Promise<Ports> {
  const base = { clock: wallClock, stage: stageOf(), log: errorLog };
  if (onlyTable.includes(command)) return complete(base, table());
  if (command === 'replay-webhook') return complete(base, { ...table(), ...queues() });
  return stagePorts();
}

/** Everything a person may need at a stage; its names stand in this process's environment. */
export const stagePorts = async (): Promise<Ports> =>
  complete({ clock: wallClock, stage: stageOf(), log: errorLog }, { ...besideStripe(), ...(await stripe()) });

const besideStripe = () => ({ ...table(), ...policies(), ...queues(), ...bus(), ...workflows() });

/** What follows from an act on a task: rows and mails, never a charge. */
export const taskPorts = (): Ports => complete({ clock: wallClock, stage: stageOf(), log: errorLog }, besideStripe());

/** The answer goes to stdout; what a command logs on its way goes beside it. */
const line = (message: string, fields?: object): void =>
  void process.stderr.write(`${redact(message)} ${JSON.stringify(allowListed({ ...fields }))}\n`);

const errorLog: Log = { info: line, warn: line, error: line };
