import { describe, expect, it } from '@jest/globals';
import { environmentFile, environmentNames, isDnsOutput, outputName, readEnvironment } from '../../infra/outputs.ts';
import { readContext, readStage, StageError, stageNames, stageOf } from '../../infra/stages.ts';

describe('what you write into cdk.json', () => {
  it.each(stageNames)('may be nothing: %s', (name) => {
    expect(stageOf(name)).toMatchObject({ name, own: { mailDomains: 'create' } });
    expect(readStage(name).name).toBe(name);
  });

  it('wins over the table where the table has a default', () => {
    expect(stageOf('prod', { budgetUsd: 500, region: 'eu-west-1', account: '123456789012' })).toMatchObject({
      budgetUsd: 500,
      own: { region: 'eu-west-1', account: '123456789012' },
    });
  });

  it.each<[unknown, string]>([
    [{ account: '12345678901' }, 'context.stages.dev.account is wrong (an AWS account is 12 digits)'],
    [{ region: 'Ireland' }, 'context.stages.dev.region is wrong (a region is a name such as eu-west-1)'],
    [{ alarmMail: 'ops' }, 'context.stages.dev.alarmMail is wrong (an address such as ops@example.com)'],
    [{ budgetUsd: 0 }, 'context.stages.dev.budgetUsd is wrong (more than 0 US dollars a month)'],
    [{ domain: { name: 'x.test', certificateArn: 'x' } }, 'context.stages.dev.domain.certificateArn is wrong'],
    [{ domain: { name: 'https://x.test', certificateArn: 'arn:x' } }, 'context.stages.dev.domain.name is wrong'],
    [{ mailDomains: 'none' }, 'context.stages.dev.mailDomains is wrong'],
    [{ acount: '123456789012' }, 'context.stages.dev is wrong'],
  ])('is refused in one sentence: %j', (facts, says) => {
    expect(() => stageOf('dev', facts)).toThrow(StageError);
    expect(() => stageOf('dev', facts)).toThrow(`cdk.json: ${says}`);
  });

  it('names stages there are', () => {
    expect(() => stageOf('production')).toThrow('stage "production" is not known, expected dev, staging, prod');
    expect(() => readContext('{"context":{"stages":{"production":{}}}}')).toThrow(
      'context.stages.production is no stage',
    );
  });

  it.each([
    ['{"context":{},}', 'cdk.json is not JSON'],
    ['{}', 'cdk.json has no object under "context"'],
  ])('is a file that can be read: %s', (text, says) => {
    expect(() => readContext(text)).toThrow(says);
  });
});

describe('the outputs of a stage', () => {
  const outputs = Object.fromEntries(environmentNames.map((name) => [outputName(name), `value of ${name}`]));

  it('are the environment of the command line, name by name', () => {
    expect(readEnvironment(outputs).PAYMENT_RECOVERY_ARN).toBe('value of PAYMENT_RECOVERY_ARN');
    expect(environmentFile(readEnvironment(outputs)).split('\n').slice(0, 2)).toEqual([
      'STAGE=value of STAGE',
      'LIVEMODE=value of LIVEMODE',
    ]);
  });

  it('that lack one are of an older version, and say which', () => {
    const { BusName: _gone, ...older } = outputs;
    expect(() => readEnvironment(older)).toThrow('the stack does not say BUS_NAME: deploy this version');
  });

  it.each([
    ['Dns1', true],
    ['Dns12', true],
    ['Dns', false],
    ['DnsName1', false],
  ])('know a DNS record by its name: %s', (name, is) => {
    expect(isDnsOutput(name)).toBe(is);
  });
});
