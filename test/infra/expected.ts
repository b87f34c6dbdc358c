/** What the prod stage may do and is made of, written down by hand: nothing here is derived from the code of the stack. */

const rows = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map(
  (action) => `dynamodb:${action} on dynamodb table/holdfast-prod`,
);
const table = [
  ...rows,
  'dynamodb:Query on dynamodb table/holdfast-prod/index/due',
  'dynamodb:Query on dynamodb table/holdfast-prod/index/list',
];
const traces = ['xray:PutTraceSegments on *', 'xray:PutTelemetryRecords on *'];
const lines = (name: string) =>
  ['CreateLogStream', 'PutLogEvents'].map((one) => `logs:${one} on logs log-group:/holdfast/prod/${name}:*`);
const receive = (queue: string) =>
  ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'].map(
    (one) => `sqs:${one} on sqs holdfast-prod-${queue}`,
  );
const send = (queue: string) => `sqs:SendMessage on sqs holdfast-prod-${queue}`;
const secret = (name: string) => `secretsmanager:GetSecretValue on secretsmanager secret:holdfast/prod/${name}-??????`;
const bus = 'events:PutEvents on events event-bus/holdfast-prod';
const machine = 'states stateMachine:holdfast-prod-payment-recovery';
const journeys = [`states:StartExecution on ${machine}`, `states:SendTaskSuccess on ${machine}`];
const execution = 'states execution:holdfast-prod-payment-recovery:*';
const from = 'if StringEquals ses:FromAddress billing@northwind.test,sam@hello.northwind.test';
const call = (name: string) => `lambda:InvokeFunction on lambda function:holdfast-prod-${name}`;

/** Role by role, every action on every resource. */
export const permissions: Readonly<Record<string, readonly string[]>> = {
  'recovery-step': [
    ...lines('recovery-step'),
    ...traces,
    ...table,
    secret('stripe-key'),
    bus,
    ...journeys,
    send('outbox'),
  ],
  'case-attention': [...lines('case-attention'), ...traces, ...table, bus],
  'billing-events': [
    ...lines('billing-events'),
    ...traces,
    ...table,
    secret('stripe-key'),
    bus,
    ...journeys,
    `states:StopExecution on ${execution}`,
    ...receive('billing-events'),
    send('outbox'),
  ],
  'stripe-webhook': [...lines('stripe-webhook'), ...traces, secret('stripe-webhook-secret'), send('billing-events')],
  dispatcher: [
    ...lines('dispatcher'),
    ...traces,
    ...table,
    secret('stripe-key'),
    bus,
    ...[
      'ses identity/northwind.test',
      'ses identity/hello.northwind.test',
      'ses configuration-set/holdfast-prod-service',
      'ses configuration-set/holdfast-prod-lifecycle',
    ].map((one) => `ses:SendEmail on ${one} ${from}`),
    secret('link-keys'),
    ...receive('outbox'),
    send('outbox'),
  ],
  sweep: [
    ...lines('sweep'),
    ...traces,
    ...table,
    secret('stripe-key'),
    bus,
    ...journeys,
    `states:DescribeExecution on ${execution}`,
    send('outbox'),
    send('webhooks-out'),
  ],
  'card-scan': [...lines('card-scan'), ...traces, ...table, secret('stripe-key'), bus, send('outbox')],
  reconciler: [
    ...lines('reconciler'),
    ...traces,
    ...table,
    secret('stripe-key'),
    bus,
    ...journeys,
    `states:DescribeExecution on ${execution}`,
    `states:StopExecution on ${execution}`,
    send('outbox'),
  ],
  'execution-events': [...lines('execution-events'), ...traces, ...table, bus, ...receive('execution-events')],
  'mail-events': [...lines('mail-events'), ...traces, ...table, ...receive('mail-events')],
  pages: [
    ...lines('pages'),
    ...traces,
    ...table,
    secret('link-keys'),
    secret('stripe-key'),
    bus,
    ...journeys,
    send('outbox'),
  ],
  app: [...lines('app'), ...traces, ...table, secret('link-keys'), secret('app-keys')],
  'webhooks-out': [
    ...lines('webhooks-out'),
    ...traces,
    ...table,
    bus,
    secret('webhook-keys'),
    ...receive('webhooks-out'),
    send('webhooks-out'),
  ],
  'payment-recovery': [
    call('recovery-step'),
    call('case-attention'),
    'dynamodb:UpdateItem on dynamodb table/holdfast-prod',
    ...[
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ].map((action) => `${action} on *`),
    ...traces,
  ],
  schedules: [call('sweep'), call('card-scan'), call('reconciler'), send('undelivered')],
};

/** Who may take on each role. */
export const principals: Readonly<Record<string, string>> = {
  'payment-recovery': 'states.amazonaws.com',
  schedules: 'scheduler.amazonaws.com',
};

const toUndelivered = ['Alerts', 'ExecutionStatus', 'Webhooks'].map((rule) => `events.amazonaws.com from rule ${rule}`);

/** Who may put something into a queue or a topic from outside; each of them takes TLS only. */
export const guests: Readonly<Record<string, readonly string[]>> = {
  'holdfast-prod-billing-events': [],
  'holdfast-prod-billing-events-dead': [],
  'holdfast-prod-outbox': [],
  'holdfast-prod-outbox-dead': [],
  'holdfast-prod-execution-events': ['events.amazonaws.com from rule ExecutionStatus'],
  'holdfast-prod-execution-events-dead': [],
  'holdfast-prod-mail-events': ['sns.amazonaws.com from holdfast-prod-mail-events'],
  'holdfast-prod-mail-events-dead': [],
  'holdfast-prod-webhooks-out': ['events.amazonaws.com from rule Webhooks'],
  'holdfast-prod-webhooks-out-dead': [],
  'holdfast-prod-undelivered': [...toUndelivered, 'sns.amazonaws.com from holdfast-prod-mail-events'],
  'topic holdfast-prod-mail-events': ['ses.amazonaws.com from this account'],
  'topic holdfast-prod-alarms': ['cloudwatch.amazonaws.com from this account', 'events.amazonaws.com from rule Alerts'],
};

/** Queue, function, messages a call, calls at once. */
export const sources = [
  'holdfast-prod-billing-events → holdfast-prod-billing-events, 5 a call, 9 at once, failures one by one',
  'holdfast-prod-outbox → holdfast-prod-dispatcher, 5 a call, 4 at once, failures one by one',
  'holdfast-prod-execution-events → holdfast-prod-execution-events, 10 a call, 2 at once, failures one by one',
  'holdfast-prod-mail-events → holdfast-prod-mail-events, 10 a call, 4 at once, failures one by one',
  'holdfast-prod-webhooks-out → holdfast-prod-webhooks-out, 1 a call, 4 at once, failures one by one',
];

export const routes = [
  'POST /webhooks/stripe → holdfast-prod-stripe-webhook, 200 a second, 400 at once',
  'GET /p/{purpose}/{token} → holdfast-prod-pages, 20 a second, 40 at once',
  'POST /p/{purpose}/{token} → holdfast-prod-pages, 20 a second, 40 at once',
  'GET /banner → holdfast-prod-app, 50 a second, 100 at once',
  'OPTIONS /banner → holdfast-prod-app, 50 a second, 100 at once',
  'GET /banner.js → holdfast-prod-app, 50 a second, 100 at once',
  'GET /v1/access → holdfast-prod-app, 50 a second, 100 at once',
  'OPTIONS /v1/access → holdfast-prod-app, 50 a second, 100 at once',
];

export const callers = [
  'POST/webhooks/stripe may call holdfast-prod-stripe-webhook',
  'GET/p/*/* may call holdfast-prod-pages',
  'POST/p/*/* may call holdfast-prod-pages',
  'GET/banner may call holdfast-prod-app',
  'OPTIONS/banner may call holdfast-prod-app',
  'GET/banner.js may call holdfast-prod-app',
  'GET/v1/access may call holdfast-prod-app',
  'OPTIONS/v1/access may call holdfast-prod-app',
];

const functionNames = [
  'recovery-step',
  'case-attention',
  'billing-events',
  'stripe-webhook',
  'dispatcher',
  'sweep',
  'card-scan',
  'reconciler',
  'execution-events',
  'mail-events',
  'pages',
  'app',
  'webhooks-out',
];
const queues = ['billing-events', 'outbox', 'execution-events', 'mail-events', 'webhooks-out'];
/** A step that is called a thousand times, and a scan that is called once a day. */
const errorsBefore: Readonly<Record<string, number>> = { 'recovery-step': 20, 'card-scan': 1 };
const oldest: Readonly<Record<string, number>> = { outbox: 1800, 'webhooks-out': 1800 };

interface Schedule {
  readonly when: string;
  readonly starts: string;
  /** Seconds in which a late start is still of use. */
  readonly within: number;
}

/** Every schedule: when it is, and which function it starts. */
export const schedules: Readonly<Record<string, Schedule>> = {
  sweep: { when: 'rate(1 minute)', starts: 'holdfast-prod-sweep', within: 60 },
  reconcile: { when: 'cron(* 2-5 * * ? *)', starts: 'holdfast-prod-reconciler', within: 60 },
  'card-scan': { when: 'cron(0 6 * * ? *)', starts: 'holdfast-prod-card-scan', within: 21_600 },
};

/** Every alarm: what it looks at, and from which value on it speaks. */
export const alarms: Readonly<Record<string, string>> = {
  'webhook-5xx': 'AWS/ApiGateway 5xx Sum of holdfast-prod >= 5',
  'webhook-slow': 'AWS/ApiGateway Latency p99 of holdfast-prod >= 5000',
  'signature-refused': 'Holdfast/prod SignatureRefused Sum >= 5',
  ...Object.fromEntries(
    queues.flatMap((queue) => [
      [
        `${queue}-behind`,
        `AWS/SQS ApproximateAgeOfOldestMessage Maximum of holdfast-prod-${queue} >= ${oldest[queue] ?? 600}`,
      ],
      [`${queue}-dead`, `AWS/SQS ApproximateNumberOfMessagesVisible Maximum of holdfast-prod-${queue}-dead >= 1`],
    ]),
  ),
  undelivered: 'AWS/SQS ApproximateNumberOfMessagesVisible Maximum of holdfast-prod-undelivered >= 1',
  ...Object.fromEntries(
    functionNames.flatMap((name) => [
      [`${name}-errors`, `AWS/Lambda Errors Sum of holdfast-prod-${name} >= ${errorsBefore[name] ?? 3}`],
      [`${name}-throttled`, `AWS/Lambda Throttles Sum of holdfast-prod-${name} >= 5`],
    ]),
  ),
  'payment-recovery-failed': `AWS/States ExecutionsFailed Sum of ${machine} >= 1`,
  'payment-recovery-timed-out': `AWS/States ExecutionsTimedOut Sum of ${machine} >= 1`,
  'payment-recovery-aborted': `AWS/States ExecutionsAborted Sum of ${machine} >= 1`,
  'payment-recovery-throttled': `AWS/States ExecutionThrottled Sum of ${machine} >= 1`,
  'open-executions': 'AWS/States OpenExecutionCount Maximum >= 500000',
  'tokens-not-answered': 'Holdfast/prod TokenNotAnswered Sum >= 3',
  'sweep-missing': 'Holdfast/prod Sweeps Sum < 1, silence is breaching',
  'sweep-leaves-rows': 'Holdfast/prod SweepFailedRows Maximum >= 1',
  'waits-overdue': 'Holdfast/prod WaitsOverdue Maximum >= 1',
  'many-repairs': 'Holdfast/prod ReconcilerRepairs Maximum >= 10',
  'not-reconciled': 'Holdfast/prod ReconcilerFailed Maximum >= 1',
  'mail-late': 'Holdfast/prod OutboxOldestSeconds Maximum >= 900',
  'mail-unknown': 'Holdfast/prod OutboxUnknown Sum >= 5',
  'ses-unavailable': 'Holdfast/prod MailWaitsForSes Sum >= 3',
  'service-bounces': 'AWS/SES Reputation.BounceRate Maximum of holdfast-prod-service >= 0.05',
  'service-complaints': 'AWS/SES Reputation.ComplaintRate Maximum of holdfast-prod-service >= 0.001',
  'lifecycle-bounces': 'AWS/SES Reputation.BounceRate Maximum of holdfast-prod-lifecycle >= 0.05',
  'lifecycle-complaints': 'AWS/SES Reputation.ComplaintRate Maximum of holdfast-prod-lifecycle >= 0.001',
  'table-throttled': 'six throttle metrics of the table and its indexes >= 10',
};

/** Metric, log group, pattern, value. */
export const filters = [
  'SignatureRefused = 1 of /holdfast/prod/stripe-webhook { $.message = "webhook refused" && $.why = "signature*" }',
  'Sweeps = 1 of /holdfast/prod/sweep { $.message = "sweep done" }',
  'SweepFailedRows = $.failed of /holdfast/prod/sweep { $.message = "sweep done" }',
  'WaitsOverdue = $.overdue of /holdfast/prod/sweep { $.message = "sweep done" }',
  'OutboxOldestSeconds = $.oldestSeconds of /holdfast/prod/sweep { $.message = "sweep done" }',
  'OutboxUnknown = $.unknown of /holdfast/prod/sweep { $.message = "sweep done" }',
  'ReconcilerRepairs = $.count of /holdfast/prod/reconciler { $.message = "reconcile done" }',
  'ReconcilerFailed = $.failed of /holdfast/prod/reconciler { $.message = "reconcile done" }',
  'TokenNotAnswered = 1 of /holdfast/prod/billing-events { $.message = "token not answered" }',
  'TokenNotAnswered = 1 of /holdfast/prod/recovery-step { $.message = "token not answered" }',
  'TokenNotAnswered = 1 of /holdfast/prod/sweep { $.message = "token not answered" }',
  'MailWaitsForSes = 1 of /holdfast/prod/dispatcher { $.message = "mail waits" && $.reason = "unavailable" }',
];

/** Names AWS gives errors, beside those of our own failures (lambdas/kernel/failures.ts). */
export const awsErrors = [
  'States.ALL',
  'States.Timeout',
  'Lambda.Unknown',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'Sandbox.Timedout',
  'TimeoutError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'DynamoDb.ConditionalCheckFailedException',
  'DynamoDb.ProvisionedThroughputExceededException',
  'DynamoDb.ThrottlingException',
  'DynamoDb.RequestLimitExceededException',
  'DynamoDb.InternalServerErrorException',
  'DynamoDb.SdkClientException',
];

const queueUrl = (name: string) => `https://sqs.{AWS::Region}.{AWS::URLSuffix}/{AWS::AccountId}/holdfast-prod-${name}`;

/** What each variable is worth on prod; which function has which is the registry's to say. */
export const values: Readonly<Record<string, string>> = {
  STAGE: 'prod',
  LIVEMODE: 'true',
  TABLE_NAME: 'holdfast-prod',
  BUS_NAME: 'holdfast-prod',
  PAYMENT_RECOVERY_ARN: `${machine}:live`,
  STRIPE_KEY_SECRET: 'holdfast/prod/stripe-key',
  WEBHOOK_SECRET: 'holdfast/prod/stripe-webhook-secret',
  LINK_KEYS_SECRET: 'holdfast/prod/link-keys',
  APP_KEYS_SECRET: 'holdfast/prod/app-keys',
  WEBHOOK_KEYS_SECRET: 'holdfast/prod/webhook-keys',
  BASE_URL: 'the address of the API',
  BILLING_EVENTS_QUEUE_URL: queueUrl('billing-events'),
  OUTBOX_QUEUE_URL: queueUrl('outbox'),
  EXECUTION_EVENTS_QUEUE_URL: queueUrl('execution-events'),
  MAIL_EVENTS_QUEUE_URL: queueUrl('mail-events'),
  WEBHOOKS_OUT_QUEUE_URL: queueUrl('webhooks-out'),
};
