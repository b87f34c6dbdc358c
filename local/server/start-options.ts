import { parseArgs } from 'node:util';

export type StartOptions =
  | { readonly kind: 'laptop'; readonly fresh: boolean }
  | { readonly kind: 'stage'; readonly stage: string; readonly write: boolean }
  | { readonly kind: 'mistake'; readonly why: string };

const known =
  'npm start knows: -- --fresh (forget the stored world), -- --stage <name> (look at a deployed stage) and --write beside it (act there)';

const options = {
  fresh: { type: 'boolean', default: false },
  stage: { type: 'string' },
  write: { type: 'boolean', default: false },
} as const;

/** What `npm start` was asked for. */
export function startOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return chosen(values);
  } catch {
    return { kind: 'mistake', why: `${args.join(' ')} is not understood, ${known}` };
  }
}

function chosen({ fresh, stage, write }: { fresh: boolean; stage?: string; write: boolean }): StartOptions {
  if (stage === undefined && write)
    return { kind: 'mistake', why: '--write belongs to --stage <name>: on the laptop everybody may act' };
  if (stage === undefined) return { kind: 'laptop', fresh };
  if (fresh) return { kind: 'mistake', why: '--fresh is for the world of the laptop, a stage is never forgotten' };
  return { kind: 'stage', stage, write };
}
