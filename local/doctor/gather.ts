import Stripe from 'stripe';
import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { apiVersion, createStripe } from '../../lambdas/adapters/stripe/index.ts';
import { loadConnection } from '../../lambdas/billing/connection.ts';
import { wallClock } from '../../lambdas/compose/clock.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import { type Instant, instant } from '../../lambdas/kernel/instant.ts';
import { callerOf } from '../aws/caller.ts';
import { awsClients } from '../aws/clients.ts';
import { namesOf } from '../aws/names-of.ts';
import { openStage } from '../aws/open-stage.ts';
import type { StageEnvironment } from '../aws/stage-environment.ts';
import { fileMemory } from '../connect/memory.ts';
import { fileVault, stageVault } from '../connect/vault.ts';
import { type Clients, clientsIn, regionOf } from '../stage/clients.ts';
import { askDns } from '../stage/dns.ts';
import { type Read, read } from './finding.ts';
import { lookAtAws } from './look-at-aws.ts';
import { lookAtDomain } from './look-at-dns.ts';
import { lookAtStripe } from './look-at-stripe.ts';
import type { Facts } from './report.ts';
import { examine } from './stage-rows.ts';

interface Reached {
  readonly names: StageEnvironment;
  readonly clients: Clients;
  readonly region: string;
}

const noStage = { why: 'no stage was named (npm run doctor -- --stage dev)' } as const;

/** Looks everywhere it can from here. Changes nothing, and throws nothing: what cannot be seen is said. */
export async function gather(stage: string | undefined, config: RetentionConfig): Promise<Facts> {
  const reached: Read<Reached> = stage === undefined ? noStage : await read(() => reach(stage));
  const key = await read(() => keyOf(reached));
  const aws = await through(reached, ({ clients, names }) => awsOf(clients, names, config));
  return {
    versions: { node: process.versions.node, sdkApi: Stripe.API_VERSION, pinnedApi: apiVersion },
    now: wallClock.now(),
    stage: await through(reached, () => rowsOf(stage ?? '', config)),
    url: await through(reached, async ({ names }) => `${names.BASE_URL}/webhooks/stripe`),
    connection:
      stage === undefined ? await read(fileMemory('.holdfast/stripe.json').read) : await through(reached, connectionOf),
    stripe: await through(key, (text) => lookAtStripe(createStripe(text, { maxNetworkRetries: 1 }), wallClock.now())),
    aws,
    domains: await domainsOf(aws, config),
    clocks: await clocksOf('value' in reached ? reached.value.region : undefined),
  };
}

const through = async <T, U>(found: Read<T>, look: (value: T) => Promise<U>): Promise<Read<U>> =>
  'why' in found ? found : read(() => look(found.value));

async function reach(stage: string): Promise<Reached> {
  const region = await regionOf(undefined);
  const clients = clientsIn(region);
  await callerOf(clients.sts);
  return { names: await namesOf(stage, process.env, awsClients), clients, region };
}

async function keyOf(reached: Read<Reached>): Promise<string> {
  if ('why' in reached && reached !== noStage) throw new Error(reached.why);
  const found =
    'value' in reached
      ? await vaultOf(reached.value).key()
      : (process.env.STRIPE_SECRET_KEY ?? (await fileVault('.holdfast/stripe.env').key()));
  if (found !== undefined) return found;
  throw new Error('there is no Stripe key (npm run stripe:connect puts one in, or export STRIPE_SECRET_KEY)');
}

const vaultOf = ({ clients, names }: Reached) =>
  stageVault(clients.secrets, {
    key: names.STRIPE_KEY_SECRET ?? '',
    secrets: names.WEBHOOK_SECRET ?? '',
    livemode: names.LIVEMODE === 'true',
  });

const connectionOf = ({ clients, names }: Reached) =>
  loadConnection({ rows: dynamoRows(clients.dynamodb, names.TABLE_NAME ?? '') });

async function rowsOf(stage: string, config: RetentionConfig) {
  const source = await openStage({ stage, write: false, config, environment: process.env }, awsClients);
  return examine(source, config);
}

const domainsIn = ({ senders }: RetentionConfig): readonly string[] => [
  ...new Set([senders.service.address, senders.lifecycle.address].map((one) => one.slice(one.indexOf('@') + 1))),
];

const awsOf = (clients: Clients, names: StageEnvironment, config: RetentionConfig) =>
  lookAtAws(clients, {
    domains: domainsIn(config),
    machine: names.PAYMENT_RECOVERY_ARN ?? '',
    secrets: [names.STRIPE_KEY_SECRET ?? '', names.LINK_KEYS_SECRET ?? ''],
  });

/** DNS is there without AWS; what SES expects in it is known only with it. */
async function domainsOf(aws: Facts['aws'], config: RetentionConfig): Promise<Facts['domains']> {
  const known = 'value' in aws && 'value' in aws.value.domains ? aws.value.domains.value : [];
  return read(() =>
    Promise.all(
      domainsIn(config).map((domain) => {
        const said = known.find((one) => one.domain === domain);
        return lookAtDomain(said ?? { domain, ses: undefined, tokens: [], mailFrom: undefined }, askDns);
      }),
    ),
  );
}

async function clocksOf(region: string | undefined): Promise<Facts['clocks']> {
  const asked = [
    ['Stripe', 'https://api.stripe.com/'],
    ...(region === undefined ? [] : [['AWS', `https://sts.${region}.amazonaws.com/`]]),
  ] as const;
  return Promise.all(asked.map(async ([whose = '', url = '']) => ({ whose, says: await read(() => dateOf(url)) })));
}

/** Every answer carries the time it was given, whatever else it says. */
async function dateOf(url: string): Promise<Instant> {
  const host = new URL(url).hostname;
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) }).catch(() => {
    throw new Error(`${host} did not answer`);
  });
  const at = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(at)) throw new Error(`${host} did not say the time`);
  return instant(at);
}
