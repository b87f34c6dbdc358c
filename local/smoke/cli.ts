import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { stripeKey } from '../../lambdas/adapters/secret-values.ts';
import { wallClock } from '../../lambdas/compose/clock.ts';
import { resolveConfig } from '../../lambdas/kernel/config/index.ts';
import input from '../../retention.config.ts';
import { callerOf } from '../aws/caller.ts';
import { readFile, type StageEnvironment, stageEnvironment } from '../aws/stage-environment.ts';
import { StageError } from '../aws/stage-error.ts';
import { configFileMistake } from '../config-file-mistake.ts';
import { type Clients, clientsIn, regionOf } from '../stage/clients.ts';
import { realStripe } from '../stage/readiness.ts';
import { readSecret } from '../stage/secrets.ts';
import { readStack } from '../stage/stacks.ts';
import { argumentsOf, requireYes } from './arguments.ts';
import { checks } from './checks/index.ts';
import { line, summary } from './print.ts';
import { runSmoke } from './run.ts';
import type { Reaches } from './smoke.ts';
import { stripeActor } from './stripe-customer.ts';

/** `npm run smoke -- --stage dev`: what only AWS can prove, one line a check. */
async function main(args: readonly string[]): Promise<number> {
  const given = argumentsOf(args);
  const region = await regionOf(undefined);
  const clients = clientsIn(region);
  const { accountId, user } = await callerOf(clients.sts);
  const environment = await stageEnvironment(given.stage, {
    outputs: async (stack) => (await readStack(clients.cloudFormation, stack))?.outputs,
    read: readFile,
    environment: process.env,
  });
  const livemode = environment.LIVEMODE === 'true';
  requireYes(given, livemode);
  if (!String(environment.PAYMENT_RECOVERY_ARN).includes(`:${region}:${accountId}:`))
    throw new StageError(
      `stage "${given.stage}" is elsewhere (${String(environment.PAYMENT_RECOVERY_ARN)}), these credentials are of ${accountId} in ${region}: use its profile and region`,
    );
  const say = (text: string): void => (given.json ? undefined : console.log(text));
  say(`stage ${given.stage}: account ${accountId}, ${region}, as ${user}; about five minutes`);
  const results = await runSmoke(checks, reaches(given.stage, livemode, environment, clients), (result) =>
    say(line(result)),
  );
  if (given.json) console.log(JSON.stringify({ stage: given.stage, results }));
  say(summary(results));
  return results.some(({ kind }) => kind === 'fail') ? 1 : 0;
}

function reaches(stage: string, livemode: boolean, environment: StageEnvironment, clients: Clients): Reaches {
  const config = resolveConfig(input);
  const sleep = (milliseconds: number): Promise<void> => wait(milliseconds);
  return {
    stage,
    livemode,
    environment,
    clients,
    config,
    id: randomBytes(4).toString('hex'),
    now: wallClock.now,
    sleep,
    async post(url, headers, body) {
      const answer = await fetch(url, { method: 'POST', headers, body });
      return { status: answer.status, body: await answer.text() };
    },
    async stripe() {
      // A restricted key of the stage may not make customers; a test key of your own may.
      const own = process.env.STRIPE_SMOKE_KEY;
      const name = String(environment.STRIPE_KEY_SECRET);
      const state = await readSecret(clients.secrets, { kind: 'stripe key', name, livemode });
      const text = own ?? (state.kind === 'good' ? state.text : undefined);
      if (text === undefined) return undefined;
      const key = stripeKey(own === undefined ? name : 'STRIPE_SMOKE_KEY', text, false);
      return stripeActor(realStripe(key), { metadataKey: config.stripe.accountIdMetadata, sleep });
    },
  };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${configFileMistake(error) ?? (error instanceof Error ? error.message : String(error))}\n`);
  process.exitCode = 2;
}
