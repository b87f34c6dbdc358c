import { userInfo } from 'node:os';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import type { Answer } from './command.ts';
import { help } from './help.ts';
import { onServer } from './on-server.ts';
import { type Parsed, parse } from './parse.ts';

async function main(args: readonly string[]): Promise<void> {
  const parsed = parse(args, { user: userInfo().username, url: process.env.HOLDFAST_URL });
  if (parsed.kind === 'help') process.stdout.write(help);
  else process.stdout.write(`${(await carriedOut(parsed)).lines.join('\n')}\n`);
}

/** The AWS clients are loaded only where they are needed: the local way answers in a blink. */
async function carriedOut({ command, target }: Extract<Parsed, { kind: 'run' }>): Promise<Answer> {
  if (target.kind === 'local') return onServer(command, target.url);
  const { onAws } = await import('./on-aws.ts');
  return onAws(command, target.stage);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // Whatever it was: one sentence. A stack trace helps nobody in the middle of an incident.
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
