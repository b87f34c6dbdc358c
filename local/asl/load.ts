import { isObject, type Json, list, number, objectIn, text } from './json.ts';
import type { Batcher, Catcher, ChoiceRule, Common, Machine, Retrier, State, StateList, TaskState } from './machine.ts';
import { parseResource } from './resource.ts';
import { compileTemplate, type Template } from './template.ts';
import type { Problem } from './types.ts';
import { unsupported } from './unsupported.ts';
import { validate } from './validate/validate.ts';

export interface LoadOptions {
  readonly name: string;
  readonly arn: string;
  readonly definition: unknown;
  /** Which Resources the driver can serve; without it, all are taken. */
  readonly supports?: (resource: string) => boolean;
}

/** A definition that AWS would refuse, or that this interpreter does not run; `problems` lists all of them. */
export class DefinitionError extends Error {
  readonly problems: readonly Problem[];
  /** True when the definition is valid and only asks for what is not run here. */
  readonly isUnsupported: boolean;
  constructor(name: string, problems: readonly Problem[], isUnsupported = false) {
    const lines = problems.map((problem) => `${problem.path}: ${problem.message}`);
    super(`the definition of "${name}" cannot be loaded, correct these places:\n  ${lines.join('\n  ')}`);
    this.problems = problems;
    this.isUnsupported = isUnsupported;
  }
}

/** Checks a definition and compiles every expression in it once. @throws DefinitionError */
export function loadMachine(options: LoadOptions): Machine {
  const { name, definition } = options;
  const invalid = validate(definition).filter((problem) => problem.lint !== true);
  const refused = unsupported(definition, options.supports).filter(
    ({ path }) => !invalid.some((of) => of.path === path),
  );
  if (invalid.length + refused.length > 0)
    throw new DefinitionError(name, [...invalid, ...refused], invalid.length === 0);
  return compileMachine(options);
}

/** Compiles without judging what is supported; for tools that run one state of a definition. @throws DefinitionError */
export function compileMachine({ name, arn, definition }: LoadOptions): Machine {
  const loader = new Loader();
  loader.addScope('', objectIn(definition), '');
  if (loader.problems.length > 0) throw new DefinitionError(name, loader.problems);
  const timeoutSeconds = number(objectIn(definition).TimeoutSeconds);
  return { name, arn, definition, scopes: loader.scopes, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
}

class Loader {
  readonly scopes: Record<string, StateList> = {};
  readonly problems: Problem[] = [];

  addScope(id: string, definition: Json, path: string): void {
    const states: Record<string, State> = {};
    for (const [name, state] of Object.entries(objectIn(definition.States))) {
      states[name] = this.state(id, name, objectIn(state), `${path}/States/${name}`);
    }
    this.scopes[id] = { startAt: text(definition.StartAt) ?? '', states };
  }

  template(value: unknown, location: string, path: string): Template | undefined {
    return value === undefined ? undefined : compileTemplate(value, location, `${path}/${location}`, this.problems);
  }

  state(scope: string, name: string, raw: Json, path: string): State {
    const common = this.common(name, raw, path);
    const field = (key: string) => this.template(raw[key], key, path);
    switch (raw.Type) {
      case 'Task':
        return this.task(common, raw, path);
      case 'Choice':
        return { ...common, type: 'Choice', rules: this.rules(raw, path), ...given('default', text(raw.Default)) };
      case 'Wait':
        return {
          ...common,
          type: 'Wait',
          ...given('seconds', field('Seconds')),
          ...given('timestamp', field('Timestamp')),
        };
      case 'Fail':
        return { ...common, type: 'Fail', ...given('error', field('Error')), ...given('cause', field('Cause')) };
      case 'Parallel':
        return {
          ...common,
          type: 'Parallel',
          branches: this.branches(scope, name, raw, path),
          ...given('arguments', field('Arguments')),
        };
      case 'Map':
        return this.map(scope, common, raw, path);
      default:
        return { ...common, type: raw.Type === 'Succeed' ? 'Succeed' : 'Pass' };
    }
  }

  common(name: string, raw: Json, path: string): Common {
    return {
      name,
      path,
      retry: list(raw.Retry).map((retrier) => retrierOf(objectIn(retrier))),
      catch: list(raw.Catch).map((catcher, i) => this.catcher(objectIn(catcher), `Catch[${i}]`, path)),
      ...given('next', text(raw.Next)),
      ...this.outcome(raw, '', path),
    };
  }

  /** Output and Assign, as states, catchers and choice rules have them. */
  outcome(raw: Json, prefix: string, path: string): { output?: Template; assign?: Template } {
    const output = this.template(raw.Output, `${prefix}Output`, path);
    const assign = this.template(raw.Assign, `${prefix}Assign`, path);
    return { ...given('output', output), ...given('assign', assign) };
  }

  catcher(raw: Json, location: string, path: string): Catcher {
    return {
      errors: list(raw.ErrorEquals).map(String),
      next: text(raw.Next) ?? '',
      ...this.outcome(raw, `${location}/`, path),
    };
  }

  rules(raw: Json, path: string): ChoiceRule[] {
    return list(raw.Choices).map((entry, i) => {
      const rule = objectIn(entry);
      const location = `Choices[${i}]/Condition`;
      const condition = compileTemplate(rule.Condition, location, `${path}/${location}`, this.problems);
      return { condition, location, next: text(rule.Next) ?? '', ...this.outcome(rule, `Choices[${i}]/`, path) };
    });
  }

  task(common: Common, raw: Json, path: string): TaskState {
    const resource = text(raw.Resource) ?? '';
    const integration = parseResource(resource);
    if (integration === undefined)
      throw new Error(`the Resource "${resource}" passed validation but has no known form`);
    const field = (key: string) => this.template(raw[key], key, path);
    return {
      ...common,
      type: 'Task',
      resource,
      integration,
      ...given('arguments', field('Arguments')),
      ...given('timeout', field('TimeoutSeconds')),
      ...given('heartbeat', field('HeartbeatSeconds')),
      ...given('credentials', field('Credentials')),
    };
  }

  branches(scope: string, name: string, raw: Json, path: string): string[] {
    return list(raw.Branches).map((branch, i) => {
      const id = `${scope}/${name}/${i}`;
      this.addScope(id, objectIn(branch), `${path}/Branches[${i}]`);
      return id;
    });
  }

  map(scope: string, common: Common, raw: Json, path: string): State {
    const processor = objectIn(raw.ItemProcessor);
    const id = `${scope}/${common.name}/item`;
    this.addScope(id, processor, `${path}/ItemProcessor`);
    const field = (key: string) => this.template(raw[key], key, path);
    return {
      ...common,
      type: 'Map',
      processor: id,
      distributed: objectIn(processor.ProcessorConfig).Mode === 'DISTRIBUTED',
      ...given('label', text(raw.Label)),
      ...given('items', field('Items')),
      ...given('itemSelector', field('ItemSelector')),
      ...given('maxConcurrency', field('MaxConcurrency')),
      ...given('toleratedCount', field('ToleratedFailureCount')),
      ...given('toleratedPercentage', field('ToleratedFailurePercentage')),
      ...given('batch', isObject(raw.ItemBatcher) ? this.batcher(raw.ItemBatcher, path) : undefined),
    };
  }

  batcher(raw: Json, path: string): Batcher {
    const field = (key: string) => this.template(raw[key], `ItemBatcher/${key}`, path);
    return {
      ...given('maxItems', field('MaxItemsPerBatch')),
      ...given('maxBytes', field('MaxInputBytesPerBatch')),
      ...given('input', field('BatchInput')),
    };
  }
}

/** `{[key]: value}`, or nothing when there is no value. */
function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  const result: { [P in K]?: V } = {};
  if (value !== undefined) result[key] = value;
  return result;
}

/** The language's defaults: three attempts, one second, doubling. */
const retrierOf = (raw: Json): Retrier => ({
  errors: list(raw.ErrorEquals).map(String),
  intervalSeconds: number(raw.IntervalSeconds) ?? 1,
  maxAttempts: number(raw.MaxAttempts) ?? 3,
  backoffRate: number(raw.BackoffRate) ?? 2,
  jitter: raw.JitterStrategy === 'FULL',
  ...given('maxDelaySeconds', number(raw.MaxDelaySeconds)),
});
