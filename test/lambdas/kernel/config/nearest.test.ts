import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../../../lambdas/kernel/config/nearest.ts';

const known = ['ladder', 'caps', 'quietHours', 'company'];

describe('nearest', () => {
  it.each([
    ['laddr', 'ladder'],
    ['Ladder', 'ladder'],
    ['quiethours', 'quietHours'],
    ['quitHuors', 'quietHours'],
    ['cap', 'caps'],
    ['compnay', 'company'],
    ['something', undefined],
    ['xxxxdr', undefined],
  ])('takes "%s" for %s', (typed, expected) => {
    expect(nearest(typed, known)).toBe(expected);
  });

  it('has no answer without words', () => {
    expect(nearest('x', [])).toBeUndefined();
  });
});
