import { resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import { type FunctionName, functions } from '../../../lambdas/registry.ts';
import type { Answer, Reaches } from '../../../local/smoke/smoke.ts';
import type { StripeActor } from '../../../local/smoke/stripe-customer.ts';
import type { Clients } from '../../../local/stage/clients.ts';
import { webhookSecret } from '../../../local/world/names.ts';
import type { WorldOptions } from '../../../local/world/options.ts';
import { World } from '../../../local/world/world.ts';
import input from '../../../retention.config.ts';

type Command = { readonly input: Readonly<Record<string, unknown>> };
type Run = () => Promise<unknown>;

/** Stands before one command: what AWS would answer if something about the stage were wrong. */
export type Tamper = Readonly<Record<string, (input: Command['input'], run: Run) => Promise<unknown>>>;

export interface Wrong {
  readonly tamper?: Tamper;
  readonly post?: (run: () => Promise<Answer>) => Promise<Answer>;
  readonly world?: WorldOptions;
  readonly livemode?: boolean;
  readonly secrets?: Readonly<Record<string, string>>;
}

const machine = 'arn:aws:states:local:000000000000:stateMachine:payment-recovery';

export const environment = {
  STAGE: 'dev',
  LIVEMODE: 'false',
  TABLE_NAME: 'holdfast',
  BUS_NAME: 'holdfast',
  PAYMENT_RECOVERY_ARN: `${machine}:live`,
  STRIPE_KEY_SECRET: 'holdfast/dev/stripe-key',
  WEBHOOK_SECRET: 'holdfast/dev/stripe-webhook-secret',
  LINK_KEYS_SECRET: 'holdfast/dev/link-keys',
  APP_KEYS_SECRET: 'holdfast/dev/app-keys',
  WEBHOOK_KEYS_SECRET: 'holdfast/dev/webhook-keys',
  BASE_URL: 'https://hooks.test',
  BILLING_EVENTS_QUEUE_URL: 'billing-events',
  OUTBOX_QUEUE_URL: 'outbox',
  EXECUTION_EVENTS_QUEUE_URL: 'execution-events',
  MAIL_EVENTS_QUEUE_URL: 'mail-events',
  WEBHOOKS_OUT_QUEUE_URL: 'webhooks-out',
} as const;

const secretTexts: Readonly<Record<string, string>> = {
  [environment.STRIPE_KEY_SECRET]: 'sk_test_smoke',
  [environment.WEBHOOK_SECRET]: webhookSecret,
  [environment.LINK_KEYS_SECRET]: JSON.stringify([{ id: 'first', secret: 'x'.repeat(48) }]),
  [environment.APP_KEYS_SECRET]: JSON.stringify([{ id: 'first', secret: 'y'.repeat(48) }]),
  [environment.WEBHOOK_KEYS_SECRET]: JSON.stringify({ default: 'z'.repeat(48) }),
};

/** The local world as if it were deployed: what the smoke test asks of AWS is answered by what the world really did. */
export async function worldStage(wrong: Wrong = {}): Promise<Reaches> {
  const config = resolveConfig(input);
  const world = await World.create(parseInstant('2026-11-24T09:00:00Z'), config, wrong.world);
  const now = () => world.simulator.now();
  const post = async (_url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> => {
    const answer = await world.deliver(body, headers['stripe-signature'] ?? '');
    return { status: answer.statusCode, body: answer.body };
  };
  return {
    stage: 'dev',
    livemode: wrong.livemode ?? false,
    environment: { ...environment, LIVEMODE: String(wrong.livemode ?? false) },
    clients: clientsOf(world, wrong),
    config,
    id: 'ab12',
    now,
    sleep: (milliseconds) => world.runUntil(instant(now() + milliseconds)),
    post: (...request) => (wrong.post ? wrong.post(() => post(...request)) : post(...request)),
    stripe: async () => actorAt(world),
  };
}

/** What Stripe's test mode does with the real actor's requests. */
function actorAt({ stripe }: World): StripeActor {
  const eventOf = (type: string): string => {
    return JSON.stringify(events(stripe).findLast((event) => event.type === type));
  };
  return {
    async fail(account) {
      stripe.addCustomer({
        id: 'cus_smoke',
        email: 'success@simulator.amazonses.com',
        metadata: { account_id: account },
      });
      const card = { id: 'pm_smoke', brand: 'visa', fingerprint: 'fp_smoke', charges: ['generic_decline'] } as const;
      stripe.addCard('cus_smoke', card, { default: true, silent: true });
      stripe.addSubscription({ id: 'sub_smoke', customer: 'cus_smoke', plan: 'team', amount: 500, currency: 'usd' });
      const invoice = stripe.renew({ subscription: 'sub_smoke' })?.id ?? '';
      return { customer: 'cus_smoke', subscription: 'sub_smoke', invoice, event: eventOf('invoice.payment_failed') };
    },
    async settle({ invoice }) {
      stripe.customerPays(invoice);
      return eventOf('invoice.paid');
    },
    async remove() {
      stripe.cancelSubscription('sub_smoke', { when: 'now' });
    },
  };
}

const events = (stripe: World['stripe']): { readonly type: string }[] => {
  const stored: unknown = Object(stripe.toJSON()).events;
  return (Array.isArray(stored) ? stored : Object.values(Object(stored))).map((one: unknown) =>
    Array.isArray(one) ? one[1] : one,
  );
};

function clientsOf(world: World, { tamper = {}, secrets = {} }: Wrong): Clients {
  const sender = (answer: (name: string, command: Command) => Promise<unknown>) => ({
    send(command: object): Promise<unknown> {
      const name = command.constructor.name;
      const known = command as Command;
      const run = () => answer(name, known);
      return tamper[name]?.(known.input, run) ?? run();
    },
  });
  const unknown = (name: string): never => {
    throw new TypeError(`nothing here answers ${name}`);
  };
  return {
    sts: sender(async () => ({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:user/ines' })),
    dynamodb: sender(async (name, command) =>
      name === 'DescribeTableCommand' || name === 'DescribeContinuousBackupsCommand'
        ? tableFacts
        : world.table.send(command as never),
    ),
    workflows: sender((name, command) => workflows(world, name, command)),
    queues: sender((name, command) => queues(world, name, command)),
    secrets: sender(async (name, { input: { SecretId } }) => {
      if (name === 'GetResourcePolicyCommand') return {};
      return { SecretString: { ...secretTexts, ...secrets }[String(SecretId)] };
    }),
    ses: sender((name, command) => ses(world, name, command)),
    cloudFormation: sender(async (name, { input: { LogicalResourceId } }) => {
      if (name === 'ListStackResourcesCommand') return { StackResourceSummaries: roles };
      if (name === 'DetectStackResourceDriftCommand')
        return { StackResourceDrift: { ActualProperties: JSON.stringify(roleOf(String(LogicalResourceId))) } };
      return unknown(name);
    }),
  };
}

const tableFacts = {
  Table: {
    TableStatus: 'ACTIVE',
    DeletionProtectionEnabled: true,
    GlobalSecondaryIndexes: ['due', 'list'].map((IndexName) => ({ IndexName, IndexStatus: 'ACTIVE' })),
  },
  ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
};

/** The alias is AWS's: the local Step Functions knows the machine alone. */
async function workflows(world: World, name: string, command: Command): Promise<unknown> {
  const bare = (value: unknown) => String(value).replace(/:live$/, '');
  const execution = world.workflows.executions.get(String(command.input.executionArn));
  if (name === 'GetExecutionHistoryCommand') return { events: execution?.history ?? [] };
  if (name === 'StartExecutionCommand') {
    const given = { ...command.input, stateMachineArn: bare(command.input.stateMachineArn) };
    return world.workflows.start(given as never);
  }
  const answer = await world.workflows.send(command);
  if (name !== 'DescribeExecutionCommand') return answer;
  return { ...answer, stateMachineAliasArn: `${machine}:live`, stateMachineVersionArn: `${machine}:7` };
}

async function queues(world: World, name: string, command: Command): Promise<unknown> {
  const { QueueUrl } = command.input;
  const dead = 'billing-events-dead';
  if (name === 'GetQueueAttributesCommand')
    return {
      Attributes:
        QueueUrl === dead
          ? { ApproximateNumberOfMessages: String(world.queues.deadLetters.length) }
          : {
              QueueArn: 'arn:aws:sqs:local:000000000000:billing-events',
              RedrivePolicy: JSON.stringify({
                deadLetterTargetArn: `arn:aws:sqs:local:000000000000:${dead}`,
                maxReceiveCount: 8,
              }),
            },
    };
  if (name === 'StartMessageMoveTaskCommand') {
    for (const { body } of world.queues.deadLetters.splice(0)) await sendTo(world, 'billing-events', body);
    return { TaskHandle: 'moving' };
  }
  if (QueueUrl !== dead) return world.queues.send(command);
  const body = String(command.input.MessageBody);
  world.queues.deadLetters.push({ id: 'dead', queue: 'billing-events', body, receives: 8, flying: 0 });
  return {};
}

async function sendTo(world: World, queue: string, body: string): Promise<unknown> {
  class SendMessageCommand {
    readonly input = { QueueUrl: queue, MessageBody: body };
  }
  return world.queues.send(new SendMessageCommand());
}

async function ses(world: World, name: string, command: Command): Promise<unknown> {
  switch (name) {
    case 'GetAccountCommand':
      return {
        ProductionAccessEnabled: true,
        SendingEnabled: true,
        SendQuota: { MaxSendRate: 14, Max24HourSend: 50_000 },
      };
    case 'GetEmailIdentityCommand':
      return { DkimAttributes: { Status: 'SUCCESS' }, MailFromAttributes: { MailFromDomainStatus: 'SUCCESS' } };
    case 'GetConfigurationSetEventDestinationsCommand':
      return { EventDestinations: [{ Enabled: true, MatchingEventTypes: ['SEND', 'REJECT', 'BOUNCE', 'COMPLAINT'] }] };
    default: {
      const { MessageId } = await world.mailbox.send(command);
      const to = String(Object(command.input.Destination).ToAddresses);
      if (to.startsWith('bounce+')) world.mailbox.bounce(MessageId);
      return { MessageId };
    }
  }
}

const names = Object.keys(functions) as FunctionName[];

const roles: readonly { LogicalResourceId: string; PhysicalResourceId: string; ResourceType: string }[] = [
  ...names.map((name) => ({
    LogicalResourceId: name,
    PhysicalResourceId: `holdfast-dev-${name}`,
    ResourceType: 'AWS::IAM::Role',
  })),
  { LogicalResourceId: 'Queue', PhysicalResourceId: 'holdfast-dev-outbox', ResourceType: 'AWS::SQS::Queue' },
];

const opens = {
  stripe: 'stripe-key',
  'webhook-secrets': 'stripe-webhook-secret',
  links: 'link-keys',
  'app-keys': 'app-keys',
  'webhook-keys': 'webhook-keys',
} as const;

/** As IAM answers: one action as a text, several as a list. */
function roleOf(name: string): object {
  const { touches }: { readonly touches: readonly string[] } = functions[name as FunctionName];
  const read = Object.entries(opens)
    .filter(([touch]) => touches.includes(touch))
    .map(([, secret]) => ({
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: `arn:aws:secretsmanager:eu-west-1:000000000000:secret:holdfast/dev/${secret}-??????`,
    }));
  const logs = {
    Effect: 'Allow',
    Action: ['logs:PutLogEvents', 'logs:CreateLogStream'],
    Resource: ['arn:aws:logs:::*'],
  };
  return { Policies: [{ PolicyName: 'exactly', PolicyDocument: { Statement: [logs, ...read] } }] };
}
