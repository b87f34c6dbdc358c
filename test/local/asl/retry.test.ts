import { describe, expect, it } from '@jest/globals';
import type { Retrier } from '../../../local/asl/machine.ts';
import { matches, retryDelayMs } from '../../../local/asl/retry.ts';
import { machineOf, pass, Story, task } from './story.ts';

const retrier = (more: Partial<Retrier>): Retrier => ({
  errors: [],
  intervalSeconds: 1,
  maxAttempts: 3,
  backoffRate: 2,
  jitter: false,
  ...more,
});

describe('the delay before a retry', () => {
  it.each([
    { row: retrier({}), used: 0, seconds: 1 },
    { row: retrier({}), used: 1, seconds: 2 },
    { row: retrier({}), used: 4, seconds: 16 },
    { row: retrier({ intervalSeconds: 3, backoffRate: 1 }), used: 5, seconds: 3 },
    { row: retrier({ intervalSeconds: 3, backoffRate: 1.5 }), used: 2, seconds: 6.75 },
    { row: retrier({ maxDelaySeconds: 15 }), used: 3, seconds: 8 },
    { row: retrier({ maxDelaySeconds: 15 }), used: 4, seconds: 15 },
  ])('is $seconds s after $used used attempts', ({ row, used, seconds }) => {
    expect(retryDelayMs(row, used, () => 0.5)).toBe(seconds * 1000);
  });

  it.each([
    [0, 0],
    [0.25, 2000],
    [0.999, 7992],
  ])('is spread from zero to the full delay by FULL jitter: draw %d gives %d ms', (draw, ms) => {
    expect(retryDelayMs(retrier({ jitter: true }), 3, () => draw)).toBe(ms);
  });
});

describe('the names in ErrorEquals', () => {
  it.each([
    { names: ['States.ALL'], failure: { error: 'Custom' }, match: true },
    { names: ['States.ALL'], failure: { error: 'States.Timeout' }, match: true },
    { names: ['States.ALL'], failure: { error: 'States.Runtime', catchable: false }, match: false },
    { names: ['States.Runtime'], failure: { error: 'States.Runtime', catchable: false }, match: false },
    { names: ['States.TaskFailed'], failure: { error: 'Custom' }, match: true },
    { names: ['States.TaskFailed'], failure: { error: 'States.Timeout' }, match: false },
    { names: ['States.HeartbeatTimeout'], failure: { error: 'States.Timeout' }, match: false },
    {
      names: ['States.HeartbeatTimeout'],
      failure: { error: 'States.Timeout', alias: 'States.HeartbeatTimeout' },
      match: true,
    },
    { names: ['States.Timeout'], failure: { error: 'States.Timeout', alias: 'States.HeartbeatTimeout' }, match: true },
    { names: ['DynamoDB.X'], failure: { error: 'DynamoDb.X' }, match: false },
    { names: [], failure: { error: 'Custom' }, match: false },
  ])('$names cover $failure: $match', ({ names, failure, match }) => {
    expect(matches(names, failure)).toBe(match);
  });
});

describe('a retried Task', () => {
  const retrying = machineOf({
    Call: task({
      Arguments: { n: '{% $states.context.State.RetryCount %}' },
      Retry: [
        { ErrorEquals: ['A'], MaxAttempts: 2 },
        { ErrorEquals: ['B'], IntervalSeconds: 10, MaxAttempts: 1 },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    }),
    Caught: pass({}),
  });

  it('counts per retrier and in total, then lets Catch have it', async () => {
    const story = await Story.start(retrying);
    await story.fail('A');
    expect(await story.ring()).toBe(1);
    await story.fail('B', 1);
    expect(await story.ring()).toBe(11);
    await story.fail('A', 11);
    expect(await story.ring()).toBe(13);
    await story.fail('A', 13);

    expect(story.calls.map((call) => [call.attempt, call.arguments])).toEqual(
      [1, 2, 3, 4].map((attempt) => [attempt, { n: attempt - 1 }]),
    );
    expect(story.frame.output).toEqual({ Error: 'A', Cause: 'why' });
    expect(story.timers.size).toBe(0);
  });

  it('starts with fresh counters when the state is entered again', async () => {
    const loop = machineOf({
      Call: task({ Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }], Next: 'Call again' }),
      'Call again': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.more %}', Next: 'Call' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    });
    const story = await Story.start(loop);
    for (const more of [true, false]) {
      await story.fail('A');
      await story.ring();
      await story.answer({ more });
    }

    expect(story.frame.status).toBe('SUCCEEDED');
    expect(story.calls.map((call) => call.attempt)).toEqual([1, 2, 1, 2]);
  });

  it('draws the same jitter from the same seed and another from another', async () => {
    const jittery = machineOf({
      Call: task({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 1000, JitterStrategy: 'FULL' }] }),
    });
    const delay = async (seed: string) => {
      const story = await Story.start(jittery, {}, seed);
      await story.fail('A');
      return story.ring();
    };

    expect(await delay('one')).toBe(await delay('one'));
    expect(await delay('one')).not.toBe(await delay('two'));
  });
});
