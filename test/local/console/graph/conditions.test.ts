import { describe, expect, it } from '@jest/globals';
import { conditionLabel, conditionWords } from '../../../../local/console/graph/conditions.ts';

const rule = (Condition: unknown) => ({ Condition, Next: 'x' });

describe('conditions in words', () => {
  it.each([
    ["{% $verdict = 'WAIT' %}", 'verdict is WAIT'],
    ['{% $seen < 0 %}', 'seen is below 0'],
    ['{% $seen >= 1.5 %}', 'seen is at least 1.5'],
    ['{% $states.input.paid = true %}', 'states.input.paid is true'],
    ["{% $step != 'hold' %}", 'step is not hold'],
    ["{% $a = 'x' and $b = 'y' %}", "$a = 'x' and $b = 'y'"],
    ['{% $exists($turn) %}', '$exists($turn)'],
    [true, 'true'],
  ])('reads %s', (condition, words) => {
    expect(conditionWords(rule(condition))).toBe(words);
  });

  it('shows a JSONPath rule by its fields', () => {
    expect(conditionWords({ Variable: '$.kind', StringEquals: 'a', Next: 'x' })).toBe(
      '{"Variable":"$.kind","StringEquals":"a"}',
    );
  });

  it('labels a line with the value alone when all rules ask for the same thing', () => {
    const [one, two, other] = [rule("{% $v = 'A' %}"), rule("{% $v = 'B' %}"), rule("{% $w = 'C' %}")];

    expect(conditionLabel(one, [one, two])).toBe('A');
    expect(conditionLabel(one, [one, other])).toBe('v = A');
  });
});
