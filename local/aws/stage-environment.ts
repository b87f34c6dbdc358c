import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { baseVariables, queueVariables, touchVariables, type VariableName } from '../../lambdas/registry.ts';
import { StageError } from './stage-error.ts';

export type StageEnvironment = Readonly<Record<string, string>>;

/** Where a stage's names may stand beside its file. */
export interface StageNames {
  /** The outputs of a CloudFormation stack; undefined: there is no such stack. */
  outputs(stack: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** The text of a file; undefined: it is not there. */
  read(file: string): string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const variables: readonly VariableName[] = [
  ...baseVariables,
  ...Object.values(touchVariables).flat(),
  ...Object.values(queueVariables),
];

export const readFile = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

/** `TABLE_NAME` is the stack's output `TableName`, as `infra/outputs.ts` writes it; the two are held together by a test. */
export const outputName = (variable: string): string =>
  variable.toLowerCase().replaceAll(/(^|_)([a-z])/g, (_whole, _gap, letter: string) => letter.toUpperCase());

/**
 * The names of a stage's table, queues and machines, as its functions have them: from `.holdfast/<stage>.env`, which a deploy
 * writes; else from this process's environment, where it is that of the stage; else from the outputs of the stage's stack.
 * @throws StageError when none of them knows the stage, or two of them contradict each other
 */
export async function stageEnvironment(stage: string, names: StageNames): Promise<StageEnvironment> {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(stage))
    throw new StageError(`"${stage}" is no name of a stage, such as dev or prod`);
  const file = `.holdfast/${stage}.env`;
  const written = names.read(file);
  if (written !== undefined) return agreeing(parseEnv(written) as StageEnvironment, file, stage, names);
  if (names.environment.TABLE_NAME !== undefined) return agreeing({}, 'the environment', stage, names);
  const outputs = await names.outputs(`holdfast-${stage}`);
  if (outputs === undefined) throw unknown(stage, file);
  const found = variables.flatMap((name) => {
    const value = outputs[outputName(name)];
    return value === undefined ? [] : [[name, value] as const];
  });
  if (!found.some(([name]) => name === 'TABLE_NAME')) throw unknown(stage, file);
  return agreeing(Object.fromEntries(found), `the stack holdfast-${stage}`, stage, names);
}

const unknown = (stage: string, file: string): StageError =>
  new StageError(
    `stage "${stage}" is not known here: npm run deploy -- --stage ${stage} writes ${file}, or write its TABLE_NAME and other names there yourself`,
  );

/** What is exported in a shell for one stage must not steer another one. */
function agreeing(found: StageEnvironment, from: string, stage: string, { environment }: StageNames): StageEnvironment {
  const own = Object.fromEntries(
    variables.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  const clash = Object.keys(found).find((name) => own[name] !== undefined && own[name] !== found[name]);
  if (clash !== undefined)
    throw new StageError(`${clash} is "${own[clash]}" in your environment and "${found[clash]}" in ${from}: unset it`);
  const merged = { STAGE: stage, ...own, ...found };
  if (merged.STAGE === stage) return merged;
  throw new StageError(`${from} is of stage "${merged.STAGE}", not of "${stage}": give the one you mean`);
}
