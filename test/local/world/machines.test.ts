import { describe, expect, it } from '@jest/globals';
import { MachineFileError } from '../../../local/world/machine-file-error.ts';
import { loadMachines } from '../../../local/world/machines.ts';

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
