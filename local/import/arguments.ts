import { parseArgs } from 'node:util';
import { StageError } from '../aws/stage-error.ts';

export interface Arguments {
  readonly place:
    | { readonly kind: 'stage'; readonly stage: string }
    | { readonly kind: 'local' }
    | { readonly kind: 'help' };
  readonly months: number;
  /** Forgets where an interrupted import stood. */
  readonly fresh: boolean;
  readonly openFailing: boolean;
  readonly yes: boolean;
}

const options = {
  stage: { type: 'string' },
  local: { type: 'boolean' },
  months: { type: 'string' },
  fresh: { type: 'boolean' },
  'open-failing': { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const help = `Takes in what is at Stripe already: customers, subscriptions, cards, and months of invoices and charges.

  npm run import -- --stage dev      into the table of a deployed stage
  npm run import -- --local          into the world of npm start with test keys (stop it meanwhile)

  --months 6         how far back invoices and charges are read (1 to 24)
  --open-failing     print what is failing now, and with --yes open a case for each
  --fresh            begin again; without it an interrupted import goes on where it was

It takes at most 30 % of the requests Stripe may be asked, and changes nothing at Stripe.
`;

/** @throws StageError with the way the command is written */
export function argumentsOf(args: readonly string[]): Arguments {
  const values = read(args);
  const flags = {
    months: monthsOf(values.months ?? '6'),
    fresh: values.fresh ?? false,
    openFailing: values['open-failing'] ?? false,
    yes: values.yes ?? false,
  };
  if (values.help) return { place: { kind: 'help' }, ...flags };
  if (values.yes && !values['open-failing'])
    throw new StageError('--yes belongs to --open-failing: the import itself asks nothing');
  if (values.local && values.stage !== undefined)
    throw new StageError('--local and --stage exclude each other, give one of them');
  if (values.local) return { place: { kind: 'local' }, ...flags };
  if (values.stage === undefined)
    throw new StageError('into which table? npm run import -- --stage dev, or --local for npm start with test keys');
  return { place: { kind: 'stage', stage: values.stage }, ...flags };
}

function monthsOf(text: string): number {
  const months = Number(text);
  if (/^\d+$/.test(text) && months >= 1 && months <= 24) return months;
  throw new StageError(`--months is "${text}", expected a number from 1 to 24`);
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new StageError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: see npm run import -- --help`);
  }
}
