import { resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import { linesOf, readinessOf } from './readiness.ts';

try {
  const [unknown] = process.argv.slice(2).filter((one) => one !== '--json');
  if (unknown !== undefined) throw new Error(`"${unknown}" is no option: it is written npm run ready [-- --json]`);
  // Behind an import: a mistake in the file is told as a sentence.
  const { default: input } = await import('../../retention.config.ts');
  const all = readinessOf(resolveConfig(input));
  process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(all)}\n` : linesOf(all).join('\n'));
  process.exitCode = all.some(({ state }) => state === 'needs') ? 1 : 0;
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
