import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Attributes, fromAttributes, toAttributes } from '../../../lambdas/adapters/dynamodb/attribute-values.ts';
import { Desk } from '../../lambdas/cases/desk.ts';
import { type AwsCall, fakeAws } from '../../lambdas/compose/fake-aws.ts';

const root = join(import.meta.dirname, '../../..');
const cli = join(root, 'local/ops/cli.ts');

/** All that the brake and the list need. */
const table = { STAGE: 'ops-test', LIVEMODE: 'false', TABLE_NAME: 'holdfast-ops-test' };
const rest = (aws: string) => ({
  STRIPE_KEY_SECRET: 'stripe-key',
  BUS_NAME: 'holdfast-ops-test',
  PAYMENT_RECOVERY_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:holdfast-ops-test-payment-recovery',
  OUTBOX_QUEUE_URL: `${aws}/1/outbox`,
});

const why = ['--why', 'a drill', '--who', 'ines'];

describe('npm run ops against AWS', () => {
  let stored: Attributes | undefined;
  let aws: Awaited<ReturnType<typeof fakeAws>>;

  /** One case at most, whatever is asked for; a change of it comes back as news. */
  function answer({ target, input }: AwsCall): object | undefined {
    const isCase = JSON.stringify(input.Key ?? '').includes('CASE#');
    if (target === 'GetSecretValue') return { SecretString: 'sk_test_planted' };
    if (target === 'Query') return { Items: [], Count: 0 };
    if (target === 'GetItem') return isCase && stored ? { Item: stored } : {};
    if (target === 'UpdateItem')
      return isCase && stored ? { Attributes: { ...stored, news: { N: '1' }, answered: { N: '0' } } } : {};
    if (target === 'PutItem' || target === 'SendTaskSuccess') return {};
    return undefined;
  }

  /** As it is run: a process of its own, which gets these variables and no other of ours. */
  const ops = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const region = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', PATH: '' };
      const options = { cwd: root, env: { ...region, AWS_ENDPOINT_URL: aws.url, ...env }, timeout: 30_000 };
      const words = ['--disable-warning=ExperimentalWarning', cli, ...args, '--aws', '--stage', 'ops-test'];
      execFile(process.execPath, words, options, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out: out.trim(), err: err.trim() }),
      );
    });

  const targets = () => [...new Set(aws.calls.map(({ target }) => target))];
  const puts = () =>
    aws.calls.filter(({ target }) => target === 'PutItem').map(({ input }) => fromAttributes(input.Item as Attributes));

  beforeEach(async () => {
    stored = undefined;
    aws = await fakeAws(answer);
  });
  afterEach(() => aws.close());

  it('lists who needs attention with the table alone', async () => {
    expect(await ops(table, 'attention')).toEqual({ code: 0, out: 'no case needs attention', err: '' });
    expect(targets()).toEqual(['Query']);
  });

  it.each([
    ['pause-all', true, /^paused: no mail and no charge leaves/],
    ['resume-all', false, /^resumed: /],
  ])('writes the flag of %s with the table alone, and who did it', async (command, on, said) => {
    const { code, out, err } = await ops(table, command, ...why);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(said);
    expect(targets()).toEqual(['PutItem', 'GetItem']);
    expect(puts()).toEqual([
      expect.objectContaining({ act: command, who: 'ines', why: 'a drill' }),
      expect.objectContaining({ entity: 'brake', on, who: 'ines', why: 'a drill' }),
    ]);
  });

  it('answers the token a nudged case waits with', async () => {
    const desk = new Desk();
    stored = toAttributes({ ...(await desk.park(await desk.open(), 'token-1')), pending: [] });

    const { code, out, err } = await ops({ ...table, ...rest(aws.url) }, 'nudge', 'acme', 'sub_acme', ...why);

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'nudged the case of acme about sub_acme',
      expect.stringMatching(/^run 1: open at .*, in "Wait for retry 1" until 2026-11-11T15:00:00.000Z$/),
    ]);
    expect(puts()).toEqual([expect.objectContaining({ act: 'nudge', who: 'ines', why: 'a drill' })]);
    expect(aws.calls.find(({ target }) => target === 'SendTaskSuccess')?.input).toMatchObject({ taskToken: 'token-1' });
  });

  it('refuses an unknown case in one sentence and writes nothing', async () => {
    expect(await ops({ ...table, ...rest(aws.url) }, 'stop', 'acme', 'sub_none', ...why)).toEqual({
      code: 2,
      out: '',
      err: 'there is no recovery case of acme about sub_none',
    });
    expect(targets()).toEqual(['GetSecretValue', 'GetItem']);
  });

  it.each([
    [
      'a stage other than the one of the environment, before it calls anything',
      { ...table, STAGE: 'live' },
      /^the environment is of stage "live"/,
      [],
    ],
    [
      'an environment without its table, when CloudFormation does not know the stage either',
      { STAGE: 'ops-test', LIVEMODE: 'false' },
      /^the stack holdfast-ops-test could not be read .*\.holdfast\/<stage>\.env$/,
      ['DescribeStacks'],
    ],
  ])('refuses %s', async (_name, env, said, asked) => {
    const { code, out, err } = await ops(env, 'pause-all', ...why);

    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(said) });
    expect(err).not.toContain('\n');
    expect(targets()).toEqual(asked);
  });
});
