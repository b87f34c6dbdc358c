import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { instant } from '../../../lambdas/kernel/instant.ts';
import { loadMachine, type Machine } from '../../../local/asl/index.ts';
import { InProcessTable } from '../../../local/dynamodb/in-process-table.ts';
import type { Execution } from '../../../local/world/execution.ts';
import { Invocations } from '../../../local/world/invocations.ts';
import { arnOf } from '../../../local/world/names.ts';
import { supports, taskRunner } from '../../../local/world/services.ts';
import { Simulator } from '../../../local/world/simulator.ts';
import { LocalStepFunctions } from '../../../local/world/step-functions.ts';

const seconds = (count: number): number => count * 1000;

const machineOf = (name: string, States: object): Machine =>
  loadMachine({
    name,
    arn: arnOf(name),
    definition: { QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States },
    supports,
  });

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

/** Waits for an answer in vain unless one is sent: the row is written, nobody reads it. */
const parked = (more: object): Machine =>
  machineOf('parent', {
    Park: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken',
      Arguments: {
        TableName: 'holdfast',
        Item: { pk: { S: 'A' }, sk: { S: 'B' }, token: { S: '{% $states.context.Task.Token %}' } },
      },
      End: true,
      ...more,
    },
  });

/** Step Functions alone: a clock, a table, and the services a machine may name. */
class Place {
  readonly simulator = new Simulator(instant(0));
  readonly workflows: LocalStepFunctions;
  readonly table = new InProcessTable({ name: 'holdfast', now: () => this.simulator.now() });

  constructor(...machines: Machine[]) {
    const { simulator, table } = this;
    const invocations = new Invocations({
      simulator,
      faults: () => undefined,
      watch: undefined,
      checkpoint: undefined,
    });
    this.workflows = new LocalStepFunctions({
      simulator,
      machines: new Map(machines.map((machine) => [machine.arn, machine])),
      run: (task, ended) => {
        const world = { table, invocations, workflows: this.workflows };
        return taskRunner(world as Parameters<typeof taskRunner>[0])(task, ended);
      },
      ended: () => {},
    });
  }

  async begin(input: unknown = {}): Promise<void> {
    const [stateMachineArn, name] = [arnOf('parent'), 'p-1'];
    await this.workflows.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    await this.until(0);
  }

  until(second: number): Promise<void> {
    return this.simulator.runUntil(instant(seconds(second)));
  }

  /** The same executions in another process: nothing but text crosses. */
  restarted(...machines: Machine[]): Place {
    const [plan, executions] = [JSON.stringify(this.simulator), JSON.stringify(this.workflows)];
    const next = new Place(...machines);
    next.workflows.restore(JSON.parse(executions), next.simulator.restore(JSON.parse(plan)));
    return next;
  }

  execution(of: 'parent' | 'child'): Execution {
    const found = [...this.workflows.executions.values()].find(({ machineArn }) => machineArn === arnOf(of));
    if (!found) throw new Error(`no execution of ${of} was started`);
    return found;
  }

  types(of: 'parent' | 'child'): string[] {
    return this.execution(of).history.map(({ type }) => type);
  }

  get token(): string {
    return String(Object.keys(this.execution('parent').frame.tokens)[0]);
  }
}

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

describe('a task that waits for an answer', () => {
  it('fails with the error and cause it is sent', async () => {
    const place = new Place(parked({}));
    await place.begin();
    await place.workflows.send(new SendTaskFailureCommand({ taskToken: place.token, error: 'Sad', cause: 'because' }));

    expect(place.execution('parent').frame).toMatchObject({ status: 'FAILED', error: 'Sad', cause: 'because' });
  });

  it('can be failed without a word', async () => {
    const place = new Place(parked({}));
    await place.begin();
    await place.workflows.send(new SendTaskFailureCommand({ taskToken: place.token }));

    const { status, error, cause } = place.execution('parent').frame;
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: undefined, cause: undefined });
  });

  it.each([
    ['kept alive by heartbeats', [8, 16], 25, 'RUNNING'],
    ['left alone', [], 10, 'FAILED'],
    ['left alone after one heartbeat', [8], 18, 'FAILED'],
    ['just before its heartbeat runs out', [8], 17, 'RUNNING'],
  ])('%s (beats at %j) is, at second %d, %s', async (_what, beats, second, status) => {
    const place = new Place(parked({ HeartbeatSeconds: 10, TimeoutSeconds: 300 }));
    await place.begin();
    const written = place.types('parent').length;
    for (const beat of beats) {
      await place.until(beat);
      await place.workflows.send(new SendTaskHeartbeatCommand({ taskToken: place.token }));
    }
    expect(place.types('parent')).toHaveLength(written);
    await place.until(second);

    const { executionArn } = { executionArn: place.execution('parent').arn };
    expect(await place.workflows.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status });
  });

  it('is not kept beyond its timeout by any heartbeat', async () => {
    const place = new Place(parked({ HeartbeatSeconds: 10, TimeoutSeconds: 20 }));
    await place.begin();
    for (const second of [8, 16]) {
      await place.until(second);
      await place.workflows.send(new SendTaskHeartbeatCommand({ taskToken: place.token }));
    }
    await place.until(20);

    expect(place.execution('parent').frame).toMatchObject({ error: 'States.Timeout', stoppedAt: seconds(20) });
  });

  const answers = [
    ['success', (taskToken: string) => new SendTaskSuccessCommand({ taskToken, output: '1' })],
    ['failure', (taskToken: string) => new SendTaskFailureCommand({ taskToken, error: 'Late' })],
    ['a heartbeat', (taskToken: string) => new SendTaskHeartbeatCommand({ taskToken })],
  ] as const;

  it.each(answers)('answers %s with TaskTimedOut once it is over, and writes nothing', async (_what, answer) => {
    const place = new Place(parked({ TimeoutSeconds: 10 }));
    await place.begin();
    const { token } = place;
    await place.until(10);
    const written = place.types('parent').length;

    await expect(place.workflows.send(answer(token))).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(place.types('parent')).toHaveLength(written);
  });

  it.each(answers)('answers %s with InvalidToken for a token nobody gave out', async (_what, answer) => {
    const place = new Place(parked({}));
    await place.begin();

    await expect(place.workflows.send(answer('no token'))).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it('refuses an output that is no JSON and goes on waiting', async () => {
    const place = new Place(parked({}));
    await place.begin();
    const { token: taskToken } = place;

    const wrong = place.workflows.send(new SendTaskSuccessCommand({ taskToken, output: '{' }));
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidOutput' });
    expect(place.execution('parent').frame.status).toBe('RUNNING');
  });
});
