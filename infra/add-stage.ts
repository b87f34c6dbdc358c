import { type App, Tags } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { resolveConfig } from '../lambdas/kernel/config/index.ts';
import type { FunctionName } from '../lambdas/registry.ts';
import input from '../retention.config.ts';
import { DataStack } from './data-stack.ts';
import { product } from './names.ts';
import { RetentionStack } from './retention-stack.ts';
import type { Stage } from './stages.ts';

export type CodeOf = (name: FunctionName) => Code;

export const stackNames = (stage: string) => ({ data: `${product}-${stage}-data`, retention: `${product}-${stage}` });

/** Tags of a dashboard are so new that not every region knows them. */
const untagged = { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] };

/** A stage is two stacks: what must survive, and what may be replaced. */
export function addStage(app: App, stage: Stage, codeOf: CodeOf): { data: DataStack; retention: RetentionStack } {
  const config = resolveConfig(input);
  const addresses = [config.senders.service.address, config.senders.lifecycle.address];
  const domains = [...new Set(addresses.map((address) => address.slice(address.indexOf('@') + 1)))];
  const alarmMail = stage.own.alarmMail ?? config.people.operations ?? config.people.founder;
  const env = {
    ...(stage.own.account ? { account: stage.own.account } : {}),
    ...(stage.own.region ? { region: stage.own.region } : {}),
  };
  const names = stackNames(stage.name);
  const data = new DataStack(app, names.data, {
    env,
    stage,
    mailDomains: domains,
    reportsTo: alarmMail,
    description: `Holdfast ${stage.name}: the table, the secrets and the mail domains`,
  });
  const retention = new RetentionStack(app, names.retention, {
    env,
    stage,
    codeOf,
    alarmMail,
    tellsEndpoints: config.webhooks.some(({ livemode }) => livemode === stage.livemode),
    senders: { domains, addresses: [...new Set(addresses)] },
    description: `Holdfast ${stage.name}: functions, journeys, queues and alarms; everything here may be replaced`,
  });
  retention.addStackDependency(data);
  for (const stack of [data, retention]) {
    Tags.of(stack).add('product', product, untagged);
    Tags.of(stack).add('stage', stage.name, untagged);
  }
  return { data, retention };
}
