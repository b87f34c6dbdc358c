import { describe, expect, it } from '@jest/globals';
import { MachineFileError } from '../../../local/world/machine-file-error.ts';
import { loadMachines } from '../../../local/world/machines.ts';
import { supports } from '../../../local/world/services.ts';

const file = 'statemachines/payment-recovery.asl.json';
const parked = 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken';

function mistakesOf(alter: (text: string) => string): readonly string[] {
  try {
    loadMachines(alter);
  } catch (error) {
    if (error instanceof MachineFileError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('a machine file', () => {
  it('is taken as it stands', () => {
    expect(mistakesOf((text) => text)).toEqual([]);
  });

  it.each([
    ['that is no JSON', (text: string) => text.slice(0, -4), `${file} is not JSON: `],
    ['with a placeholder nobody binds', (text: string) => text.replace('TableName}', 'Tabel}'), `${file} names $`],
    ['with a service that is not here', (text: string) => text.replace(parked, `${parked}s`), `${file} /States/`],
  ])('%s is refused in one line that names the file', (_what, alter, said) => {
    const mistakes = mistakesOf(alter);

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.slice(0, said.length)).toBe(said);
  });

  it('is refused with one line for each wrong place', () => {
    const mistakes = mistakesOf((text) => text.replaceAll(parked, 'arn:aws:states:::aws-sdk:sqs:sendMessage'));

    expect(mistakes.length).toBeGreaterThan(1);
    expect(new Set(mistakes).size).toBe(mistakes.length);
    for (const mistake of mistakes) expect(mistake).toMatch(/ \/States\/[^:]+\/Resource: .*aws-sdk:sqs:sendMessage/);
  });
});

describe('the services here', () => {
  it.each([
    ['arn:aws:states:::lambda:invoke', true],
    ['arn:aws:states:::lambda:invoke.waitForTaskToken', true],
    ['arn:aws:states:::lambda:publish', false],
    ['arn:aws:lambda:eu-west-1:000000000000:function:x', false],
    ['arn:aws:states:::aws-sdk:dynamodb:query', true],
    [parked, true],
    ['arn:aws:states:::aws-sdk:dynamodb:transactWriteItems', false],
    ['arn:aws:states:::aws-sdk:dynamodb:toString', false],
    ['arn:aws:states:::dynamodb:getItem', false],
    ['arn:aws:states:::aws-sdk:s3:getObject', false],
    ['arn:aws:states:::sqs:sendMessage', false],
    ['arn:aws:states:::states:startExecution', true],
    ['arn:aws:states:::states:startExecution.sync', true],
    ['arn:aws:states:::states:startExecution.sync:2', true],
    ['arn:aws:states:::states:startExecution.waitForTaskToken', true],
    ['arn:aws:states:::aws-sdk:sfn:startExecution', true],
    ['not a resource', false],
  ])('%s: %s', (resource, answered) => {
    expect(supports(resource)).toBe(answered);
  });
});
