import { setTimeout as pause } from 'node:timers/promises';
import { wallClock } from '../../lambdas/compose/clock.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { awsClients } from '../aws/clients.ts';
import { namesOf } from '../aws/names-of.ts';
import { StageError } from '../aws/stage-error.ts';
import { regionOf } from '../stage/clients.ts';
import { type Arguments, argumentsOf, help } from './arguments.ts';
import { patientPorts } from './patient.ts';
import { progress } from './progress.ts';
import { runImport } from './run.ts';

interface Place {
  readonly ports: Ports;
  readonly saved: () => void;
}

const untilThen = async (until: Instant): Promise<void> => {
  await pause(Math.max(1, until - wallClock.now()));
};

async function stagePlace(stage: string): Promise<Place> {
  const region = await regionOf(undefined);
  Object.assign(process.env, await namesOf(stage, process.env, awsClients), { AWS_REGION: region });
  const { stagePorts } = await import('../ops/on-aws.ts');
  return { ports: patientPorts(await stagePorts(), untilThen), saved: () => undefined };
}

/** The world that npm start keeps with test keys. Its file is one process's at a time. */
async function localPlace(): Promise<Place> {
  const { STRIPE_SECRET_KEY: key = '', STRIPE_WEBHOOK_SECRET: secret = '' } = process.env;
  const [{ keyProblem, wallWorld }, { WorldStore }] = await Promise.all([
    import('../server/wall-world.ts'),
    import('../server/store.ts'),
  ]);
  const problem = keyProblem(key, secret);
  if (problem) throw new StageError(problem);
  const store = new WorldStore('.holdfast/wall.db');
  const real = { key, webhookSecrets: [secret] };
  const world = await wallWorld(wallClock.now(), real, store.load(), { linkBase: 'http://localhost:4242' });
  await world.runUntil(wallClock.now());
  const wait = async (until: Instant): Promise<void> => {
    await untilThen(until);
    await world.runUntil(wallClock.now());
  };
  return { ports: patientPorts(world.ports, wait), saved: () => store.save(world) };
}

async function main(given: Arguments): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  if (given.place.kind === 'help') return void process.stdout.write(help);
  const place = given.place.kind === 'local' ? await localPlace() : await stagePlace(given.place.stage);
  await runImport({ ...given, ...place, say, progress: () => progress(process.stdout.isTTY === true, say) });
}

try {
  await main(argumentsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
