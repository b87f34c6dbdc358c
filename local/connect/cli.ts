import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { createStripe } from '../../lambdas/adapters/stripe/index.ts';
import { wallClock } from '../../lambdas/compose/clock.ts';
import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import example from '../../retention.config.ts';
import { awsClients } from '../aws/clients.ts';
import { namesOf } from '../aws/names-of.ts';
import { clientsIn, regionOf } from '../stage/clients.ts';
import { type Arguments, argumentsOf, help } from './arguments.ts';
import { askYes } from './ask.ts';
import { type Connecting, connect } from './connect.ts';
import { fileMemory, stageMemory } from './memory.ts';
import { ConnectError } from './mistake.ts';
import { fileVault, stageVault } from './vault.ts';

type Place = Pick<Connecting, 'stage' | 'livemode' | 'url' | 'vault' | 'memory'>;

const path = '/webhooks/stripe';

async function stagePlace(stage: string): Promise<Place> {
  const names = await namesOf(stage, process.env, awsClients);
  const { STRIPE_KEY_SECRET: key, WEBHOOK_SECRET: secrets, BASE_URL: base, TABLE_NAME: table } = names;
  if (!key || !secrets || !base || !table)
    throw new ConnectError(
      `stage "${stage}" has no names of its secrets here: npm run deploy -- --stage ${stage} writes them`,
    );
  const livemode = names.LIVEMODE === 'true';
  const clients = clientsIn(await regionOf(undefined));
  return {
    stage,
    livemode,
    url: `${base}${path}`,
    vault: stageVault(clients.secrets, { key, secrets, livemode }),
    memory: stageMemory(dynamoRows(clients.dynamodb, table)),
  };
}

/** Only test mode: live customers are for a deployed stage. */
const laptopPlace = (url: string): Place => ({
  stage: 'local',
  livemode: false,
  url: url.endsWith(path) ? url : `${url.replace(/\/$/, '')}${path}`,
  vault: fileVault('.holdfast/stripe.env'),
  memory: fileMemory('.holdfast/stripe.json'),
});

async function agrees({ yes }: Arguments): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new ConnectError('nothing was changed: nobody is here to be asked, give --yes');
  return askYes('go on?');
}

async function main(args: Arguments): Promise<void> {
  if (args.help) {
    process.stdout.write(help);
    return;
  }
  const place = args.stage === undefined ? laptopPlace(args.url ?? '') : await stagePlace(args.stage);
  await connect({
    ...place,
    returnUrl: resolveConfig(mergeConfig(example, {})).company.urls.app,
    rotate: args.rotate,
    portalCancelOff: args.portalCancelOff,
    dryRun: args.dryRun,
    givenKey: process.env.STRIPE_SECRET_KEY,
    stripe: (key) => createStripe(key, { maxNetworkRetries: 1, timeout: 20_000 }),
    now: wallClock.now(),
    say: (line) => void process.stdout.write(`${line}\n`),
    agrees: () => agrees(args),
  });
  if (args.stage === undefined)
    process.stdout.write('use them with: set -a; . .holdfast/stripe.env; set +a; npm start\n');
}

try {
  await main(argumentsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
