import { parseArgs } from 'node:util';
import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import example from '../../retention.config.ts';
import { awsClients } from '../aws/clients.ts';
import { openStage } from '../aws/open-stage.ts';
import { StageError } from '../aws/stage-error.ts';
import { examine } from './doctor.ts';

function stageIn(args: readonly string[]): string {
  try {
    const { values } = parseArgs({ args: [...args], options: { stage: { type: 'string' } } });
    if (values.stage !== undefined) return values.stage;
  } catch {
    // An unknown option is answered with the same sentence.
  }
  throw new StageError('which stage is meant? It is written: npm run doctor -- --stage dev');
}

try {
  const stage = stageIn(process.argv.slice(2));
  const config = resolveConfig(mergeConfig(example, {}));
  const source = await openStage({ stage, write: false, config, environment: process.env }, awsClients);
  const findings = await examine(source, config);
  for (const { ok, words } of findings) process.stdout.write(`${ok ? 'ok  ' : 'look'}  ${words}\n`);
  process.exitCode = findings.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
