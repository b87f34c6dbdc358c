import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileMistakes } from '../../local/mistakes.ts';
import { account, renewal, story } from './scenario/story.ts';

const root = join(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'files-'));
const parts = ['package.json', 'retention.config.ts', 'lambdas', 'local', 'statemachines', 'templates'];

const machine = 'statemachines/payment-recovery.asl.json';
const parked = 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken';
const replaced = (from: string, to: string) => (text: string) => text.replace(from, to);

/** What a file becomes, undefined: it is removed; and what is said about it. */
const rows: [what: string, file: string, change: ((text: string) => string) | undefined, said: RegExp][] = [
  [
    'templates that were not built',
    'templates/compiled/emails.json',
    undefined,
    /^templates\/compiled\/emails\.json is missing: .*node scripts\/build-mail\.ts$/,
  ],
  [
    'a service that is not here',
    machine,
    replaced(parked, 'arn:aws:states:::aws-sdk:sqs:sendMessage'),
    /asl\.json \/States\/[^:]+\/Resource: .*aws-sdk:sqs:sendMessage/,
  ],
];

const run = (cli: string, args: readonly string[], input = '') =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(home, cli), ...args], {
    cwd: home,
    input,
    encoding: 'utf8',
    env: { ...process.env, PORT: '4931' },
    timeout: 30_000,
  });

function withFile<T>(file: string, change: ((text: string) => string) | undefined, act: () => T): T {
  const path = join(home, file);
  const text = readFileSync(path, 'utf8');
  try {
    if (change) writeFileSync(path, change(text));
    else rmSync(path);
    return act();
  } finally {
    writeFileSync(path, text);
  }
}

beforeAll(() => {
  for (const part of parts) cpSync(join(root, part), join(home, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
});

afterAll(() => rmSync(home, { recursive: true }));

describe('a mistake in the project’s own files', () => {
  const text = JSON.stringify(story([renewal], { accounts: [account()], days: 1 }));

  it.each(rows)('%s: told by npm run scenario in one line', (_what, file, change, said) => {
    const { status, stdout, stderr } = withFile(file, change, () => run('local/scenario/cli.ts', ['-'], text));

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trim()).toMatch(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  const wrongMode = replaced("default: 'observe'", "default: 'lve'");
  const config: (typeof rows)[number] = [
    'a wrong configuration',
    'retention.config.ts',
    wrongMode,
    /mode\.default: got "lve"/,
  ];

  it.each([...rows, config])('%s: told by npm start, and nothing is written', (_what, file, change, said) => {
    const { status, stdout, stderr } = withFile(file, change, () => run('local/server/start.ts', []));

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trim()).toMatch(said);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(join(home, '.holdfast'))).toBe(false);
  });

  it('is not what a fault of ours is', () => {
    const other = Object.assign(new Error("Cannot find module '/x/layout.ts'"), { code: 'ERR_MODULE_NOT_FOUND' });
    expect(fileMistakes(other)).toBeUndefined();
    expect(fileMistakes(new TypeError('emails.json'))).toBeUndefined();
  });
});
