import type { CheckName } from './checks.ts';
import { at, list, type Resource, type Template, type Templates, text } from './template.ts';

type Holder = Record<string, unknown>;

export interface Change {
  readonly what: string;
  readonly change: (templates: Templates) => void;
  readonly noticedBy: CheckName;
  readonly says: string;
}

/** The one resource of a type whose name, at whatever key it stands, ends so. */
function idOf({ Resources }: Template, type: string, name: string): string {
  const found = Object.entries(Resources).find(
    ([id, one]) =>
      one.Type === `AWS::${type}` &&
      [id, ...Object.values(Object(one.Properties))].some((value) => text(value).endsWith(name)),
  );
  if (!found) throw new Error(`no ${type} is called ${name}`);
  return found[0];
}

const holderOf = (template: Template, type: string, name: string): Holder =>
  Object(template.Resources[idOf(template, type, name)]?.Properties);

const without =
  (type: string, name: string, stack: keyof Templates = 'retention') =>
  (templates: Templates): void =>
    void delete templates[stack].Resources[idOf(templates[stack], type, name)];

/** Removes the key at a path of one resource. */
const minus =
  (type: string, name: string, path: string, stack: keyof Templates = 'retention') =>
  (templates: Templates): void => {
    const keys = path.split('.');
    const place: Holder = Object(at(holderOf(templates[stack], type, name), keys.slice(0, -1).join('.') || 'self'));
    const holder = keys.length === 1 ? holderOf(templates[stack], type, name) : place;
    delete holder[keys.at(-1) ?? ''];
  };

const set =
  (type: string, name: string, path: string, value: unknown, stack: keyof Templates = 'retention') =>
  (templates: Templates): void => {
    const keys = path.split('.');
    const own = holderOf(templates[stack], type, name);
    const holder: Holder = keys.length === 1 ? own : Object(at(own, keys.slice(0, -1).join('.')));
    holder[keys.at(-1) ?? ''] = value;
  };

const statementsOf = (template: Template, role: string): Holder[] =>
  list(at(list(holderOf(template, 'IAM::Role', role).Policies)[0], 'PolicyDocument.Statement')) as Holder[];

const withoutAction =
  (role: string, action: string) =>
  ({ retention }: Templates): void => {
    for (const one of statementsOf(retention, role)) one.Action = list(one.Action).filter((each) => each !== action);
  };

const withMore =
  (role: string, statement: Holder) =>
  ({ retention }: Templates): void =>
    void statementsOf(retention, role).push({ Effect: 'Allow', ...statement });

const added =
  (id: string, resource: Resource) =>
  ({ retention }: Templates): void => {
    retention.Resources[id] = resource;
  };

/** What a hurried change could do to the stack, and who says so in which words. */
export const changes: readonly Change[] = [
  {
    what: 'the permission to answer a waiting step',
    change: withoutAction('holdfast-prod-billing-events', 'states:SendTaskSuccess'),
    noticedBy: 'permissions',
    says: 'billing-events: states:SendTaskSuccess on states stateMachine:holdfast-prod-payment-recovery is missing',
  },
  {
    what: 'the permission of the machine to park a token',
    change: withoutAction('holdfast-prod-payment-recovery', 'dynamodb:UpdateItem'),
    noticedBy: 'permissions',
    says: 'payment-recovery: dynamodb:UpdateItem on dynamodb table/holdfast-prod is missing',
  },
  {
    what: 'the permission to change when a message comes back',
    change: withoutAction('holdfast-prod-dispatcher', 'sqs:ChangeMessageVisibility'),
    noticedBy: 'permissions',
    says: 'dispatcher: sqs:ChangeMessageVisibility on sqs holdfast-prod-outbox is missing',
  },
  {
    what: 'the condition on whose name mail is sent in',
    change: ({ retention }) => {
      for (const one of statementsOf(retention, 'holdfast-prod-dispatcher')) delete one.Condition;
    },
    noticedBy: 'permissions',
    says: 'dispatcher: ses:SendEmail on ses identity/northwind.test is not expected',
  },
  {
    what: 'a permission too many',
    change: withMore('holdfast-prod-stripe-webhook', { Action: 'dynamodb:*', Resource: '*' }),
    noticedBy: 'permissions',
    says: 'stripe-webhook: dynamodb:* on * is not expected',
  },
  {
    what: 'a variable',
    change: minus('Lambda::Function', 'holdfast-prod-sweep', 'Environment.Variables.OUTBOX_QUEUE_URL'),
    noticedBy: 'variables',
    says: 'sweep: OUTBOX_QUEUE_URL=https://sqs.{AWS::Region}.{AWS::URLSuffix}/{AWS::AccountId}/holdfast-prod-outbox is missing',
  },
  {
    what: 'the live mode of prod',
    change: set('Lambda::Function', 'holdfast-prod-recovery-step', 'Environment.Variables.LIVEMODE', 'false'),
    noticedBy: 'variables',
    says: 'recovery-step: LIVEMODE=false is not expected',
  },
  {
    what: 'an address in a variable',
    change: set('Lambda::Function', 'holdfast-prod-pages', 'Environment.Variables.BASE_URL', 'mailto:ana@acme.test'),
    noticedBy: 'nothing secret',
    says: 'pagesFunctionDEB5008C: variable BASE_URL looks like a secret or an address',
  },
  {
    what: 'a Stripe key in a variable',
    change: set(
      'Lambda::Function',
      'holdfast-prod-sweep',
      'Environment.Variables.STRIPE_KEY_SECRET',
      'rk_live_planted',
    ),
    noticedBy: 'nothing secret',
    says: 'sweepFunction2A2788F2: variable STRIPE_KEY_SECRET looks like a secret or an address',
  },
  {
    what: 'the meaning of a placeholder',
    change: minus('StepFunctions::StateMachine', 'payment-recovery', 'DefinitionSubstitutions.TableName'),
    noticedBy: 'placeholders',
    says: 'placeholder TableName is missing',
  },
  {
    what: 'a misspelt error name',
    change: ({ retention }) => {
      const machine = holderOf(retention, 'StepFunctions::StateMachine', 'payment-recovery');
      machine.DefinitionString = text(machine.DefinitionString).replace('"OutcomeUnknown"', '"UnknownOutcome"');
    },
    noticedBy: 'error names',
    says: 'ErrorEquals names UnknownOutcome, which nothing throws',
  },
  {
    what: 'execution data in the log',
    change: set('StepFunctions::StateMachine', 'payment-recovery', 'LoggingConfiguration.IncludeExecutionData', true),
    noticedBy: 'machine',
    says: 'holdfast-prod-payment-recovery: LoggingConfiguration.IncludeExecutionData is true, not false',
  },
  {
    what: 'an alarm',
    change: without('CloudWatch::Alarm', 'holdfast-prod-sweep-missing'),
    noticedBy: 'alarms',
    says: 'sweep-missing: Holdfast/prod Sweeps Sum < 1, silence is breaching is missing',
  },
  {
    what: 'the sentence of an alarm',
    change: minus('CloudWatch::Alarm', 'holdfast-prod-mail-late', 'AlarmDescription'),
    noticedBy: 'sentences',
    says: 'holdfast-prod-mail-late has no sentence',
  },
  {
    what: 'whom an alarm tells',
    change: minus('CloudWatch::Alarm', 'holdfast-prod-undelivered', 'AlarmActions'),
    noticedBy: 'alarms',
    says: 'holdfast-prod-undelivered tells nobody',
  },
  {
    what: 'the filter that counts refused signatures',
    change: without('Logs::MetricFilter', '"signature*" }'),
    noticedBy: 'filters',
    says: 'SignatureRefused = 1 of /holdfast/prod/stripe-webhook { $.message = "webhook refused" && $.why = "signature*" } is missing',
  },
  {
    what: 'point in time recovery',
    change: ({ data }) => {
      const table = holderOf(data, 'DynamoDB::GlobalTable', 'holdfast-prod');
      delete Object(list(table.Replicas)[0]).PointInTimeRecoverySpecification;
    },
    noticedBy: 'table',
    says: 'table: PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled is undefined, not true',
  },
  {
    what: 'deletion protection',
    change: ({ data }) => {
      const table = holderOf(data, 'DynamoDB::GlobalTable', 'holdfast-prod');
      delete Object(list(table.Replicas)[0]).DeletionProtectionEnabled;
    },
    noticedBy: 'table',
    says: 'table: DeletionProtectionEnabled is undefined, not true',
  },
  {
    what: 'a route',
    change: without('ApiGatewayV2::Route', 'POST /p/{purpose}/{token}'),
    noticedBy: 'routes',
    says: 'POST /p/{purpose}/{token} → holdfast-prod-pages, 20 a second, 40 at once is missing',
  },
  {
    what: 'the path in the access log',
    change: set('ApiGatewayV2::Stage', '$default', 'AccessLogSettings.Format', '{"path":"$context.path"}'),
    noticedBy: 'access log',
    says: 'path is not expected',
  },
  {
    what: 'a function URL for everybody',
    change: added('Door', { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } }),
    noticedBy: 'function URLs',
    says: 'Door lets everybody in',
  },
  {
    what: 'a queue’s dead letters',
    change: minus('SQS::Queue', 'holdfast-prod-outbox', 'RedrivePolicy'),
    noticedBy: 'queues',
    says: 'holdfast-prod-outbox: has no dead-letter queue',
  },
  {
    what: 'failures one by one',
    change: minus('Lambda::EventSourceMapping', 'billingeventsSource38085C7B', 'FunctionResponseTypes'),
    noticedBy: 'sources',
    says: 'holdfast-prod-billing-events → holdfast-prod-billing-events, 5 a call, 9 at once, failures all together is not expected',
  },
  {
    what: 'the dead letters of a schedule',
    change: minus('Scheduler::Schedule', 'sweep', 'Target.DeadLetterConfig'),
    noticedBy: 'schedules',
    says: 'sweep: Target.DeadLetterConfig.Arn is "", not "holdfast-prod-undelivered"',
  },
  {
    what: 'the zone of a schedule',
    change: minus('Scheduler::Schedule', 'sweep', 'ScheduleExpressionTimezone'),
    noticedBy: 'schedules',
    says: 'sweep: ScheduleExpressionTimezone is undefined, not "UTC"',
  },
  {
    what: 'TLS between SES and the receiver',
    change: minus('SES::ConfigurationSet', 'holdfast-prod-service', 'DeliveryOptions.TlsPolicy'),
    noticedBy: 'mail',
    says: 'holdfast-prod-service: DeliveryOptions.TlsPolicy is undefined, not "REQUIRE"',
  },
  {
    what: 'the events of a configuration set',
    change: without('SES::ConfigurationSetEventDestination', 'Mailserviceevents6E768DBB'),
    noticedBy: 'mail',
    says: 'holdfast-prod-service → holdfast-prod-mail-events: SEND REJECT BOUNCE COMPLAINT is missing',
  },
  {
    what: 'how long a log is kept',
    change: minus('Logs::LogGroup', '/holdfast/prod/dispatcher', 'RetentionInDays'),
    noticedBy: 'logs',
    says: '/holdfast/prod/dispatcher is not kept for 90 days',
  },
  {
    what: 'the rule on executions that ended',
    change: without('Events::Rule', 'EventsExecutionStatus0D062FBE'),
    noticedBy: 'rules',
    says: 'the account: aws.states Step Functions Execution Status Change',
  },
  {
    what: 'an output the command line needs',
    change: ({ retention }) => void delete retention.Outputs?.PaymentRecoveryArn,
    noticedBy: 'outputs',
    says: 'outputs: PaymentRecoveryArn is undefined',
  },
];
