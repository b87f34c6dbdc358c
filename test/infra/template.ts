import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { readStage, type StageName } from '../../infra/stages.ts';
import { type Synthesised, synthesise } from '../../infra/synthesise.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Value: unknown }>;
}

export interface Templates {
  readonly data: Template;
  readonly retention: Template;
}

export interface Made {
  readonly report: Synthesised;
  readonly of: (stage: StageName) => Templates;
}

/** The real stacks with code left out: bundling is what takes long, and has tests of its own. */
export function makeTemplates(names: readonly StageName[]): Made {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-synth-'));
  try {
    const report = synthesise(
      names.map((name) => readStage(name)),
      folder,
      () => Code.fromInline('// left out'),
      false,
    );
    const read = (stack: string): Template => JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8'));
    const made = new Map(
      names.map((name) => [name, { data: read(`holdfast-${name}-data`), retention: read(`holdfast-${name}`) }]),
    );
    const of = (name: StageName): Templates => {
      const found = made.get(name);
      if (!found) throw new Error(`stage ${name} was not made`);
      return found;
    };
    return { report, of };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A value as a person reads it: references in braces, ARNs without partition, region and account. */
export function text(value: unknown): string {
  if (typeof value === 'string') return short(value);
  if (Array.isArray(value)) return value.map(text).join(',');
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined }: Record<string, unknown> = Object(value);
  if (typeof Ref === 'string') return `{${Ref}}`;
  if (Array.isArray(attribute)) return `{${attribute.join('.')}}`;
  if (Array.isArray(joined)) return short((joined[1] as unknown[]).map(raw).join(String(joined[0])));
  return value === undefined ? '' : JSON.stringify(value);
}

const raw = (part: unknown): string =>
  typeof part === 'string' ? part : `{${String(Object(part).Ref ?? 'attribute')}}`;
const short = (arn: string): string =>
  arn.replace(/^arn:\{AWS::Partition\}:([a-z-]+):\{AWS::Region\}:\{AWS::AccountId\}:/, '$1 ');

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

export const props = (resource: Resource | undefined): Readonly<Record<string, unknown>> => resource?.Properties ?? {};

export const ofType = (template: Template, type: string): readonly (readonly [string, Record<string, unknown>])[] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === `AWS::${type}`)
    .map(([id, resource]) => [id, { ...props(resource) }] as const);

/** A property at a path such as `Target.Arn`. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((part, key) => Object(part)[key], value);

/** A reference as the name of what it means, so that tables can be read without logical ids. */
export function namer({ data, retention }: Templates): (value: unknown) => string {
  const names = new Map<string, string>();
  const keys = [
    'QueueName',
    'TopicName',
    'FunctionName',
    'RoleName',
    'LogGroupName',
    'TableName',
    'StateMachineName',
    'Name',
  ];
  for (const [id, resource] of [...Object.entries(data.Resources), ...Object.entries(retention.Resources)]) {
    const key = keys.find((one) => typeof props(resource)[one] === 'string');
    names.set(id, key === undefined ? id : String(props(resource)[key]));
  }
  return (value) =>
    text(value)
      .replace(/^\{([A-Za-z0-9]+)(\.\w+)?\}$/, (all, id: string) => names.get(id) ?? all)
      .replace(/^[a-z]+ (?:function:|table\/)?(?=[^/:]+$)/, '');
}
