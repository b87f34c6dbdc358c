import { parseArgs } from 'node:util';
import { resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import type { RecoveryReport } from '../../lambdas/metrics/recovery-report.ts';
import example from '../../retention.config.ts';
import { linesOf } from './words.ts';

const usage = 'it is written: npm run recovery-report [-- --stage dev] [--json]';

function wanted(args: readonly string[]): { readonly stage?: string; readonly json: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { stage: { type: 'string' }, json: { type: 'boolean' } },
    });
    return { json: values.json === true, ...(values.stage === undefined ? {} : { stage: values.stage }) };
  } catch {
    throw new Error(`that is no option of this report: ${usage}`);
  }
}

/** The world of a running `npm start`. */
async function ofServer(url: string): Promise<RecoveryReport> {
  const answer = await fetch(new URL('/recovery.json', url)).catch(() => undefined);
  if (!answer) throw new Error(`nothing answers at ${url}: run npm start, set HOLDFAST_URL, or give --stage <name>`);
  if (!answer.ok) throw new Error(`what answers at ${url} is not Holdfast (${answer.status}): set HOLDFAST_URL`);
  return (await answer.json()) as RecoveryReport;
}

async function ofStage(stage: string): Promise<RecoveryReport> {
  const [{ openStage }, { awsClients }, { reportOf }] = await Promise.all([
    import('../aws/open-stage.ts'),
    import('../aws/clients.ts'),
    import('./report-of.ts'),
  ]);
  const config = resolveConfig(example);
  const source = await openStage({ stage, write: false, config, environment: process.env }, awsClients);
  const { ended, open } = await source.recoveries();
  return reportOf(ended, open, config.company.zone, source.now());
}

try {
  const { stage, json } = wanted(process.argv.slice(2));
  const url = process.env.HOLDFAST_URL ?? 'http://localhost:4242';
  const report = stage === undefined ? await ofServer(url) : await ofStage(stage);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${linesOf(report).join('\n')}\n`);
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
