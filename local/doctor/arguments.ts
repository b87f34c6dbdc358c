import { parseArgs } from 'node:util';
import { StageError } from '../aws/stage-error.ts';

const written = 'npm run doctor [-- --stage dev] [--json]';

export interface Arguments {
  /** Undefined: what can be seen from here, without AWS. */
  readonly stage: string | undefined;
  readonly json: boolean;
}

/** @throws StageError with the way the command is written */
export function argumentsOf(args: readonly string[]): Arguments {
  try {
    const options = { stage: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return { stage: checked(values.stage), json: values.json ?? false };
  } catch (error) {
    if (error instanceof StageError) throw error;
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new StageError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: it is written ${written}`);
  }
}

function checked(stage: string | undefined): string | undefined {
  if (stage === undefined || /^[a-z][a-z0-9-]{0,31}$/.test(stage)) return stage;
  throw new StageError(`"${stage}" is no name of a stage, such as dev or prod: it is written ${written}`);
}
