import { describe, expect, it } from '@jest/globals';
import { argumentsOf, requireYes } from '../../../local/smoke/arguments.ts';
import { line, summary } from '../../../local/smoke/print.ts';

describe('npm run smoke', () => {
  it.each([
    [['--stage', 'dev'], { stage: 'dev', json: false, yes: false }],
    [['--stage', 'prod', '--yes', '--json'], { stage: 'prod', json: true, yes: true }],
  ])('reads %j', (args, expected) => {
    expect(argumentsOf(args)).toEqual(expected);
  });

  it.each([
    [[], 'which stage is meant? It is written: npm run smoke -- --stage dev [--json] [--yes]'],
    [['--stage', 'dev', '--fast'], "unknown option '--fast': it is written npm run smoke"],
  ])('refuses %j', (args, sentence) => {
    expect(() => argumentsOf(args)).toThrow(sentence);
  });

  it.each([
    ['dev', false, false, true],
    ['dev', true, false, false],
    ['prod', false, false, false],
    ['prod', true, false, false],
    ['prod', true, true, true],
  ])('at stage %s, livemode %s, --yes %s: runs %s', (stage, livemode, yes, runs) => {
    const attempt = () => requireYes({ stage, json: false, yes }, livemode);
    if (runs) expect(attempt).not.toThrow();
    else expect(attempt).toThrow('pass --yes if you mean it');
  });

  it('prints what was expected only where it did not come', () => {
    const result = { name: 'a check', does: 'looks', expects: 'something', saw: 'nothing', seconds: 3 };
    expect(line({ ...result, kind: 'pass' })).toBe('pass  a check: nothing (3 s)');
    expect(line({ ...result, kind: 'fail' })).toBe('FAIL  a check: nothing (3 s)\n      expected: something');
    expect(
      summary([
        { ...result, kind: 'pass' },
        { ...result, kind: 'fail' },
        { ...result, kind: 'skip' },
      ]),
    ).toBe('1 of 3 passed, 1 failed, 1 not run');
  });
});
