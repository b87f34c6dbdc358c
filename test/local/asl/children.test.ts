import { describe, expect, it } from '@jest/globals';
import { exceedsTolerated } from '../../../local/asl/states/map.ts';
import { machineOf, pass, Story, task } from './story.ts';

const eachTask = (more: object, distributed = false) =>
  machineOf({
    Each: {
      Type: 'Map',
      Items: '{% $states.input %}',
      ItemProcessor: {
        ...(distributed ? { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } } : {}),
        StartAt: 'Call',
        States: { Call: task({ Arguments: '{% $states.input %}' }) },
      },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      Next: 'Done',
      ...more,
    },
    Done: pass({}),
    Caught: pass({}),
  });

/** Answers the n-th call. */
const answer = (story: Story, n: number, output: unknown) =>
  story.send({ kind: 'task-result', task: story.call(n).task, at: 0, output });
const fail = (story: Story, n: number) =>
  story.send({ kind: 'task-failure', task: story.call(n).task, at: 0, error: 'A', cause: 'c' });

describe('a Map', () => {
  it('runs as many iterations at once as MaxConcurrency says and keeps the order of the items', async () => {
    const story = await Story.start(eachTask({ MaxConcurrency: 2 }), ['a', 'b', 'c']);
    expect(story.calls.map((call) => call.mapIndex)).toEqual([0, 1]);
    await answer(story, 1, 'B');
    await answer(story, 2, 'C');
    await answer(story, 0, 'A');

    expect(story.frame.output).toEqual(['A', 'B', 'C']);
  });

  it('runs forty at once when MaxConcurrency is 0', async () => {
    const story = await Story.start(
      eachTask({ MaxConcurrency: 0 }),
      Array.from({ length: 41 }, (_, i) => i),
    );

    expect(story.calls).toHaveLength(40);
  });

  it('is done at once without items', async () => {
    const story = await Story.start(eachTask({}), []);

    expect(story.types().slice(1, 5)).toEqual([
      'MapStateEntered',
      'MapStateStarted',
      'MapStateSucceeded',
      'MapStateExited',
    ]);
    expect(story.frame.output).toEqual([]);
  });

  it('ends with its first failed iteration and calls the others off', async () => {
    const story = await Story.start(eachTask({}), [1, 2]);
    const other = story.call(1).task;
    await fail(story, 0);

    expect(story.types().slice(12, 17)).toEqual([
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'MapStateExited',
    ]);
    expect(story.frame.output).toEqual({ Error: 'A', Cause: 'c' });
    expect(story.frame.tasks[other]).toBeUndefined();
  });

  it('gives the selector each item with its index', async () => {
    const selector = { i: '{% $states.context.Map.Item.Index %}', v: '{% $states.context.Map.Item.Value %}' };
    const story = await Story.start(
      machineOf({
        Each: {
          Type: 'Map',
          ItemSelector: selector,
          ItemProcessor: { StartAt: 'Say', States: { Say: pass({}) } },
          End: true,
        },
      }),
      ['x', 'y'],
    );

    expect(story.frame.output).toEqual([
      { i: 0, v: 'x' },
      { i: 1, v: 'y' },
    ]);
  });
});

describe('a Distributed Map', () => {
  it('hands out batches and keeps its iterations out of the history', async () => {
    const story = await Story.start(
      eachTask({ ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { k: '{% $states.input[0] %}' } } }, true),
      [1, 2, 3],
    );
    expect(story.calls.map((call) => call.arguments)).toEqual([
      { BatchInput: { k: 1 }, Items: [1, 2] },
      { BatchInput: { k: 1 }, Items: [3] },
    ]);
    await answer(story, 0, 'A');
    await answer(story, 1, 'B');

    expect(story.frame.output).toEqual(['A', 'B']);
    expect(story.types()).not.toContain('TaskScheduled');
    expect(story.types()).toContain('MapRunSucceeded');
  });

  it.each([
    { tolerated: {}, failed: 1, total: 10, exceeds: true },
    { tolerated: { toleratedCount: 1 }, failed: 1, total: 10, exceeds: false },
    { tolerated: { toleratedCount: 1 }, failed: 2, total: 10, exceeds: true },
    { tolerated: { toleratedPercentage: 20 }, failed: 2, total: 10, exceeds: false },
    { tolerated: { toleratedPercentage: 20 }, failed: 3, total: 10, exceeds: true },
    { tolerated: { toleratedCount: 1, toleratedPercentage: 50 }, failed: 2, total: 10, exceeds: true },
  ])(
    'with $tolerated and $failed of $total failed is over the limit: $exceeds',
    ({ tolerated, failed, total, exceeds }) => {
      expect(exceedsTolerated(tolerated, failed, total)).toBe(exceeds);
    },
  );

  it('fails with its own error once too many iterations failed', async () => {
    const story = await Story.start(eachTask({ ToleratedFailureCount: 1 }, true), [1, 2, 3]);
    await fail(story, 0);
    expect(story.frame.status).toBe('RUNNING');
    await fail(story, 1);

    expect(story.frame.output).toMatchObject({ Error: 'States.ExceedToleratedFailureThreshold' });
    expect(story.frame.tasks).toEqual({});
  });
});

describe('a Parallel', () => {
  it('nests, and waits for the slowest branch', async () => {
    const inner = {
      StartAt: 'Inner',
      States: {
        Inner: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 9, End: true } } },
            { StartAt: 'Fast', States: { Fast: pass({ Output: 1 }) } },
          ],
          End: true,
        },
      },
    };
    const story = await Story.start(
      machineOf({
        Outer: {
          Type: 'Parallel',
          Branches: [inner, { StartAt: 'Quick', States: { Quick: pass({ Output: 2 }) } }],
          End: true,
        },
      }),
      'in',
    );
    expect(await story.ring()).toBe(9);

    expect(story.frame.output).toEqual([['in', 1], 2]);
  });

  it('is retried as a whole', async () => {
    const branch = { StartAt: 'Call', States: { Call: task({}) } };
    const story = await Story.start(
      machineOf({
        Both: {
          Type: 'Parallel',
          Branches: [branch, { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 99, End: true } } }],
          Retry: [{ ErrorEquals: ['A'] }],
          End: true,
        },
      }),
    );
    await story.fail('A');
    expect([...story.timers.values()]).toEqual([1]);
    await story.ring();

    expect(story.types().filter((type) => type.startsWith('Parallel'))).toEqual([
      'ParallelStateEntered',
      'ParallelStateStarted',
      'ParallelStateStarted',
    ]);
    expect(story.calls).toHaveLength(2);
  });

  it('does not grow the stack when it is looped over', async () => {
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'One', States: { One: pass({}) } }],
        Assign: { n: '{% $n + 1 %}' },
        Next: 'Again?',
      },
      'Again?': { Type: 'Choice', Choices: [{ Condition: '{% $n < 3000 %}', Next: 'Both' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    };
    const story = await Story.start(
      machineOf({ Set: pass({ Assign: { n: 0 }, Output: {}, Next: 'Both' }), ...states }),
    );

    expect(story.frame.status).toBe('SUCCEEDED');
  });
});
