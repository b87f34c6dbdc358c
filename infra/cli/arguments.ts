import { parseArgs } from 'node:util';
import { isStage, StageError, type StageName, stageNames } from '../stages.ts';

export interface Arguments {
  readonly stage: StageName;
  /** The stage's name once more, given with `--yes-destroy`. */
  readonly typed?: string;
  /** `--hold-anyway`: go on although recovery keeps Stripe from collecting open invoices. */
  readonly holdAnyway: boolean;
}

const options = {
  stage: { type: 'string' },
  'yes-destroy': { type: 'string' },
  'hold-anyway': { type: 'boolean' },
} as const;

/** @throws StageError with the way the command is written */
export function argumentsOf(name: 'deploy' | 'diff' | 'destroy', args: readonly string[]): Arguments {
  const written = `npm run ${name} -- --stage ${stageNames.join('|')}`;
  const values = read(args, written);
  const { stage, 'yes-destroy': typed, 'hold-anyway': holdAnyway = false } = values;
  if (stage === undefined) throw new StageError(`which stage is meant? It is written: ${written}`);
  if (!isStage(stage)) throw new StageError(`stage "${stage}" is not known, expected ${stageNames.join(', ')}`);
  if (typed !== undefined && name !== 'destroy') throw new StageError('--yes-destroy belongs to npm run destroy only');
  if (holdAnyway && name === 'diff') throw new StageError('--hold-anyway belongs to npm run deploy and destroy only');
  return typed === undefined ? { stage, holdAnyway } : { stage, typed, holdAnyway };
}

function read(args: readonly string[], written: string) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new StageError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: it is written ${written}`);
  }
}
