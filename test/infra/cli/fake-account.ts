import { stageOf } from '../../../infra/stages.ts';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import type { Clients } from '../../../local/stage/clients.ts';
import example from '../../../retention.config.ts';

export type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>>;

const named = (name: string, message = name): Error => Object.assign(new Error(message), { name });
export const refused = (name: string, message?: string) => (): never => {
  throw named(name, message);
};

export const gone = (stack: unknown) => named('ValidationError', `Stack with id ${String(stack)} does not exist`);

export const outputs: Readonly<Record<string, string>> = {
  Stage: 'dev',
  Livemode: 'false',
  TableName: 'holdfast-dev',
  BusName: 'holdfast-dev',
  PaymentRecoveryArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:holdfast-dev-payment-recovery:live',
  StripeKeySecret: 'holdfast/dev/stripe-key',
  WebhookSecret: 'holdfast/dev/stripe-webhook-secret',
  LinkKeysSecret: 'holdfast/dev/link-keys',
  AppKeysSecret: 'holdfast/dev/app-keys',
  WebhookKeysSecret: 'holdfast/dev/webhook-keys',
  BaseUrl: 'https://api.test',
  BillingEventsQueueUrl: 'https://sqs.test/1/billing-events',
  OutboxQueueUrl: 'https://sqs.test/1/outbox',
  ExecutionEventsQueueUrl: 'https://sqs.test/1/execution-events',
  MailEventsQueueUrl: 'https://sqs.test/1/mail-events',
  WebhooksOutQueueUrl: 'https://sqs.test/1/webhooks-out',
  WebhookUrl: 'https://api.test/webhooks/stripe',
  ConsoleUrl: 'https://console.test/states',
  AlarmMail: 'ops@northwind.test',
};

const dns = {
  Dns1: 'CNAME a._domainkey.northwind.test a.dkim.amazonses.com',
  Dns2: 'MX bounce.northwind.test 10 feedback-smtp.eu-west-1.amazonses.com',
  Dns3: 'TXT _dmarc.northwind.test "v=DMARC1; p=none; rua=mailto:ops@northwind.test"',
};

const stack = (said: Readonly<Record<string, string>>) => ({
  StackStatus: 'CREATE_COMPLETE',
  Outputs: Object.entries(said).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});

const stacks: Readonly<Record<string, ReturnType<typeof stack>>> = {
  CDKToolkit: stack({ BootstrapVersion: '28' }),
  'holdfast-dev': stack(outputs),
  'holdfast-dev-data': stack(dns),
};

const usual: Answers = {
  GetCallerIdentityCommand: () => ({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/ines' }),
  DescribeStacksCommand: ({ StackName }) => {
    const found = stacks[String(StackName)];
    if (!found) throw gone(StackName);
    return { Stacks: [found] };
  },
  QueryCommand: () => ({ Items: [] }),
  GetCommand: () => ({}),
  ListExecutionsCommand: () => ({ executions: [{}, {}] }),
  GetEmailIdentityCommand: () => ({
    DkimAttributes: { Status: 'PENDING' },
    MailFromAttributes: { MailFromDomainStatus: 'PENDING' },
  }),
  GetAccountCommand: () => ({ SendingEnabled: true, SendQuota: { Max24HourSend: 200, MaxSendRate: 1 } }),
  // What CloudFormation makes until a person has put the right text in.
  GetSecretValueCommand: ({ SecretId }) => ({
    SecretString: String(SecretId).endsWith('webhook-keys')
      ? JSON.stringify({ default: 'x'.repeat(48) })
      : /(link|app)-keys$/.test(String(SecretId))
        ? JSON.stringify({ id: 'first', secret: 'x'.repeat(48) })
        : 'x'.repeat(48),
  }),
};

/** An account with the stage dev in it, freshly deployed; `other` answers what differs. */
export function account(other: Answers = {}): Clients {
  const answers = { ...usual, ...other };
  const client = {
    send: async (command: object) => {
      const { input = {} }: { input?: Readonly<Record<string, unknown>> } = Object(command);
      const answer = answers[command.constructor.name];
      if (!answer) throw new TypeError(`nothing answers ${command.constructor.name}`);
      return answer(input);
    },
  };
  return {
    sts: client,
    cloudFormation: client,
    ses: client,
    secrets: client,
    dynamodb: client,
    workflows: client,
    queues: client,
  };
}

/** The configuration a stage would follow: recovery acts, or only watches. */
export const configIn = (mode: 'live' | 'observe') => resolveConfig(mergeConfig(example, { mode: { default: mode } }));

/** A table with one live recovery in it, which holds one invoice. */
export const holding: Answers = {
  QueryCommand: (input) => ({ Items: JSON.stringify(input).includes('"case:payment-recovery#0"') ? [held] : [] }),
};

const at = '2026-11-10T15:00:00.000Z';
const held = {
  pk: 'A#acme',
  sk: 'CASE#payment-recovery#sub_acme',
  entity: 'case',
  account: 'acme',
  journey: 'payment-recovery',
  subject: 'sub_acme',
  run: 1,
  status: 'open',
  stage: 'retrying',
  policy: 'hash',
  mode: 'live',
  openedAt: at,
  news: 1,
  answered: 1,
  version: 3,
  applied: [],
  log: [],
  pending: [],
  settled: [],
  data: {
    customer: 'cus_acme',
    subscription: 'sub_acme',
    lead: 'in_1',
    firstFailureAt: at,
    taken: { in_1: { at, amount: { amount: 4900, currency: 'usd' } } },
    knownCards: [],
    hardCards: [],
    results: {},
    spent: {},
    banner: false,
    mails: [],
  },
};

export const dev = stageOf('dev');
export const place = { account: '111122223333', region: 'eu-west-1' };
export const prod = stageOf('prod', place);
