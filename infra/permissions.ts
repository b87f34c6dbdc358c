import { type FunctionName, functions, type Touch } from '../lambdas/registry.ts';
import { type Arns, journeys, mailClasses, type Names, type QueueName } from './names.ts';

export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Senders {
  readonly domains: readonly string[];
  readonly addresses: readonly string[];
}

interface Row {
  readonly touches: readonly Touch[];
  readonly sends: readonly QueueName[];
  readonly receives?: QueueName;
}

export const rowOf = (name: FunctionName): Row => functions[name];

/** What a touch of the registry allows, and nothing beside it. */
const ofTouch: Readonly<Record<Touch, (arns: Arns, senders: Senders) => readonly Permission[]>> = {
  table: (arns) => [
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
      resources: [arns.table],
    },
    { actions: ['dynamodb:Query'], resources: arns.indexes },
  ],
  stripe: (arns) => [{ actions: ['secretsmanager:GetSecretValue'], resources: [arns.secret('stripeKey')] }],
  bus: (arns) => [{ actions: ['events:PutEvents'], resources: [arns.bus] }],
  // IAM knows the machine, not its alias, and answers to tokens of a machine by its ARN (facts aws §4, proven by the smoke test).
  workflows: (arns) => [
    { actions: ['states:StartExecution', 'states:SendTaskSuccess'], resources: journeys.map(arns.machine) },
  ],
  'executions-read': (arns) => [{ actions: ['states:DescribeExecution'], resources: journeys.map(arns.executions) }],
  'executions-stop': (arns) => [{ actions: ['states:StopExecution'], resources: journeys.map(arns.executions) }],
  mail: (arns, senders) => [
    {
      actions: ['ses:SendEmail'],
      resources: [...senders.domains.map(arns.identity), ...mailClasses.map(arns.configurationSet)],
      conditions: { StringEquals: { 'ses:FromAddress': senders.addresses } },
    },
  ],
  links: (arns) => [{ actions: ['secretsmanager:GetSecretValue'], resources: [arns.secret('linkKeys')] }],
  'app-keys': (arns) => [{ actions: ['secretsmanager:GetSecretValue'], resources: [arns.secret('appKeys')] }],
  'webhook-keys': (arns) => [{ actions: ['secretsmanager:GetSecretValue'], resources: [arns.secret('webhookKeys')] }],
  'webhook-secrets': (arns) => [{ actions: ['secretsmanager:GetSecretValue'], resources: [arns.secret('webhook')] }],
};

/** Everything one function may do: its log, its trace, its touches, the queue that starts it, the queues it writes to. */
export function permissionsOf(name: FunctionName, names: Names, arns: Arns, senders: Senders): readonly Permission[] {
  const { touches, sends, receives } = rowOf(name);
  return [
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [arns.logStreams(names.functionLogs(name))] },
    { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
    ...touches.flatMap((touch) => ofTouch[touch](arns, senders)),
    ...(receives ? [receiving(arns.queue(receives))] : []),
    ...(sends.length > 0 ? [{ actions: ['sqs:SendMessage'], resources: sends.map(arns.queue) }] : []),
  ];
}

const receiving = (queue: string): Permission => ({
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
  resources: [queue],
});
