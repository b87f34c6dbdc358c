import { Aws } from 'aws-cdk-lib';
import { type FunctionName, queueVariables } from '../lambdas/registry.ts';
import type { StageName } from './stages.ts';

export const product = 'holdfast';

export type QueueName = keyof typeof queueVariables;

export const queueNames = Object.keys(queueVariables) as readonly QueueName[];

/** One ASL file is one machine. */
export const journeys = ['payment-recovery'] as const;
export type JourneyName = (typeof journeys)[number];

/** Executions start through it, so that each carries the version it began with. */
export const liveAlias = 'live';

export const mailClasses = ['service', 'lifecycle'] as const;

/**
 * Every physical name is known before anything exists: a function may name the machine that calls it, the two stacks need
 * no exports that would tie them together, and a policy can be read without looking anything up.
 */
export function namesOf(stage: StageName) {
  const one = `${product}-${stage}`;
  return {
    table: one,
    bus: one,
    api: one,
    alarms: `${one}-alarms`,
    mailTopic: `${one}-mail-events`,
    undelivered: `${one}-undelivered`,
    schedules: one,
    dashboard: one,
    metrics: `Holdfast/${stage}`,
    function: (name: FunctionName) => `${one}-${name}`,
    machine: (journey: JourneyName) => `${one}-${journey}`,
    queue: (name: QueueName) => `${one}-${name}`,
    deadLetters: (name: QueueName) => `${one}-${name}-dead`,
    configurationSet: (kind: (typeof mailClasses)[number]) => `${one}-${kind}`,
    role: (name: string) => `${one}-${name}`,
    alarm: (id: string) => `${one}-${id}`,
    functionLogs: (name: FunctionName) => `/${product}/${stage}/${name}`,
    // Step Functions needs this prefix, or its resource policies run out of room (facts aws §4).
    machineLogs: (journey: JourneyName) => `/aws/vendedlogs/states/${one}-${journey}`,
    accessLogs: `/${product}/${stage}/access`,
    secrets: {
      stripeKey: `${product}/${stage}/stripe-key`,
      webhook: `${product}/${stage}/stripe-webhook-secret`,
      linkKeys: `${product}/${stage}/link-keys`,
      appKeys: `${product}/${stage}/app-keys`,
      webhookKeys: `${product}/${stage}/webhook-keys`,
    },
  };
}

export type Names = ReturnType<typeof namesOf>;

const arn = (service: string, rest: string): string =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${rest}`;

export function arnsOf(stage: StageName) {
  const names = namesOf(stage);
  const table = arn('dynamodb', `table/${names.table}`);
  return {
    table,
    indexes: ['due', 'list'].map((index) => `${table}/index/${index}`),
    bus: arn('events', `event-bus/${names.bus}`),
    function: (name: FunctionName) => arn('lambda', `function:${names.function(name)}`),
    machine: (journey: JourneyName) => arn('states', `stateMachine:${names.machine(journey)}`),
    liveMachine: (journey: JourneyName) => arn('states', `stateMachine:${names.machine(journey)}:${liveAlias}`),
    executions: (journey: JourneyName) => arn('states', `execution:${names.machine(journey)}:*`),
    queue: (name: QueueName) => arn('sqs', names.queue(name)),
    undelivered: arn('sqs', names.undelivered),
    /** Secrets Manager adds a dash and six characters to a name; `?` stands for exactly one. */
    secret: (name: keyof Names['secrets']) => arn('secretsmanager', `secret:${names.secrets[name]}-??????`),
    identity: (domain: string) => arn('ses', `identity/${domain}`),
    configurationSet: (kind: (typeof mailClasses)[number]) =>
      arn('ses', `configuration-set/${names.configurationSet(kind)}`),
    logStreams: (group: string) => arn('logs', `log-group:${group}:*`),
    alarms: arn('sns', names.alarms),
    queueUrl: (name: QueueName) => `https://sqs.${Aws.REGION}.${Aws.URL_SUFFIX}/${Aws.ACCOUNT_ID}/${names.queue(name)}`,
  };
}

export type Arns = ReturnType<typeof arnsOf>;
