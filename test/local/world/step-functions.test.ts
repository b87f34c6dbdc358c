import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import type { Machine } from '../../../local/asl/index.ts';
import { machineOf, Place, seconds } from './place.ts';

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
