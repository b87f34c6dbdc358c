import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { Clients } from '../../local/stage/clients.ts';
import { parseRecord } from '../../local/stage/dns.ts';
import { openExecutions, openWords } from '../../local/stage/executions.ts';
import { type Reach, readReadiness } from '../../local/stage/readiness.ts';
import { readStack, type Stack, stacksOf } from '../../local/stage/stacks.ts';
import { environmentFile, isDnsOutput, noticeNames, readEnvironment } from '../outputs.ts';
import { type Stage, StageError } from '../stages.ts';
import type { Cdk } from './cdk.ts';
import { refuseSwitchOff } from './held-guard.ts';
import { leftToDo, printed } from './left-to-do.ts';
import { placeOf, requireBootstrap } from './place.ts';

export interface Deployment {
  readonly stage: Stage;
  readonly region: string;
  /** Domains mail is sent from. */
  readonly mailDomains: readonly string[];
  /** What the stage will follow from now on. */
  readonly config: RetentionConfig;
  readonly holdAnyway: boolean;
  readonly clients: Clients;
  readonly reach: Omit<Reach, 'clients'>;
  readonly say: (line: string) => void;
  /** Synthesises and checks. @returns the folder of the templates */
  readonly assemble: () => string;
  readonly cdk: Cdk;
  /** Writes the stage's environment. @returns where */
  readonly write: (text: string) => string;
}

/** From a checked-out commit to a stage that runs it, and what is left for a person then. */
export async function deployStage(deployment: Deployment): Promise<number> {
  const { stage, region, clients, say, cdk, write } = deployment;
  const place = await placeOf(stage, region, clients);
  say(`stage ${stage.name}: account ${place.account}, ${region}, as ${place.user}`);
  await requireBootstrap(clients, place);
  await refuseSwitchOff(deployment, deployment.config);
  const folder = deployment.assemble();
  const code = await cdk(['deploy', '--all', '--app', folder, '--require-approval', 'never', '--progress', 'events']);
  if (code !== 0)
    throw new StageError(
      `cdk deploy ended with code ${code}: the lines above say why; CloudFormation has put back what it had begun`,
    );
  const { data, retention } = await stacksAfter(stage, clients);
  const environment = readEnvironment(retention.outputs);
  say(`wrote ${write(environmentFile(environment))}`);
  const open = await openExecutions(clients.workflows, environment.PAYMENT_RECOVERY_ARN);
  say(`${openWords(open)}, each on the version it began with`);
  await tellRest(deployment, data, retention, environment);
  return 0;
}

async function stacksAfter({ name }: Stage, { cloudFormation }: Clients): Promise<{ data: Stack; retention: Stack }> {
  const names = stacksOf(name);
  const [data, retention] = [
    await readStack(cloudFormation, names.data),
    await readStack(cloudFormation, names.retention),
  ];
  if (data && retention) return { data, retention };
  throw new StageError(
    `the stacks of "${name}" are not there after the deploy: look into CloudFormation in the region above`,
  );
}

async function tellRest(
  { stage, region, mailDomains, clients, reach, say }: Deployment,
  data: Stack,
  { outputs }: Stack,
  environment: ReturnType<typeof readEnvironment>,
): Promise<void> {
  const [webhookUrl = '', consoleUrl = '', alarmMail = ''] = noticeNames.map((name) => outputs[name]);
  const records = [data.outputs, outputs].flatMap((said) =>
    Object.entries(said)
      .filter(([name]) => isDnsOutput(name))
      .map(([, text]) => parseRecord(text)),
  );
  const ready = await readReadiness(
    {
      records,
      domains: mailDomains,
      livemode: stage.livemode,
      webhookUrl,
      secrets: {
        'stripe key': environment.STRIPE_KEY_SECRET,
        'webhook secret': environment.WEBHOOK_SECRET,
        'link keys': environment.LINK_KEYS_SECRET,
        'app keys': environment.APP_KEYS_SECRET,
        'webhook keys': environment.WEBHOOK_KEYS_SECRET,
      },
    },
    { ...reach, clients },
  );
  const about = { stage: stage.name, region, livemode: stage.livemode, webhookUrl, alarmMail };
  for (const line of printed(leftToDo(ready, about))) say(line);
  say(`executions: ${consoleUrl}`);
  say(`then prove it: npm run smoke -- --stage ${stage.name}`);
}
