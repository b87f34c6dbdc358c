import { describe, expect, it } from '@jest/globals';
import { keyOf } from '../../../../local/console/graph/edges.ts';
import { marksOf } from '../../../../local/console/graph/marks.ts';
import type { Passage } from '../../../../local/console/graph/passages.ts';

const passage = (of: Partial<Passage> = {}): Passage => ({ state: 'a', entered: 1, tries: 1, failures: [], ...of });
const timeout = [{ at: 2, error: 'States.Timeout' }];
const token = { resource: 'updateItem.waitForTaskToken', left: 2 };

describe('how a state stands in a run', () => {
  it.each([
    ['left by its own answer', { left: 2, answer: '{}' }, true, 'passed'],
    ['left after errors that a retry cured', { left: 2, answer: '{}', failures: timeout }, true, 'passed'],
    ['left by an error that was caught', { left: 2, failures: timeout }, true, 'caught'],
    ['a wait whose time came', { ...token, failures: timeout }, true, 'passed'],
    [
      'a wait that news was quicker than',
      { ...token, failures: [{ at: 2, error: 'DynamoDb.ConditionalCheckFailedException' }] },
      true,
      'passed',
    ],
    [
      'a wait that could not be written',
      { ...token, failures: [{ at: 2, error: 'DynamoDb.ResourceNotFoundException' }] },
      true,
      'caught',
    ],
    ['entered and not left', {}, true, 'here'],
    ['entered and not left, and the run has ended', {}, false, 'stopped'],
    ['the end of a failed run', { ended: { how: 'failed' } }, false, 'failed'],
    ['where a person stopped it', { ended: { how: 'stopped' } }, false, 'stopped'],
  ] satisfies [string, Partial<Passage>, boolean, string][])('%s', (_case, of, running, standing) => {
    const { states } = marksOf({ passages: [passage(of)], running });

    expect(states.get('a')?.standing).toBe(standing);
  });

  it('counts visits and shows the last one, with its due only where it waits', () => {
    const passages = [
      passage({ left: 2 }),
      passage({ state: 'b', from: 0, left: 3 }),
      passage({ entered: 3, from: 1 }),
    ];
    const { states, taken } = marksOf({ passages, running: true, waiting: { state: 'a', due: 9 } });

    expect(states.get('a')).toEqual({ standing: 'here', times: 2, at: 3, due: 9 });
    expect(states.get('b')).toEqual({ standing: 'passed', times: 1, at: 1 });
    expect(taken).toEqual(new Set([keyOf({ from: 'a', to: 'b' }), keyOf({ from: 'b', to: 'a' })]));
  });
});
