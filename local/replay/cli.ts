import { parseArgs } from 'node:util';
import { resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import example from '../../retention.config.ts';
import { awsClients } from '../aws/clients.ts';
import { openStage } from '../aws/open-stage.ts';
import { StageError } from '../aws/stage-error.ts';
import { LocalSource } from '../console/local-source.ts';
import type { ConsoleSource } from '../console/source.ts';
import { WorldStore } from '../server/store.ts';
import { World } from '../world/world.ts';
import { rehearse, writeStories } from './run.ts';
import { linesOf } from './words.ts';

const usage = 'it is written: npm run rehearse -- --stage dev [--days 90], or --local for the world of npm start';

interface Wanted {
  readonly days: number;
  readonly stage?: string;
}

function wantedIn(args: readonly string[]): Wanted {
  const { days, stage, local } = read(args);
  if (local === (stage !== undefined)) throw new StageError(`which history is meant? ${usage}`);
  const number = Number(days);
  if (!/^\d+$/.test(days) || number < 1 || number > 730)
    throw new StageError(`--days is "${days}", expected a number from 1 to 730`);
  return { days: number, ...(stage === undefined ? {} : { stage }) };
}

function read(args: readonly string[]): { days: string; stage: string | undefined; local: boolean } {
  try {
    const {
      days = '90',
      stage,
      local = false,
    } = parseArgs({
      args: [...args],
      options: { days: { type: 'string' }, stage: { type: 'string' }, local: { type: 'boolean' } },
    }).values;
    return { days, stage, local };
  } catch {
    throw new StageError(`that is no option of the rehearsal: ${usage}`);
  }
}

const config = resolveConfig(example);

const ofStage = (stage: string): Promise<ConsoleSource> =>
  openStage({ stage, write: false, config, environment: process.env }, awsClients);

/** What npm start and the import left on this machine: with test keys, or else the invented customers. */
async function ofLaptop(): Promise<ConsoleSource> {
  const store = new WorldStore(process.env.STRIPE_SECRET_KEY ? '.holdfast/wall.db' : '.holdfast/world.db');
  const stored = store.load();
  store.close();
  if (!stored) throw new StageError('no world is stored here: run npm start or npm run import -- --local first');
  return new LocalSource(await World.restore(stored, config));
}

try {
  const { days, stage } = wantedIn(process.argv.slice(2));
  const source = stage === undefined ? await ofLaptop() : await ofStage(stage);
  const told = (done: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} customers played`);
  };
  const { summary, strange } = await rehearse(source, days, told);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const files = writeStories(strange, '.holdfast/rehearsal');
  process.stdout.write(`${linesOf(days, summary, strange, files).join('\n')}\n`);
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
