import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import example from '../../retention.config.ts';
import { argumentsOf } from './arguments.ts';
import { exitCodeOf, lineOf, summaryOf } from './finding.ts';
import { gather } from './gather.ts';
import { reportOf } from './report.ts';

/** `npm run doctor -- --stage dev`: one line a check, exit code 1 when one fails, 2 when it was not understood. */
try {
  const { stage, json } = argumentsOf(process.argv.slice(2));
  const config = resolveConfig(mergeConfig(example, {}));
  const findings = reportOf(await gather(stage, config), config);
  if (json) process.stdout.write(`${JSON.stringify({ stage, findings })}\n`);
  else process.stdout.write(`${[...findings.map(lineOf), summaryOf(findings)].join('\n')}\n`);
  process.exitCode = exitCodeOf(findings);
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
