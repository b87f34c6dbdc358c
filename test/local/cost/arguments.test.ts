import { describe, expect, it } from '@jest/globals';
import { parseArguments } from '../../../local/cost/arguments.ts';

describe('parseArguments', () => {
  it.each([
    [[], { accounts: 1000, json: false }],
    [['--json'], { accounts: 1000, json: true }],
    [['--accounts', '1'], { accounts: 1, json: false }],
    [['--accounts=300', '--json'], { accounts: 300, json: true }],
    [['--json', '--accounts', '100000000'], { accounts: 100_000_000, json: true }],
  ])('reads %j', (args, asked) => {
    expect(parseArguments(args)).toEqual(asked);
  });

  it.each([
    [['--acounts', '3'], 'unknown argument "--acounts": known are --accounts N and --json'],
    [['300'], 'unknown argument "300": known are --accounts N and --json'],
    [['--accounts', '3', '4'], 'unknown argument "4": known are --accounts N and --json'],
    [['--accounts'], '--accounts has no number: say how many, as in --accounts 300'],
    [['--accounts='], '--accounts has no number: say how many, as in --accounts 300'],
    [['--accounts', '0'], '--accounts is "0": give a whole number from 1 to 100000000'],
    [['--accounts', '100000001'], '--accounts is "100000001": give a whole number from 1 to 100000000'],
    [['--accounts', '1e3'], '--accounts is "1e3": give a whole number from 1 to 100000000'],
    [['--accounts', '-5'], '--accounts is "-5": give a whole number from 1 to 100000000'],
  ])('refuses %j in one sentence', (args, words) => {
    expect(() => parseArguments(args)).toThrow(words);
  });
});
