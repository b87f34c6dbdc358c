import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createStripe } from '../../lambdas/adapters/stripe/index.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import { askLine, askYes } from '../connect/ask.ts';
import { type Arguments, argumentsOf, help, readAnswers } from './arguments.ts';
import { init } from './init.ts';
import { InitError } from './mistake.ts';
import { type AtStripe, readStripe } from './plans.ts';

const file = 'retention.config.ts';

async function atStripe(): Promise<AtStripe | undefined> {
  const { STRIPE_SECRET_KEY: key } = process.env;
  if (!key) return undefined;
  if (!/^(sk|rk)_(live|test)_\w+$/.test(key))
    throw new InitError('STRIPE_SECRET_KEY is no Stripe key: set a secret or restricted one, or unset it');
  return readStripe(createStripe(key, { maxNetworkRetries: 1, timeout: 20_000 }));
}

async function overwrites(yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY)
    throw new InitError(`${file} is there and nobody is here to be asked: give --yes to replace it`);
  return askYes(`${file} is there: replace it?`);
}

async function main({ answers, yes, help: wantsHelp }: Arguments): Promise<void> {
  if (wantsHelp) return void process.stdout.write(help);
  if (answers === undefined && !process.stdin.isTTY)
    throw new InitError('nobody is here to answer: give the answers in a file, npm run init -- --answers answers.json');
  await init({
    atStripe,
    given: answers === undefined ? undefined : readAnswers(answers, (name) => readFileSync(name, 'utf8')),
    ask: askLine,
    say: (line) => void process.stdout.write(`${line}\n`),
    exists: existsSync(file),
    overwrites: () => overwrites(yes),
    write: (text) => writeFileSync(file, text),
  });
}

try {
  await main(argumentsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${wordsOf(error).why.split('\n').join(' ')}\n`);
  process.exitCode = 2;
}
