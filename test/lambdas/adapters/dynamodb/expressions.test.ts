import { describe, expect, it } from '@jest/globals';
import {
  compileChange,
  compileCondition,
  compileKeyCondition,
  placeholders,
} from '../../../../lambdas/adapters/dynamodb/expressions.ts';
import type { Change, Condition } from '../../../../lambdas/kernel/rows.ts';

const open: Condition = { kind: 'equals', path: 'status', value: 'open' };
const noWait: Condition = { kind: 'absent', path: 'wait' };

describe('a condition', () => {
  it.each<[string, Condition]>([
    ['attribute_not_exists(#0)', noWait],
    ['attribute_exists(#0.#1)', { kind: 'present', path: ['wait', 'token'] }],
    ['#0 = :0', open],
    ['#0 <> :0', { kind: 'differs', path: 'a', value: 1 }],
    ['#0 < :0', { kind: 'less', path: 'a', value: 1 }],
    ['#0 <= :0', { kind: 'atMost', path: 'a', value: 1 }],
    ['#0 > :0', { kind: 'greater', path: 'a', value: 1 }],
    ['#0 >= :0', { kind: 'atLeast', path: 'a', value: 1 }],
    ['contains(#0, :0)', { kind: 'contains', path: 'applied', value: 'e1' }],
    ['NOT (#0 = :0)', { kind: 'not', of: open }],
    ['#0 = :0 AND attribute_not_exists(#1)', { kind: 'all', of: [open, noWait] }],
    [
      '#0 = :0 AND (#0 = :1 OR attribute_not_exists(#1))',
      { kind: 'all', of: [open, { kind: 'any', of: [open, noWait] }] },
    ],
    ['NOT (#0 = :0 OR attribute_not_exists(#1))', { kind: 'not', of: { kind: 'any', of: [open, noWait] } }],
    ['#0 = :0', { kind: 'all', of: [{ kind: 'any', of: [open] }] }],
  ])('compiles to "%s"', (expected, condition) => {
    expect(compileCondition(condition, placeholders())).toBe(expected);
  });
});

describe('a change', () => {
  it.each<[string | undefined, Change]>([
    [undefined, {}],
    [undefined, { set: [['a', undefined]] }],
    [
      'SET #0 = :0, #1.#2 = :1',
      {
        set: [
          ['a', 1],
          [['wait', 'token'], 't'],
        ],
      },
    ],
    ['SET #0 = if_not_exists(#0, :0) + :1', { add: [['news', 1]] }],
    ['SET #0 = list_append(if_not_exists(#0, :0), :1)', { append: [['applied', ['e1']]] }],
    ['SET #0 = :0 REMOVE #1, #2.#3', { set: [['a', 1]], remove: ['b', ['c', 'd']] }],
  ])('compiles to "%s"', (expected, change) => {
    expect(compileChange(change, placeholders())).toBe(expected);
  });

  it('brings one placeholder for each name and one for each value', () => {
    const at = placeholders();
    compileChange({ set: [['status', 'open']], remove: [['wait', 'status']] }, at);
    compileCondition(open, at);
    expect(at.attributes()).toEqual({
      ExpressionAttributeNames: { '#0': 'status', '#1': 'wait' },
      ExpressionAttributeValues: { ':0': 'open', ':1': 'open' },
    });
  });

  it('brings no empty lists of placeholders, which DynamoDB refuses', () => {
    expect(placeholders().attributes()).toEqual({});
  });
});

describe('a key condition', () => {
  it.each([
    ['#0 = :0', undefined],
    ['#0 = :0', { prefix: '' }],
    ['#0 = :0 AND begins_with(#1, :1)', { prefix: 'MSG#' }],
    ['#0 = :0 AND #1 <= :1', { atMost: 'z' }],
    ['#0 = :0 AND #1 BETWEEN :1 AND :2', { from: 'a', to: 'b' }],
  ])('compiles to "%s"', (expected, range) => {
    expect(compileKeyCondition({ pk: 'duePk', sk: 'dueSk' }, 'lane', range, placeholders())).toBe(expected);
  });
});
