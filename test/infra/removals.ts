import type { Resource, Template, Templates } from './template.ts';

/** One thing taken out of the templates, and how it is put back. */
export interface Removal {
  readonly what: string;
  readonly remove: (templates: Templates) => () => void;
}

type Holder = Record<string, unknown>;

const stacks = ['data', 'retention'] as const;

/** What nobody has to miss: words for people, names inside a template, and what CloudFormation refuses to be without. */
const indifferent = new Set([
  'Description',
  'DisplayName',
  'Input',
  'Id',
  'Sid',
  'Version',
  'PolicyName',
  'Code',
  'ApiId',
  'Region',
  'KeyType',
  'AttributeDefinitions',
  'ExcludePunctuation',
  'Qualifier',
  // NONE is what a route without it has.
  'AuthorizationType',
  // Of a graph's line, for people.
  'Label',
]);

/** Deletes a key of an object, or an entry of a list, and returns what undoes it. */
function take(holder: Holder | unknown[], key: string | number): () => void {
  if (Array.isArray(holder)) {
    const [gone] = holder.splice(Number(key), 1);
    return () => void holder.splice(Number(key), 0, gone);
  }
  const before = { ...holder };
  delete holder[key];
  return () => {
    for (const name of Object.keys(holder)) delete holder[name];
    Object.assign(holder, before);
  };
}

/** The place a path leads to, walked anew each time, since a removal may have replaced what stood there. */
function placeOf(template: Template, path: readonly (string | number)[]): Holder {
  let place: unknown = template;
  for (const key of path) place = Object(place)[key];
  return place as Holder;
}

const removal = (stack: (typeof stacks)[number], path: readonly (string | number)[]): Removal => ({
  what: [stack, ...path.filter((key) => !['Resources', 'Properties', 'Fn::Join'].includes(String(key)))].join(' '),
  remove: (templates) => take(placeOf(templates[stack], path.slice(0, -1)), path.at(-1) ?? ''),
});

/** Paths below which every entry counts by itself: each permission, variable, substitution, route setting, event type … */
const deep: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['Policies'],
  'AWS::Lambda::Function': ['Environment', 'TracingConfig', 'LoggingConfig'],
  'AWS::Lambda::EventSourceMapping': ['ScalingConfig', 'FunctionResponseTypes'],
  'AWS::StepFunctions::StateMachine': ['DefinitionSubstitutions', 'LoggingConfiguration', 'TracingConfiguration'],
  'AWS::StepFunctions::StateMachineAlias': ['DeploymentPreference'],
  'AWS::ApiGatewayV2::Stage': ['RouteSettings', 'DefaultRouteSettings', 'AccessLogSettings'],
  'AWS::SQS::Queue': ['RedrivePolicy'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
  'AWS::SNS::Subscription': ['RedrivePolicy'],
  'AWS::Events::Rule': ['EventPattern', 'Targets'],
  'AWS::Scheduler::Schedule': ['Target', 'FlexibleTimeWindow'],
  'AWS::SES::ConfigurationSet': ['DeliveryOptions', 'ReputationOptions', 'SuppressionOptions'],
  'AWS::SES::ConfigurationSetEventDestination': ['EventDestination'],
  'AWS::SES::EmailIdentity': ['DkimSigningAttributes', 'MailFromAttributes', 'FeedbackAttributes'],
  'AWS::Budgets::Budget': ['NotificationsWithSubscribers'],
  'AWS::CloudWatch::Alarm': ['AlarmActions', 'OKActions', 'Metrics'],
  'AWS::Logs::MetricFilter': ['MetricTransformations'],
  'AWS::DynamoDB::GlobalTable': ['GlobalSecondaryIndexes', 'TimeToLiveSpecification', 'Replicas'],
  'AWS::SecretsManager::Secret': ['GenerateSecretString'],
};

/** Every entry of a value, and what is in it: an intrinsic function counts as a whole. */
function entriesOf(value: unknown, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).some((key) => /^(Fn::|Ref$)/.test(key)))
    return [];
  return Object.entries(value)
    .filter(([key, part]) => !indifferent.has(key) && !(key === 'ReturnData' && part === true))
    .flatMap(([key, part]) => {
      const own = [...path, Array.isArray(value) ? Number(key) : key];
      return [own, ...entriesOf(part, own)];
    });
}

/** Built by the same line for many: one of the type stands for all, beside each as a whole. */
const alike = ['AWS::CloudWatch::Alarm', 'AWS::Logs::LogGroup', 'AWS::SQS::Queue', 'AWS::Logs::MetricFilter'];

function ofResource(id: string, resource: Resource, every: boolean): (readonly (string | number)[])[] {
  const path = ['Resources', id];
  const properties = every ? Object.entries(resource.Properties ?? {}) : [];
  const kept = ['DeletionPolicy', 'UpdateReplacePolicy'].filter((key) => Object(resource)[key] === 'Retain');
  return [
    path,
    ...kept.map((key) => [...path, key]),
    ...properties.filter(([key]) => !indifferent.has(key)).map(([key]) => [...path, 'Properties', key]),
    ...properties
      .filter(([key]) => deep[resource.Type]?.includes(key))
      .flatMap(([key, value]) => entriesOf(value, [...path, 'Properties', key])),
  ];
}

/** The first of its type, or one that is like no other: an alarm on an expression, a queue with dead letters. */
const isSpecimen = (resources: readonly [string, Resource][], id: string, one: Resource): boolean =>
  !alike.includes(one.Type) ||
  resources.find(([, { Type }]) => Type === one.Type)?.[0] === id ||
  one.Properties?.Metrics !== undefined ||
  one.Properties?.RedrivePolicy !== undefined;

/** Everything that can be taken out, one at a time: resources, their properties, and what the properties above are made of. */
export const everyRemoval = (templates: Templates): readonly Removal[] =>
  stacks.flatMap((stack) => {
    const resources = Object.entries(templates[stack].Resources);
    return [
      ...resources
        .flatMap(([id, one]) => ofResource(id, one, isSpecimen(resources, id, one)))
        .map((path) => removal(stack, path)),
      ...Object.keys(templates[stack].Outputs ?? {}).map((name) => removal(stack, ['Outputs', name])),
    ];
  });
