/** Of CloudFormation's templates: what this needs. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Rules?: unknown;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

export interface Adapted {
  readonly template: Template;
  /** What was changed so that moto could make it. */
  readonly changed: readonly string[];
  /** Resources moto's CloudFormation has no idea of, by type. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** Types of ours that moto 5.2's CloudFormation makes. Whatever else the templates have is left out and listed. */
const made: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
]);

/** Keeps what moto can make; a reference to what it cannot becomes a text that stands for it. */
export function adapt(template: Template): Adapted {
  const changed = new Set<string>();
  const entries = Object.entries(template.Resources).map(([id, one]) => [id, forMoto(one, template, changed)] as const);
  const kept = entries.filter(([, { Type }]) => made.has(Type));
  const ids = new Set([...kept.map(([id]) => id), 'AWS::Region', 'AWS::AccountId', 'AWS::Partition', 'AWS::URLSuffix']);
  const { Rules: _rules, Parameters: _parameters, ...rest } = template;
  return {
    template: {
      ...rest,
      Resources: Object.fromEntries(kept.map(([id, one]) => [id, withoutGone(one, ids)])),
      Outputs: Object.fromEntries(
        Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [name, { Value: settled(Value, ids) }]),
      ),
    },
    changed: [...changed],
    skipped: counted(entries.filter(([, { Type }]) => !made.has(Type)).map(([, { Type }]) => Type)),
  };
}

function forMoto(one: Resource, template: Template, changed: Set<string>): Resource {
  if (one.Type === 'AWS::Events::Rule') return withoutTopics(one, template, changed);
  if (one.Type === 'AWS::DynamoDB::GlobalTable') {
    changed.add('AWS::DynamoDB::GlobalTable became AWS::DynamoDB::Table: same keys, indexes and time to live');
    return { Type: 'AWS::DynamoDB::Table', Properties: tableOf(one.Properties ?? {}) };
  }
  if (one.Type === 'AWS::StepFunctions::StateMachine') return filledIn(one, changed);
  if (one.Type !== 'AWS::Lambda::Function') return one;
  changed.add(
    'the code of functions is a stub: moto runs functions in Docker, so the bundles run in this process instead',
  );
  return { ...one, Properties: { ...one.Properties, Code: { ZipFile: 'exports.handler = async () => ({});' } } };
}

function filledIn(one: Resource, changed: Set<string>): Resource {
  const { DefinitionString, DefinitionSubstitutions, ...rest } = one.Properties ?? {};
  changed.add('placeholders of a definition are filled in by Fn::Sub: moto leaves DefinitionSubstitutions aside');
  return {
    ...one,
    Properties: { ...rest, DefinitionString: { 'Fn::Sub': [DefinitionString, DefinitionSubstitutions] } },
  };
}

/** A target's `Arn` is a reference to what it names. */
function withoutTopics(one: Resource, { Resources }: Template, changed: Set<string>): Resource {
  const targets: readonly unknown[] = Array.isArray(one.Properties?.Targets) ? one.Properties.Targets : [];
  const isTopic = (target: unknown): boolean =>
    Resources[String(Object(Object(target).Arn).Ref)]?.Type === 'AWS::SNS::Topic';
  const kept = targets.filter((target) => !isTopic(target));
  if (kept.length === targets.length) return one;
  changed.add('rules lost their SNS targets: moto answers 500 to the event they match');
  return { ...one, Properties: { ...one.Properties, Targets: kept } };
}

const tableKeys = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'TimeToLiveSpecification',
];

const tableOf = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => tableKeys.includes(name)));

function withoutGone(one: Resource, ids: ReadonlySet<string>): Resource {
  const waits = [one.DependsOn ?? []].flat().filter((id) => ids.has(id));
  const { DependsOn: _waits, ...rest } = one;
  return {
    ...rest,
    ...(waits.length > 0 ? { DependsOn: waits } : {}),
    Properties: Object.fromEntries(
      Object.entries(one.Properties ?? {}).map(([name, value]) => [name, settled(value, ids)]),
    ),
  };
}

/** `Ref` and `Fn::GetAtt` of something that is not made here name nothing: `not-made:<id>` stands there. */
function settled(value: unknown, ids: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => settled(one, ids));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, of] = []] = Object.entries(value);
  const target = key === 'Ref' ? of : key === 'Fn::GetAtt' && Array.isArray(of) ? of[0] : undefined;
  if (typeof target === 'string' && !ids.has(target)) return `not-made:${target}`;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, settled(one, ids)]));
}

function counted(types: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of types.toSorted()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
