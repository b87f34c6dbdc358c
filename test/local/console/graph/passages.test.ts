import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../../../local/asl/index.ts';
import { passagesOf } from '../../../../local/console/graph/passages.ts';

const entered = (id: number, previousEventId: number, name: string, type = 'TaskStateEntered'): HistoryEvent => ({
  id,
  previousEventId,
  type,
  timestamp: id,
  stateEnteredEventDetails: { name, input: '{}' },
});
const exited = (id: number, previousEventId: number, name: string): HistoryEvent => ({
  id,
  previousEventId,
  type: 'TaskStateExited',
  timestamp: id,
  stateExitedEventDetails: { name, output: `"${name}"`, assignedVariables: { verdict: '"NEXT"' } },
});
const event = (
  id: number,
  previousEventId: number,
  type: string,
  details: Readonly<Record<string, unknown>> = {},
): HistoryEvent => {
  const name: `${string}EventDetails` = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
  return Object.assign({ id, previousEventId, type, timestamp: id }, { [name]: details });
};

describe('the passages of a history', () => {
  it('keeps what a task was asked, what failed on the way and what it answered', () => {
    const history = [
      entered(1, 0, 'a'),
      event(2, 1, 'TaskScheduled', { resource: 'invoke', parameters: '{"x":1}' }),
      event(3, 2, 'TaskFailed', { error: 'Throttled', cause: 'too fast' }),
      event(4, 3, 'TaskScheduled', { resource: 'invoke', parameters: '{"x":1}' }),
      event(5, 4, 'TaskSucceeded', { output: '{"Payload":{}}' }),
      exited(6, 5, 'a'),
    ];

    expect(passagesOf(history)).toEqual([
      {
        state: 'a',
        entered: 1,
        left: 6,
        input: '{}',
        output: '"a"',
        resource: 'invoke',
        parameters: '{"x":1}',
        answer: '{"Payload":{}}',
        assigned: { verdict: '"NEXT"' },
        tries: 2,
        failures: [{ at: 3, error: 'Throttled', cause: 'too fast' }],
      },
    ]);
  });

  it('names a timeout by its error', () => {
    const [passage] = passagesOf([entered(1, 0, 'a'), event(2, 1, 'TaskTimedOut'), exited(3, 2, 'a')]);

    expect(passage?.failures).toEqual([{ at: 2, error: 'States.Timeout' }]);
  });

  it('tells branches apart by what came before each event', () => {
    const history = [
      entered(1, 0, 'both', 'ParallelStateEntered'),
      event(2, 1, 'ParallelStateStarted'),
      entered(3, 2, 'left'),
      entered(4, 2, 'right'),
      event(5, 3, 'TaskSucceeded', { output: '1' }),
      event(6, 4, 'TaskSucceeded', { output: '2' }),
      exited(7, 6, 'right'),
      exited(8, 5, 'left'),
      exited(9, 8, 'both'),
      entered(10, 9, 'then'),
    ];

    expect(passagesOf(history).map(({ state, from, left, answer }) => [state, from, left, answer])).toEqual([
      ['both', undefined, 9, undefined],
      ['left', 0, 8, '1'],
      ['right', 0, 7, '2'],
      ['then', 0, undefined, undefined],
    ]);
  });

  it.each([
    ['ExecutionFailed', 'failed'],
    ['ExecutionAborted', 'stopped'],
    ['ExecutionTimedOut', 'timed out'],
  ])('tells %s where it happened', (type, how) => {
    const [passage] = passagesOf([entered(1, 0, 'a'), event(2, 1, type, { cause: 'sam: moved' })]);

    expect(passage?.ended).toEqual({ how, cause: 'sam: moved' });
  });
});
