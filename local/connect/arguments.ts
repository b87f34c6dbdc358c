import { parseArgs } from 'node:util';
import { ConnectError } from './mistake.ts';

export interface Arguments {
  /** Undefined: the laptop. */
  readonly stage: string | undefined;
  /** Of the laptop, as Stripe reaches it. */
  readonly url: string | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly rotate: boolean;
  readonly portalCancelOff: boolean;
  readonly help: boolean;
}

const options = {
  stage: { type: 'string' },
  url: { type: 'string' },
  yes: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  rotate: { type: 'boolean' },
  'portal-cancel': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const help = `Connects a stage with Stripe: its webhook endpoint, the secret of it, the portal for cards.

  npm run stripe:connect -- --stage dev      the deployed stage; the key and the secret go to Secrets Manager
  npm run stripe:connect -- --url <address>  this laptop, as Stripe reaches it (a tunnel); they go to .holdfast/stripe.env

  --dry-run              say what would happen, change nothing
  --yes                  do not ask
  --rotate               a new endpoint with a new secret; both count for three days
  --portal-cancel off    nobody cancels in Stripe's portal any more, only on the page with the offer

The key is read from STRIPE_SECRET_KEY, else from where it is stored. It is never an argument: those stand in histories.
`;

/** @throws ConnectError with the way the command is written */
export function argumentsOf(args: readonly string[]): Arguments {
  const values = read(args);
  const { stage, url } = values;
  const portal = values['portal-cancel'];
  if (portal !== undefined && portal !== 'off')
    throw new ConnectError(`--portal-cancel is "${portal}", expected off; npm run stripe:handback turns it on again`);
  if (stage !== undefined && url !== undefined)
    throw new ConnectError('--url belongs to the laptop: a stage has an address of its own, leave one of them out');
  if (url !== undefined && !/^https:\/\/[^\s/]+/.test(url))
    throw new ConnectError(`--url is "${url}", expected the https address of a tunnel to localhost:4242`);
  if (stage === undefined && url === undefined && !values.help)
    throw new ConnectError(
      'which stage is meant? npm run stripe:connect -- --stage dev, or --url <https address> for this laptop',
    );
  return {
    stage,
    url,
    yes: values.yes ?? false,
    dryRun: values['dry-run'] ?? false,
    rotate: values.rotate ?? false,
    portalCancelOff: portal === 'off',
    help: values.help ?? false,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    // Whoever gives the key as an argument must not find it in the answer too.
    if (args.some((one) => /(sk|rk)_(live|test)_|whsec_/.test(one)))
      throw new ConnectError(
        'a key is never an argument, it would stand in the shell’s history: export STRIPE_SECRET_KEY',
      );
    const [first = ''] = String(Object(error).message).split(/\.(?: |$)|\n/);
    throw new ConnectError(`${first.charAt(0).toLowerCase()}${first.slice(1)}: see npm run stripe:connect -- --help`);
  }
}
