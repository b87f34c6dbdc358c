import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import type { Machine } from '../../../local/asl/index.ts';
import { arnOf } from '../../../local/world/names.ts';
import { machineOf, Place, seconds } from './place.ts';

const start = (pattern: string, more: object = {}): Machine =>
  machineOf('parent', {
    Start: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Arguments: { StateMachineArn: arnOf('child'), Name: 'c-1', Input: '{% $states.input %}' },
      End: true,
      ...more,
    },
  });

/** Waits a minute, then gives back what it was given. */
const sleeper = machineOf('child', {
  Sleep: { Type: 'Wait', Seconds: 60, Next: 'Done' },
  Done: { Type: 'Pass', Output: { got: '{% $states.input %}' }, End: true },
});
const prompt = machineOf('child', { Done: { Type: 'Pass', Output: 7, End: true } });
const failing = machineOf('child', { No: { Type: 'Fail', Error: 'Sad', Cause: 'because' } });

const childArn = 'arn:aws:states:local:000000000000:execution:child:c-1';

describe('an execution that starts another', () => {
  it('goes on at once without .sync, whatever becomes of the child', async () => {
    const place = new Place(start(''), sleeper);
    await place.begin({ a: 1 });

    expect(place.execution('parent').frame).toMatchObject({
      status: 'SUCCEEDED',
      output: { ExecutionArn: childArn, StartDate: 0 },
    });
    expect(place.execution('child')).toMatchObject({ name: 'c-1', input: '{"a":1}', frame: { status: 'RUNNING' } });
  });

  it.each([
    ['.sync', '{"got":{"a":1}}', '{"a":1}'],
    ['.sync:2', { got: { a: 1 } }, { a: 1 }],
  ])('waits with %s for its end and gets its description', async (pattern, Output, Input) => {
    const place = new Place(start(pattern), sleeper);
    await place.begin({ a: 1 });
    await place.until(59);
    const before = place.execution('parent').frame.status;
    await place.until(60);

    expect(before).toBe('RUNNING');
    expect(place.execution('parent').frame).toMatchObject({ status: 'SUCCEEDED', stoppedAt: seconds(60) });
    expect(place.execution('parent').frame.output).toEqual({
      ExecutionArn: childArn,
      Input,
      InputDetails: { Included: true },
      Name: 'c-1',
      Output,
      OutputDetails: { Included: true },
      StartDate: 0,
      StateMachineArn: arnOf('child'),
      Status: 'SUCCEEDED',
      StopDate: seconds(60),
    });
    expect(place.types('parent').slice(2, 6)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
    ]);
  });

  it('hears of a child that ends within its start after the start itself', async () => {
    const place = new Place(start('.sync:2'), prompt);
    await place.begin();

    expect(place.types('parent')).toContain('TaskSubmitted');
    expect(place.execution('parent').frame).toMatchObject({ status: 'SUCCEEDED', output: { Output: 7 } });
  });

  it('fails with States.TaskFailed and the description when the child fails', async () => {
    const place = new Place(start('.sync:2'), failing);
    await place.begin({ a: 1 });

    const { status, error, cause } = place.execution('parent').frame;
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(cause ?? '')).toEqual({
      Cause: 'because',
      Error: 'Sad',
      ExecutionArn: childArn,
      Input: { a: 1 },
      InputDetails: { Included: true },
      Name: 'c-1',
      StartDate: 0,
      StateMachineArn: arnOf('child'),
      Status: 'FAILED',
      StopDate: 0,
    });
  });

  it.each([
    ['.sync', 'ABORTED'],
    ['', 'RUNNING'],
  ])('stopped itself, leaves a child started with "%s" %s', async (pattern, status) => {
    const place = new Place(
      machineOf('parent', {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Start', States: { Start: Object(start(pattern).definition).States.Start } },
            { StartAt: 'Stay', States: { Stay: { Type: 'Wait', Seconds: 500, End: true } } },
          ],
          End: true,
        },
      }),
      sleeper,
    );
    await place.begin();
    await place.until(5);
    await place.workflows.send(new StopExecutionCommand({ executionArn: place.execution('parent').arn }));
    await place.until(6);

    expect(place.execution('child').frame.status).toBe(status);
  });

  it('stops a child it no longer waits for after its timeout', async () => {
    const place = new Place(start('.sync', { TimeoutSeconds: 10 }), sleeper);
    await place.begin();
    await place.until(10);

    expect(place.execution('parent').frame).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(place.execution('child').frame).toMatchObject({ status: 'ABORTED', stoppedAt: seconds(10) });
  });

  it('goes on after a restart in the middle of the child', async () => {
    const first = new Place(start('.sync:2'), sleeper);
    await first.begin({ a: 1 });
    await first.until(30);
    const place = first.restarted(start('.sync:2'), sleeper);
    await place.until(60);

    expect(place.execution('parent').frame).toMatchObject({
      status: 'SUCCEEDED',
      stoppedAt: seconds(60),
      output: { Output: { got: { a: 1 } } },
    });
  });

  it('still stops its child after a restart', async () => {
    const first = new Place(start('.sync', { TimeoutSeconds: 40 }), sleeper);
    await first.begin();
    const place = first.restarted(start('.sync', { TimeoutSeconds: 40 }), sleeper);
    await place.until(40);

    expect(place.execution('child').frame).toMatchObject({ status: 'ABORTED', stoppedAt: seconds(40) });
  });

  it('waits for a child that ended before the start was answered', async () => {
    const place = new Place(start('.sync:2'), prompt);
    place.delay = 3;
    await place.begin();
    await place.until(3);

    expect(place.types('parent').slice(-4)).toEqual([
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(place.execution('parent').frame.output).toMatchObject({ Status: 'SUCCEEDED', Output: 7 });
  });

  it('stops a child whose start is answered after nobody waits for it any more', async () => {
    const place = new Place(start('.sync', { TimeoutSeconds: 2 }), sleeper);
    place.delay = 3;
    await place.begin();
    await place.until(3);

    expect(place.execution('child').frame).toMatchObject({ status: 'ABORTED', stoppedAt: seconds(3) });
  });

  it('whose start was under way when the process ended starts again, and waits for the child that runs already', async () => {
    const lost = { ErrorEquals: ['StepFunctions.SdkClientException'], IntervalSeconds: 1 };
    const machines = [start('.sync:2', { Retry: [lost] }), sleeper];
    const first = new Place(...machines);
    first.delay = 3;
    await first.begin({ a: 1 });
    const place = first.restarted(...machines);
    await place.until(60);

    expect(place.execution('parent').frame).toMatchObject({
      status: 'SUCCEEDED',
      output: { Output: { got: { a: 1 } }, StartDate: 0 },
    });
    expect(place.workflows.executions.size).toBe(2);
  });

  it('is given a name for its child where it names none, another one for each', async () => {
    const { Arguments, ...task } = Object(start('').definition).States.Start;
    const unnamed = { ...task, Arguments: { StateMachineArn: arnOf('child') } };
    const twice = machineOf('parent', { One: { ...unnamed, End: undefined, Next: 'Two' }, Two: unnamed });
    const place = new Place(twice, prompt);
    await place.begin();

    const children = [...place.workflows.executions.values()].filter(({ machineArn }) => machineArn === arnOf('child'));
    expect(new Set(children.map(({ name }) => name)).size).toBe(2);
    for (const { name } of children) expect(name).toMatch(/^[0-9a-f]{32}$/);
  });

  it('gets through the SDK what the SDK gives', async () => {
    const { Arguments } = Object(start('').definition).States.Start;
    const Resource = 'arn:aws:states:::aws-sdk:sfn:startExecution';
    const place = new Place(machineOf('parent', { Start: { Type: 'Task', Resource, Arguments, End: true } }), prompt);
    await place.begin();

    expect(place.execution('parent').frame.output).toEqual({
      ExecutionArn: childArn,
      StartDate: '1970-01-01T00:00:00.000Z',
    });
  });

  it('is refused a machine that is not there, under the name AWS gives it', async () => {
    const place = new Place(start(''));
    await place.begin();

    expect(place.execution('parent').frame).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.StateMachineDoesNotExistException',
    });
  });

  it('cannot take the name of a child that is over', async () => {
    const again = machineOf('parent', {
      One: { ...Object(start('.sync').definition).States.Start, End: undefined, Output: {}, Next: 'Two' },
      Two: { ...Object(start('.sync').definition).States.Start, Output: {} },
    });
    const place = new Place(again, prompt);
    await place.begin();

    expect(place.execution('parent').frame.error).toBe('StepFunctions.ExecutionAlreadyExistsException');
  });
});
