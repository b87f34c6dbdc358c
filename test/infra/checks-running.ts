import { variablesOf } from '../../infra/constructs/retention-function.ts';
import { environmentNames, outputName } from '../../infra/outputs.ts';
import { type FunctionName, functions } from '../../lambdas/registry.ts';
import type { Check } from './checks.ts';
import { deviations, differences, unless } from './differences.ts';
import { guests, permissions, principals, sources, values } from './expected.ts';
import { at, list, namer, ofType, type Template, text } from './template.ts';

const functionNames = Object.keys(functions) as FunctionName[];
const physical = (name: string): string => `holdfast-prod-${name}`;

const functionCheck: Check = (templates) => {
  const named = namer(templates);
  const found = new Map(
    ofType(templates.retention, 'Lambda::Function').map(([, one]) => [text(one.FunctionName), one]),
  );
  return [
    ...differences(functionNames.map(physical), [...found.keys()]),
    ...functionNames.flatMap((name) => {
      const one = found.get(physical(name));
      return one === undefined
        ? []
        : [
            ...deviations(
              name,
              {
                Timeout: functions[name].timeoutSeconds,
                MemorySize: functions[name].memoryMb,
                Runtime: 'nodejs24.x',
                Architectures: ['arm64'],
                Handler: 'index.handler',
                'TracingConfig.Mode': 'Active',
              },
              (path) => at(one, path),
            ),
            ...deviations(name, { Role: physical(name), 'LoggingConfig.LogGroup': `/holdfast/prod/${name}` }, (path) =>
              named(at(one, path)),
            ),
          ];
    }),
  ];
};

const variables: Check = ({ retention }) =>
  ofType(retention, 'Lambda::Function').flatMap(([, one]) => {
    const name = text(one.FunctionName).replace('holdfast-prod-', '') as FunctionName;
    const found = Object.entries(Object(at(one, 'Environment.Variables'))).map(
      ([key, value]) => `${key}=${worth(value)}`,
    );
    const expected = Object.hasOwn(functions, name) ? variablesOf(name).map((key) => `${key}=${values[key]}`) : [];
    return differences(expected, found).map((problem) => `${name}: ${problem}`);
  });

const worth = (value: unknown): string => text(value).replace(/^\{Api\w+\.ApiEndpoint\}/, 'the address of the API');

/** An address, a key, a token: whatever has one of these forms has no place where people can read it. */
const secretForms = /[\w.+-]+@[\w-]+\.|whsec_|(sk|rk)_(live|test)_|eyJ[\w-]{10}|AKIA|[A-Za-z0-9+/_-]{60}/;

const nothingSecret: Check = ({ retention }) => [
  ...ofType(retention, 'Lambda::Function')
    .flatMap(([id, one]) =>
      Object.entries(Object(at(one, 'Environment.Variables'))).map(([key, value]) => [id, key, text(value)]),
    )
    .filter(([, , value = '']) => secretForms.test(value))
    .map(([id, key]) => `${id}: variable ${key} looks like a secret or an address`),
  ...ofType(retention, 'StepFunctions::StateMachine')
    .filter(([, one]) =>
      secretForms.test(text(one.DefinitionString).replaceAll(/"(Comment|ConditionExpression|Resource)":"[^"]*"/g, '')),
    )
    .map(([id]) => `${id}: its definition holds what looks like a secret or an address`),
];

const permissionsCheck: Check = ({ retention }) => {
  const found = new Map(
    ofType(retention, 'IAM::Role').map(([, one]) => [text(one.RoleName).replace('holdfast-prod-', ''), one]),
  );
  const others = ofType(retention, 'IAM::Policy').concat(ofType(retention, 'IAM::ManagedPolicy'));
  return [
    ...differences(Object.keys(permissions), [...found.keys()]),
    ...others.map(([id]) => `${id} adds to a role from outside`),
    ...[...found].flatMap(([name, one]) => [
      ...unless(one.ManagedPolicyArns === undefined, `${name}: has a managed policy`),
      ...differences([...new Set(permissions[name] ?? [])], grantsOf(one)).map((problem) => `${name}: ${problem}`),
      ...differences([principals[name] ?? 'lambda.amazonaws.com'], trusted(one)).map(
        (problem) => `${name} is taken on: ${problem}`,
      ),
    ]),
  ];
};

const statements = (document: unknown): readonly unknown[] => list(at(document, 'Statement'));

function grantsOf(role: Record<string, unknown>): readonly string[] {
  const all = list(role.Policies ?? [])
    .flatMap((policy) => statements(at(policy, 'PolicyDocument')))
    .filter((one) => at(one, 'Effect') === 'Allow');
  return all.flatMap((one) =>
    list(at(one, 'Action')).flatMap((action) =>
      list(at(one, 'Resource')).map(
        (resource) => `${text(action)} on ${text(resource)}${conditionOf(at(one, 'Condition'))}`,
      ),
    ),
  );
}

const conditionOf = (condition: unknown): string =>
  Object.entries(Object(condition))
    .flatMap(([test, keys]) => Object.entries(Object(keys)).map(([key, value]) => ` if ${test} ${key} ${text(value)}`))
    .join('');

const trusted = (role: Record<string, unknown>): readonly string[] =>
  statements(role.AssumeRolePolicyDocument).map((one) => text(at(one, 'Principal.Service')));

const queuesCheck: Check = (templates) => {
  const named = namer(templates);
  const found = ofType(templates.retention, 'SQS::Queue');
  const names = Object.keys(guests).filter((name) => !name.startsWith('topic '));
  return [
    ...differences(
      names,
      found.map(([, { QueueName }]) => text(QueueName)),
    ),
    ...found.flatMap(([, one]) => {
      const name = text(one.QueueName);
      const live = !/-dead$|-undelivered$/.test(name);
      return [
        ...deviations(
          name,
          { SqsManagedSseEnabled: true, MessageRetentionPeriod: live ? 345_600 : 1_209_600 },
          (path) => at(one, path),
        ),
        ...(live
          ? deviations(name, { VisibilityTimeout: 60, 'RedrivePolicy.maxReceiveCount': 8 }, (path) => at(one, path))
          : []),
        ...unless(
          !live || named(at(one, 'RedrivePolicy.deadLetterTargetArn')) === `${name}-dead`,
          `${name}: has no dead-letter queue`,
        ),
      ];
    }),
  ];
};

const sourcesCheck: Check = (templates) => {
  const named = namer(templates);
  const found = ofType(templates.retention, 'Lambda::EventSourceMapping').map(([, one]) => {
    const onebyone = list(one.FunctionResponseTypes).includes('ReportBatchItemFailures');
    return `${named(one.EventSourceArn)} → ${named(one.FunctionName)}, ${one.BatchSize} a call, ${at(one, 'ScalingConfig.MaximumConcurrency')} at once, failures ${onebyone ? 'one by one' : 'all together'}`;
  });
  return differences(sources, found);
};

/** Every queue and topic, who may write to it, and that it refuses plain HTTP. */
const guestsCheck: Check = (templates) => {
  const named = namer(templates);
  const { retention } = templates;
  const policies = [...ofType(retention, 'SQS::QueuePolicy'), ...ofType(retention, 'SNS::TopicPolicy')];
  const found = new Map(
    policies.map(([, one]) => [
      one.Topics === undefined ? named(list(one.Queues)[0]) : `topic ${named(list(one.Topics)[0])}`,
      statements(one.PolicyDocument),
    ]),
  );
  return [
    ...differences(Object.keys(guests), [...found.keys()]),
    ...[...found].flatMap(([name, all]) => [
      ...unless(all.some(isTlsOnly), `${name}: takes what comes without TLS`),
      ...unless(
        all.every((one) => `topic ${named(at(one, 'Resource'))}`.endsWith(name)),
        `${name}: its policy speaks of something else`,
      ),
      ...differences(
        guests[name] ?? [],
        all.filter((one) => !isTlsOnly(one)).map((one) => guestOf(one, named, retention)),
      ).map((problem) => `${name}: ${problem}`),
    ]),
  ];
};

const isTlsOnly = (one: unknown): boolean =>
  at(one, 'Effect') === 'Deny' &&
  /^(sqs:\*|sns:Publish)$/.test(text(at(one, 'Action'))) &&
  (at(one, 'Principal') === '*' || at(one, 'Principal.AWS') === '*') &&
  Object(at(one, 'Condition.Bool'))['aws:SecureTransport'] === 'false';

function guestOf(one: unknown, named: (value: unknown) => string, retention: Template): string {
  const who = text(at(one, 'Principal.Service'));
  const source = Object(at(one, 'Condition.ArnEquals'))['aws:SourceArn'];
  const account = Object(at(one, 'Condition.StringEquals'))['aws:SourceAccount'];
  const may = list(at(one, 'Action')).some((action) => /^(sqs:SendMessage|sns:Publish)$/.test(text(action)));
  if (!may || at(one, 'Effect') !== 'Allow') return `${who} may do nothing of use`;
  if (text(account) === '{AWS::AccountId}') return `${who} from this account`;
  if (source === undefined) return `${who} from anywhere`;
  const rule = Object.keys(retention.Resources).find((id) => text(source).startsWith(`{${id}.`));
  if (retention.Resources[rule ?? '']?.Type !== 'AWS::Events::Rule') return `${who} from ${named(source)}`;
  return `${who} from rule ${rule?.replace(/^Events|[0-9A-F]{8}$/g, '')}`;
}

const outputs: Check = ({ retention }) => {
  const said = new Map(Object.entries(retention.Outputs ?? {}).map(([name, { Value }]) => [name, worth(Value)]));
  return [
    ...deviations(
      'outputs',
      Object.fromEntries(environmentNames.map((name) => [outputName(name), values[name]])),
      (name) => said.get(name),
    ),
    ...unless(said.get('WebhookUrl')?.endsWith('/webhooks/stripe') === true, 'nobody is told the webhook address'),
    ...unless(said.get('AlarmMail') === 'ops@northwind.test', 'nobody is told who gets the alarms'),
    ...unless(said.has('ConsoleUrl'), 'nobody is told where executions are watched'),
  ];
};

/** What CloudFormation lets us tag: the bill and a search by tag find all of it. */
const tagged = [
  'DynamoDB::GlobalTable',
  'SecretsManager::Secret',
  'SES::EmailIdentity',
  'SES::ConfigurationSet',
  'Lambda::Function',
  'Lambda::EventSourceMapping',
  'SNS::Topic',
  'SQS::Queue',
  'IAM::Role',
  'Logs::LogGroup',
  'StepFunctions::StateMachine',
  'ApiGatewayV2::Api',
  'ApiGatewayV2::Stage',
  'Events::Rule',
  'Events::EventBus',
  'Scheduler::ScheduleGroup',
  'CloudWatch::Alarm',
  'Budgets::Budget',
];

const tags: Check = ({ data, retention }) =>
  [data, retention].flatMap((template) =>
    tagged.flatMap((type) =>
      ofType(template, type).flatMap(([id, one]) =>
        differences(['product=holdfast', 'stage=prod'], tagsOf(one)).map((problem) => `${id}: tag ${problem}`),
      ),
    ),
  );

/** A list of pairs, or for an API an object. */
function tagsOf(one: Record<string, unknown>): readonly string[] {
  const found = one.Tags ?? one.ResourceTags ?? at(list(one.Replicas)[0], 'Tags') ?? [];
  if (!Array.isArray(found)) return Object.entries(Object(found)).map(([key, value]) => `${key}=${text(value)}`);
  return found.map((tag) => `${text(at(tag, 'Key'))}=${text(at(tag, 'Value'))}`);
}

export const runningChecks = {
  functions: functionCheck,
  variables,
  'nothing secret': nothingSecret,
  permissions: permissionsCheck,
  queues: queuesCheck,
  sources: sourcesCheck,
  guests: guestsCheck,
  outputs,
  tags,
} as const;
