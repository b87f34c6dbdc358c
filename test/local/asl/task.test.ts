import { describe, expect, it } from '@jest/globals';
import { describeWaiting, executionOfToken, tokenState } from '../../../local/asl/index.ts';
import { machineOf, PARK, pass, Story, task } from './story.ts';

const parked = (more: object = {}) =>
  machineOf({
    Park: task({
      Resource: PARK,
      Arguments: { token: '{% $states.context.Task.Token %}' },
      TimeoutSeconds: '{% $max([1, $ceil($states.input.due)]) %}',
      Catch: [
        { ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Silent' },
        { ErrorEquals: ['States.Timeout'], Next: 'Due' },
      ],
      Next: 'News',
      ...more,
    }),
    News: pass({ Output: { news: '{% $states.input %}' } }),
    Due: pass({}),
    Silent: pass({ Output: 'silent' }),
  });

describe('a Task that waits for its token', () => {
  it('ends with the callback and cancels its timeout', async () => {
    const story = await Story.start(parked(), { due: 2.5 });
    const token = story.call().token ?? '';
    expect(story.call().arguments).toEqual({ token });
    expect([...story.timers.values()]).toEqual([3]);
    await story.answer({});
    expect(tokenState(story.frame, token)).toBe('open');
    await story.send({ kind: 'token-success', token, at: 2999, output: 'paid' });

    expect(story.frame.output).toEqual({ news: 'paid' });
    expect(story.timers.size).toBe(0);
    expect(tokenState(story.frame, token)).toBe('closed');
  });

  it('ends with the timeout, whose empty cause Catch sees', async () => {
    const story = await Story.start(parked(), { due: 60 });
    await story.answer({});
    expect(await story.ring()).toBe(60);

    expect(story.frame.output).toEqual({ Error: 'States.Timeout', Cause: '' });
    expect(story.types()).toContain('TaskTimedOut');
  });

  it('counts the heartbeat from the last one and is caught by its own name', async () => {
    const story = await Story.start(parked({ HeartbeatSeconds: 10 }), { due: 1000 });
    const token = story.call().token ?? '';
    await story.answer({});
    await story.send({ kind: 'token-heartbeat', token, at: 9_000 });
    expect([...story.timers.values()].sort((a, b) => a - b)).toEqual([19, 1000]);
    expect(await story.ring()).toBe(19);

    expect(story.frame.output).toBe('silent');
    expect(story.timers.size).toBe(0);
  });

  it('takes a callback that is faster than the answer of the service', async () => {
    const story = await Story.start(parked(), { due: 60 });
    await story.send({ kind: 'token-success', token: story.call().token ?? '', at: 5, output: 1 });
    const ended = story.frame;
    await story.answer({});

    expect(ended.status).toBe('SUCCEEDED');
    expect(story.frame).toBe(ended);
  });

  it('fails with null for what SendTaskFailure left out', async () => {
    const story = await Story.start(parked({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Due' }] }), { due: 60 });
    await story.send({ kind: 'token-failure', token: story.call().token ?? '', at: 5 });

    expect(story.frame.output).toEqual({ Error: null, Cause: null });
  });

  it('issues a new token for each attempt and ignores the old one', async () => {
    const story = await Story.start(parked({ Retry: [{ ErrorEquals: ['Lambda.Unknown'] }] }), { due: 60 });
    const old = story.call().token ?? '';
    await story.fail('Lambda.Unknown');
    await story.ring();
    const before = story.frame;
    await story.send({ kind: 'token-success', token: old, at: 2000, output: 1 });

    expect(story.call().token).not.toBe(old);
    expect(tokenState(story.frame, old)).toBe('closed');
    expect(story.frame.threads).toEqual(before.threads);
  });

  it('knows its own tokens only, and finds the execution in them', async () => {
    const story = await Story.start(parked(), { due: 60 });
    const token = story.call().token ?? '';

    expect(executionOfToken(token)).toBe(story.frame.start.executionArn);
    expect(executionOfToken('Invalid token')).toBeUndefined();
    expect(tokenState(story.frame, `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`)).toBe('unknown');
    expect(tokenState(story.frame, token.replace(/\.\d+\./, '.99.'))).toBe('unknown');
  });

  it('tells a console what it waits for', async () => {
    const story = await Story.start(parked(), { due: 60 });

    expect(describeWaiting(story.frame)).toEqual([
      { state: 'Park', since: 0, due: 60_000, reason: 'token', token: story.call().token },
    ]);
  });
});

describe('a Task', () => {
  it("takes the submission first and the job's end second when it is .sync", async () => {
    const story = await Story.start(
      machineOf({ Child: task({ Resource: 'arn:aws:states:::states:startExecution.sync:2' }) }),
    );
    await story.answer({ ExecutionArn: 'arn' });
    expect(story.frame.status).toBe('RUNNING');
    await story.answer({ Output: { ok: true } });

    expect(story.types().slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
    expect(story.frame.output).toEqual({ Output: { ok: true } });
  });

  it('uses the names of Lambda events for a function as Resource', async () => {
    const story = await Story.start(
      machineOf({ Call: task({ Resource: 'arn:aws:lambda:eu-west-1:000000000000:function:f' }) }),
    );
    await story.answer(1);

    expect(story.types().slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  it('fails the state, catchably, when a computed timeout is no number', async () => {
    const story = await Story.start(parked(), { due: 'soon' });

    expect(story.frame.status).toBe('FAILED');
    expect(story.frame.error).toBe('States.QueryEvaluationError');
    expect(story.frame.cause).toContain("specified for the field 'TimeoutSeconds' threw an error during evaluation.");
  });
});
