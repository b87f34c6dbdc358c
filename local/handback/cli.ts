import { userInfo } from 'node:os';
import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { createStripe } from '../../lambdas/adapters/stripe/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import { awsClients } from '../aws/clients.ts';
import { namesOf } from '../aws/names-of.ts';
import { askYes } from '../connect/ask.ts';
import { stageMemory } from '../connect/memory.ts';
import { ConnectError } from '../connect/mistake.ts';
import { stageVault } from '../connect/vault.ts';
import { onServer } from '../ops/on-server.ts';
import { clientsIn, regionOf } from '../stage/clients.ts';
import { type Arguments, argumentsOf, help } from './arguments.ts';
import { disconnect } from './disconnect.ts';
import { type Giving, give } from './give.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const agreesFor =
  ({ yes }: Arguments) =>
  async (question: string): Promise<boolean> => {
    if (yes) return true;
    if (!process.stdin.isTTY) throw new ConnectError('nobody is here to be asked, give --yes or --dry-run');
    return askYes(question);
  };

function runnerOf({ stage }: Arguments): Giving['run'] {
  if (stage === undefined) return (command) => onServer(command, process.env.HOLDFAST_URL ?? 'http://localhost:4242');
  return async (command) => (await import('../ops/on-aws.ts')).onAws(command, stage);
}

async function removeEndpoint(stage: string, agrees: Giving['agrees']): Promise<void> {
  const names = await namesOf(stage, process.env, awsClients);
  const { STRIPE_KEY_SECRET: key, WEBHOOK_SECRET: secrets, TABLE_NAME: table } = names;
  if (!key || !secrets || !table)
    throw new ConnectError(
      `stage "${stage}" has no names of its secrets here: npm run deploy -- --stage ${stage} writes them`,
    );
  const clients = clientsIn(await regionOf(undefined));
  const stored = await stageVault(clients.secrets, { key, secrets, livemode: names.LIVEMODE === 'true' }).key();
  if (stored === undefined) throw new ConnectError(`there is no Stripe key in ${key}: nothing can be removed with it`);
  const connection = await stageMemory(dynamoRows(clients.dynamodb, table)).read();
  await disconnect({ stage, stripe: createStripe(stored, { maxNetworkRetries: 1 }), connection, say, agrees });
}

async function main(args: Arguments): Promise<void> {
  if (args.help) {
    process.stdout.write(help);
    return;
  }
  const agrees = agreesFor(args);
  const went = await give({ args, user: userInfo().username, run: runnerOf(args), say, agrees });
  if (went && args.removeEndpoint && args.stage !== undefined) await removeEndpoint(args.stage, agrees);
}

try {
  await main(argumentsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
