import { describe, expect, it } from '@jest/globals';
import { machineOf, pass, Story, task } from './story.ts';

describe('an execution', () => {
  it('is aborted by a stop, with its tasks and timers called off', async () => {
    const story = await Story.start(machineOf({ Wait: { Type: 'Wait', Seconds: 60, End: true } }));
    await story.send({ kind: 'stop', at: 1000, error: 'E', cause: 'C' });

    expect(story.frame).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'C',
      stoppedAt: 1000,
      threads: {},
      timers: {},
    });
    expect(story.history.at(-1)).toMatchObject({ type: 'ExecutionAborted', previousEventId: 0 });
    expect(story.timers.size).toBe(0);
  });

  it('times out as a whole, past every Catch', async () => {
    const states = { Call: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }), Caught: pass({}) };
    const story = await Story.start(machineOf(states, { TimeoutSeconds: 5 }));
    expect(await story.ring()).toBe(5);

    expect(story.frame.status).toBe('TIMED_OUT');
    expect(story.types().at(-1)).toBe('ExecutionTimedOut');
  });

  it('ignores what arrives after its end', async () => {
    const story = await Story.start(machineOf({ Done: pass({}) }));
    const ended = story.frame;
    await story.send({ kind: 'stop', at: 1 });

    expect(story.frame).toBe(ended);
  });

  it('ignores a timer that was cancelled', async () => {
    const story = await Story.start(machineOf({ Call: task({ TimeoutSeconds: 5 }) }));
    const [timer = ''] = story.timers.keys();
    await story.answer(1, 1);
    await story.send({ kind: 'timer', id: timer, at: 5000 });

    expect(story.frame.status).toBe('SUCCEEDED');
  });

  it('fails at 25,000 events', async () => {
    const story = await Story.start(
      machineOf({
        A: pass({ Next: 'B' }),
        B: pass({ Next: 'C' }),
        C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }], Default: 'A' },
        End: { Type: 'Succeed' },
      }),
    );

    expect(story.frame).toMatchObject({ status: 'FAILED', error: 'States.Runtime', events: 25_000 });
    expect(story.history).toHaveLength(25_000);
  });

  it.each([
    { length: 262_142, status: 'SUCCEEDED' },
    { length: 262_143, status: 'FAILED' },
  ])('takes an output of 256 KiB and no byte more: $length characters and two quotes', async ({ length, status }) => {
    const story = await Story.start(machineOf({ Big: pass({ Output: 'a'.repeat(length) }) }));

    expect(story.frame.status).toBe(status);
  });

  it('lets a Task catch a result that is too large', async () => {
    const story = await Story.start(
      machineOf({ Call: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }), Caught: pass({}) }),
    );
    await story.answer('é'.repeat(131_072));

    expect(story.frame.output).toMatchObject({ Error: 'States.DataLimitExceeded' });
  });

  it('leaves the frame it was given as it was', async () => {
    const story = await Story.start(machineOf({ Call: task({ TimeoutSeconds: 5, Assign: { a: 1 } }) }));
    const before = structuredClone(story.frame);
    const given = story.frame;
    await story.answer({ x: 1 });

    expect(given).toEqual(before);
  });
});

describe('a Wait', () => {
  it.each([
    { wait: { Seconds: 0 }, due: undefined },
    { wait: { Seconds: '{% 2 * 3 %}' }, due: 6 },
    { wait: { Timestamp: '1970-01-01T01:00:10+01:00' }, due: 10 },
    { wait: { Timestamp: '1970-01-01T00:00:10.000000001Z' }, due: 10.001 },
    { wait: { Timestamp: '1969-12-31T23:59:59Z' }, due: undefined },
    { wait: { Timestamp: '{% $fromMillis(2147483647000) %}' }, due: 2_147_483_647 },
  ])('$wait is due at $due', async ({ wait, due }) => {
    const story = await Story.start(machineOf({ Wait: { Type: 'Wait', ...wait, End: true } }));

    expect(await story.ring()).toBe(due);
    expect(story.frame.status).toBe('SUCCEEDED');
  });

  it.each([
    ['{% $fromMillis(2147483648000) %}', 'States.Runtime', 'Wait state delay is too long.'],
    ["{% '2026-01-01 00:00:00Z' %}", 'States.QueryEvaluationError', 'cannot be parsed as an ISO-8601'],
    ["{% '2026-02-30T00:00:00Z' %}", 'States.QueryEvaluationError', 'cannot be parsed as an ISO-8601'],
  ])('until %s fails with %s', async (Timestamp, error, cause) => {
    const story = await Story.start(machineOf({ Wait: { Type: 'Wait', Timestamp, End: true } }));

    expect(story.frame.error).toBe(error);
    expect(story.frame.cause).toContain(cause);
  });
});
