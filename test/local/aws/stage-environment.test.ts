import { describe, expect, it } from '@jest/globals';
import { outputName as infraName } from '../../../infra/outputs.ts';
import { queueVariables, touchVariables } from '../../../lambdas/registry.ts';
import { outputName, stageEnvironment } from '../../../local/aws/stage-environment.ts';

const nothing = { read: () => undefined, environment: {}, outputs: async () => undefined };
const file = 'STAGE=prod\nLIVEMODE=true\nTABLE_NAME=holdfast-prod\n';

describe('the names of a stage', () => {
  it('are those of its file, which a deploy writes', async () => {
    const asked: string[] = [];
    const read = (path: string) => {
      asked.push(path);
      return file;
    };

    expect(await stageEnvironment('prod', { ...nothing, read })).toEqual({
      STAGE: 'prod',
      LIVEMODE: 'true',
      TABLE_NAME: 'holdfast-prod',
    });
    expect(asked).toEqual(['.holdfast/prod.env']);
  });

  it('are those of this process where there is no file', async () => {
    const environment = { TABLE_NAME: 'holdfast-prod', HOME: '/home/ines' };

    expect(await stageEnvironment('prod', { ...nothing, environment })).toEqual({
      STAGE: 'prod',
      TABLE_NAME: 'holdfast-prod',
    });
  });

  it('are else the outputs of its stack', async () => {
    const outputs = async (stack: string) =>
      stack === 'holdfast-prod'
        ? { TableName: 'holdfast-prod', OutboxQueueUrl: 'https://sqs/o', Other: 'x' }
        : undefined;

    expect(await stageEnvironment('prod', { ...nothing, outputs })).toEqual({
      STAGE: 'prod',
      TABLE_NAME: 'holdfast-prod',
      OUTBOX_QUEUE_URL: 'https://sqs/o',
    });
  });

  it.each([
    ['nobody knows the stage', 'prod', nothing, /^stage "prod" is not known here: npm run deploy -- --stage prod/],
    ['the stack says no table', 'prod', { ...nothing, outputs: async () => ({}) }, /^stage "prod" is not known here/],
    ['the file is of another stage', 'dev', { ...nothing, read: () => file }, /is of stage "prod", not of "dev"/],
    [
      'the shell has the table of another stage',
      'prod',
      { ...nothing, read: () => file, environment: { TABLE_NAME: 'holdfast-dev' } },
      /^TABLE_NAME is "holdfast-dev" in your environment and "holdfast-prod" in \.holdfast\/prod\.env: unset it$/,
    ],
    ['its name is a path', '../prod', nothing, /^"\.\.\/prod" is no name of a stage/],
  ])('are refused where %s', async (_why, stage, names, said) => {
    await expect(stageEnvironment(stage, names)).rejects.toThrow(said);
  });

  it.each([...Object.values(touchVariables).flat(), ...Object.values(queueVariables)])(
    'call the output of %s as the stack does',
    (name) => {
      expect(outputName(name)).toBe(infraName(name));
    },
  );
});
