import type { Clients } from '../../local/stage/clients.ts';
import { type Open, openExecutions, openWords } from '../../local/stage/executions.ts';
import { readStack, stacksOf } from '../../local/stage/stacks.ts';
import { type Stage, StageError } from '../stages.ts';
import type { Cdk } from './cdk.ts';
import { refuseWhileHeld } from './held-guard.ts';
import { placeOf } from './place.ts';

export interface Destruction {
  readonly stage: Stage;
  readonly region: string;
  readonly clients: Clients;
  readonly say: (line: string) => void;
  /** The name given with `--yes-destroy`, else what a person types when asked. */
  readonly typed: () => Promise<string>;
  readonly assemble: () => string;
  readonly cdk: Cdk;
  readonly forget: () => void;
  readonly holdAnyway: boolean;
}

/** Takes a stage's functions, machines and queues away, and where data is not kept, its table and secrets. */
export async function destroyStage(destruction: Destruction): Promise<number> {
  const { stage, region, clients, say } = destruction;
  const { account, user } = await placeOf(stage, region, clients);
  say(`stage ${stage.name}: account ${account}, ${region}, as ${user}`);
  const names = stacksOf(stage.name);
  const retention = await readStack(clients.cloudFormation, names.retention);
  const machine = retention?.outputs.PaymentRecoveryArn;
  const open = machine ? await openExecutions(clients.workflows, machine) : { count: 0, more: false };
  for (const line of consequences(stage, open)) say(line);
  await refuseWhileHeld(destruction);
  await requireName(destruction);
  const stacks = stage.keepsData ? [names.retention] : [names.retention, names.data];
  const code = await destruction.cdk([
    'destroy',
    ...stacks,
    '--exclusively',
    '--force',
    '--app',
    destruction.assemble(),
  ]);
  if (code !== 0) throw new StageError(`cdk destroy ended with code ${code}: the lines above say what would not go`);
  destruction.forget();
  return 0;
}

export function consequences({ name, keepsData }: Stage, open: Open): readonly string[] {
  const goes = 'functions, state machines, queues with what is in them, alarms, logs, the API and its address';
  const kept = `the table holdfast-${name} (it refuses to be deleted), the secrets and the mail domains`;
  return [
    `dies:     ${goes}${keepsData ? '' : '; the table, the secrets and the mail domains too'}`,
    `survives: ${keepsData ? kept : 'nothing'}`,
    `${openWords(open)}${open.count > 0 ? ': each ends at its next step, and its case stays open until somebody restarts it' : ''}`,
    ...(keepsData ? ['the next deploy makes a new webhook address unless the stage has a domain of its own'] : []),
  ];
}

/** Only where money is real; a slip there cannot be taken back. */
async function requireName({ stage, typed }: Destruction): Promise<void> {
  if (!stage.livemode) return;
  const said = (await typed()).trim();
  if (said !== stage.name)
    throw new StageError(
      `nothing was destroyed: type the stage's name, or pass --yes-destroy ${stage.name}${said === '' ? '' : ` (got "${said}")`}`,
    );
}
