import { parseArgs } from 'node:util';
import { OpsError } from '../ops/command.ts';

export const help = `Gives Stripe back what recovery holds, ends every open case, and lists what we paused. Run twice, it changes nothing.

  npm run stripe:handback -- --stage <name>    a deployed stage, with the region and profile of your AWS environment
  npm run stripe:handback -- --local           the world of a running npm start at http://localhost:4242, or HOLDFAST_URL

  --dry-run            says what it would do and does nothing
  --resume-paused      asks for each subscription we paused whether to resume it; without it they are only listed
  --remove-endpoint    with --stage: takes away the webhook endpoint and the portal configuration that stripe:connect made,
                       and puts back the portal settings it changed
  --yes                asks nothing
  --who <name>         who does it, default: your user name
  --why "..."          the reason, kept beside each case
`;

export interface Arguments {
  readonly stage?: string;
  readonly help: boolean;
  readonly dryRun: boolean;
  readonly resumePaused: boolean;
  readonly removeEndpoint: boolean;
  readonly yes: boolean;
  readonly who?: string;
  readonly why: string;
}

const options = {
  stage: { type: 'string' },
  local: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  'dry-run': { type: 'boolean' },
  'resume-paused': { type: 'boolean' },
  'remove-endpoint': { type: 'boolean' },
  yes: { type: 'boolean' },
  who: { type: 'string' },
  why: { type: 'string' },
} as const;

/** @throws OpsError with one sentence: what is wrong and how it is written */
export function argumentsOf(args: readonly string[]): Arguments {
  const values = read(args);
  const { stage, local, help: asked = false } = values;
  if (!asked && (stage === undefined) === (local === undefined))
    throw new OpsError('which world is meant? It is written: npm run stripe:handback -- --stage <name>, or --local');
  if (values['remove-endpoint'] && stage === undefined)
    throw new OpsError('--remove-endpoint goes with --stage: here is no endpoint at Stripe');
  return {
    ...(stage === undefined ? {} : { stage }),
    help: asked,
    dryRun: values['dry-run'] ?? false,
    resumePaused: values['resume-paused'] ?? false,
    removeEndpoint: values['remove-endpoint'] ?? false,
    yes: values.yes ?? false,
    ...(values.who === undefined ? {} : { who: values.who }),
    why: values.why ?? 'handed back to Stripe',
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new OpsError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: see npm run stripe:handback -- --help`);
  }
}
