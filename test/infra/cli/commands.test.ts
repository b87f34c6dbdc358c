import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { argumentsOf } from '../../../infra/cli/arguments.ts';
import { forgetEnvironment, writeEnvironment } from '../../../infra/cli/environment-file.ts';
import { environmentFile, outputName, readEnvironment } from '../../../infra/outputs.ts';
import { outputName as consoleOutputName } from '../../../local/aws/stage-environment.ts';
import { awsProblem } from '../../../local/stage/problem.ts';
import { stacksOf } from '../../../local/stage/stacks.ts';
import { outputs } from './fake-account.ts';

describe('the commands', () => {
  it.each([
    [['--stage', 'dev'], { stage: 'dev', holdAnyway: false }],
    [['--stage=prod', '--yes-destroy', 'prod'], { stage: 'prod', typed: 'prod', holdAnyway: false }],
    [['--stage', 'prod', '--hold-anyway'], { stage: 'prod', holdAnyway: true }],
  ])('read %j', (args, expected) => {
    expect(argumentsOf('destroy', args)).toEqual(expected);
  });

  it.each([
    [[], 'which stage is meant? It is written: npm run deploy -- --stage dev|staging|prod'],
    [['--stage', 'qa'], 'stage "qa" is not known, expected dev, staging, prod'],
    [['--stage', 'dev', '--force'], "unknown option '--force': it is written npm run deploy"],
    [['dev'], 'it is written npm run deploy -- --stage dev|staging|prod'],
    [['--stage', 'dev', '--yes-destroy', 'dev'], '--yes-destroy belongs to npm run destroy only'],
  ])('refuse %j', (args, sentence) => {
    expect(() => argumentsOf('deploy', args)).toThrow(sentence);
  });
});

describe('the file with the names of a stage', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'names-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is for its owner only, also when one was there that everybody could read', () => {
    writeEnvironment('dev', 'A=1\n', folder);
    const path = join(folder, '.holdfast/dev.env');
    rmSync(path);
    writeFileSync(path, 'A=0\n', { mode: 0o644 });

    expect(writeEnvironment('dev', 'A=2\n', folder)).toBe('.holdfast/dev.env');

    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('A=2\n');
    forgetEnvironment('dev', folder);
    expect(() => statSync(path)).toThrow('ENOENT');
  });

  it('is not taken into git', () => {
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('.holdfast/');
  });

  it('holds every name the stack says, by the names the console looks for', () => {
    const environment = readEnvironment(outputs);
    expect(environmentFile(environment)).toContain('STRIPE_KEY_SECRET=holdfast/dev/stripe-key\n');
    expect(Object.keys(environment).map(consoleOutputName)).toEqual(Object.keys(environment).map(outputName));
  });
});

describe('what AWS says', () => {
  it.each([
    [
      { name: 'CredentialsProviderError', message: 'Could not load credentials from any providers' },
      'there are no AWS credentials here',
    ],
    [
      { name: 'ExpiredTokenException', message: 'expired' },
      'AWS refused the credentials (ExpiredTokenException): log in again',
    ],
    [
      { name: 'AccessDeniedException', message: 'User is not authorized\nmore' },
      'these credentials may not read it: use a profile that may (User is not authorized)',
    ],
    [{ name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo' }, 'AWS did not answer (ENOTFOUND)'],
    [
      { name: 'LimitExceededException', message: 'too many' },
      'AWS would not read it (LimitExceededException): too many',
    ],
  ])('becomes a sentence: %j', (error, sentence) => {
    const { message } = awsProblem(Object.assign(new Error(error.message), error), 'read it');
    expect(message).toContain(sentence);
    expect(message).not.toContain('\n');
  });

  it('is asked of the stacks by their deployed names', () => {
    expect(stacksOf('dev')).toEqual({ data: 'holdfast-dev-data', retention: 'holdfast-dev' });
  });
});
