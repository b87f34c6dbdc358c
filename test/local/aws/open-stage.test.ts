import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Attributes, fromAttributes } from '../../../lambdas/adapters/dynamodb/attribute-values.ts';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { after as at } from '../../../lambdas/kernel/instant.ts';
import type { StageClients } from '../../../local/aws/clients.ts';
import { openStage } from '../../../local/aws/open-stage.ts';
import { stageActs } from '../../../local/aws/stage-acts.ts';
import { createStageApp } from '../../../local/aws/stage-app.ts';
import { acme, T, worldWith } from '../../../local/world/acme.ts';
import type { World } from '../../../local/world/world.ts';
import example from '../../../retention.config.ts';
import { fakeAws } from '../../lambdas/compose/fake-aws.ts';
import { FakeStage } from './fake-stage.ts';

const environment = {
  STAGE: 'ops-test',
  LIVEMODE: 'false',
  TABLE_NAME: 'holdfast',
  PAYMENT_RECOVERY_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:holdfast-ops-test-payment-recovery:live',
};
const config = (writers: readonly string[] = []) => resolveConfig(mergeConfig(example, { console: { writers } }));

const refused = (name: string) => async () => {
  throw Object.assign(new Error('no'), { name });
};

function clients(world: World, more: Partial<StageClients> = {}, arn = 'arn:aws:iam::123456789012:user/team/ines') {
  const stage = new FakeStage(world);
  return {
    region: async () => 'eu-west-1',
    stacks: () => ({ send: refused('Unexpected') }),
    identity: () => ({ send: async () => ({ Account: arn.split(':')[4], Arn: arn }) }),
    table: () => stage.clients.table,
    executions: () => stage.clients.executions,
    ...more,
  };
}

describe('opening a stage', () => {
  let world: World;
  const wanted = { stage: 'ops-test', write: false, config: config(), environment };

  beforeAll(async () => {
    world = await worldWith(acme);
  });

  it('says which stage it is and who looks, and lets nobody act', async () => {
    const source = await openStage(wanted, clients(world));

    expect(source.place).toEqual({
      kind: 'stage',
      stage: 'ops-test',
      region: 'eu-west-1',
      accountId: '123456789012',
      user: 'ines',
      mayWrite: false,
    });
    expect(source.acts).toBeUndefined();
  });

  it('goes to the region of the stage where the shell names none', async () => {
    const source = await openStage(wanted, clients(world, { region: async () => undefined }));

    expect(source.place.region).toBe('eu-west-1');
  });

  it.each([
    ['another region', { region: async () => 'us-east-1' }, /is in eu-west-1, your AWS environment says us-east-1/],
    [
      'another account',
      {
        identity: () => ({ send: async () => ({ Account: '999999999999', Arn: 'arn:aws:iam::999999999999:user/bo' }) }),
      },
      /is in AWS account 123456789012, bo is in 999999999999: set AWS_PROFILE/,
    ],
    [
      'no credentials',
      { identity: () => ({ send: refused('CredentialsProviderError') }) },
      /^there are no AWS credentials here: set AWS_PROFILE/,
    ],
    [
      'credentials of yesterday',
      { identity: () => ({ send: refused('ExpiredTokenException') }) },
      /^the AWS credentials have expired/,
    ],
  ])('refuses %s with the way out', async (_what, more: Partial<StageClients>, said) => {
    await expect(openStage(wanted, clients(world, more))).rejects.toThrow(said);
  });

  it.each([
    ['nobody is named', [], /nobody is named: add 'ines'/],
    ['others are named', ['bo'], /named are bo: add 'ines'/],
  ])('refuses --write where %s', async (_what, writers, said) => {
    const asked = { ...wanted, write: true, config: config(writers) };
    await expect(openStage(asked, clients(world))).rejects.toThrow(said);
  });

  it.each([
    ['arn:aws:iam::123456789012:user/team/ines', 'ines'],
    ['arn:aws:sts::123456789012:assumed-role/Support/ines@vendor.test', 'Support/ines@vendor.test'],
  ])('lets the named write: %s is %s', async (arn, name) => {
    const asked = { ...wanted, write: true, config: config([name]) };
    const source = await openStage(asked, clients(world, {}, arn));

    expect([source.place.mayWrite, source.acts?.who]).toEqual([true, name]);
  });

  it('refuses names without a machine', async () => {
    const asked = { ...wanted, environment: { ...environment, PAYMENT_RECOVERY_ARN: undefined } };
    await expect(openStage(asked, clients(world))).rejects.toThrow(/lack PAYMENT_RECOVERY_ARN/);
  });
});

describe('the pages of a stage', () => {
  it('say on each which stage, account and region it is, that it is read only, and how old the lists are', async () => {
    const world = await worldWith(acme);
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
    await world.runUntil(at(T, { hours: 1 }));
    const app = createStageApp(new FakeStage(world).source());
    const execution = `/executions/${world.executions()[0]?.name}`;

    for (const path of [
      execution,
      '/',
      '/accounts',
      '/accounts/acme',
      '/mailbox',
      '/messages',
      '/tasks',
      '/executions',
    ]) {
      const response = await app.request(path, { headers: { host: 'localhost:4242' } });
      const text = await response.text();
      expect([path, response.status]).toEqual([path, 200]);
      expect(text).toContain('Stage prod');
      expect(text).toContain('AWS account 123456789012, eu-west-1. You are ines: read only.');
      expect(text).toMatch(
        /Lists of .* read every 30 seconds while somebody looks; a reading costs about \d+ read units/,
      );
      expect(text).not.toContain('action="/time/');
    }
  });

  it('refuse to act, with what makes it otherwise, whoever posts', async () => {
    const app = createStageApp(new FakeStage(await worldWith(acme)).source());
    const headers = { host: 'localhost', origin: 'http://localhost' };
    const asked = await app.request('/acts/pause-all', { headers });
    const posted = await app.request('/acts/pause-all', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ why: 'x' }),
    });

    expect([asked.status, posted.status]).toEqual([403, 403]);
    expect(await asked.text()).toContain('console.writers');
  });

  it('answer at localhost only', async () => {
    const app = createStageApp(new FakeStage(await worldWith(acme)).source());

    expect((await app.request('/', { headers: { host: 'elsewhere.test:4242' } })).status).toBe(403);
    expect((await app.request('/nowhere', { headers: { host: 'localhost' } })).status).toBe(404);
  });
});

describe('an act on a stage', () => {
  const before = { ...process.env };
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });

  it('writes what npm run ops writes, under the name behind the credentials', async () => {
    const aws = await fakeAws(() => ({}));
    Object.assign(process.env, { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
    const acts = stageActs({ names: environment, region: 'eu-west-1', who: 'ines', people: [] });
    const lines = await acts.perform({ command: 'pause-all', who: acts.who, why: 'a wave of chargebacks' });
    await aws.close();

    const puts = aws.calls
      .filter(({ target }) => target === 'PutItem')
      .map(({ input }) => fromAttributes(input.Item as Attributes));
    expect(lines).toEqual([expect.stringMatching(/^paused: /)]);
    expect(puts).toEqual([
      expect.objectContaining({ entity: 'act', act: 'pause-all', who: 'ines', why: 'a wave of chargebacks' }),
      expect.objectContaining({ entity: 'brake', on: true, who: 'ines' }),
    ]);
  });
});
