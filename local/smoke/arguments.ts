import { parseArgs } from 'node:util';
import { StageError } from '../aws/stage-error.ts';

export interface SmokeArguments {
  readonly stage: string;
  readonly json: boolean;
  readonly yes: boolean;
}

const written = 'npm run smoke -- --stage dev [--json] [--yes]';
const options = { stage: { type: 'string' }, json: { type: 'boolean' }, yes: { type: 'boolean' } } as const;

/** @throws StageError with the way the command is written */
export function argumentsOf(args: readonly string[]): SmokeArguments {
  const { stage, json = false, yes = false } = read(args);
  if (stage === undefined) throw new StageError(`which stage is meant? It is written: ${written}`);
  return { stage, json, yes };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new StageError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: it is written ${written}`);
  }
}

/** Real customers live there: somebody has to mean it. */
export function requireYes({ stage, yes }: SmokeArguments, livemode: boolean): void {
  if (yes || !(livemode || stage === 'prod')) return;
  throw new StageError(
    `stage "${stage}" is live: this writes rows of a test account, sends two mails to the SES simulator and moves one message; pass --yes if you mean it`,
  );
}
