import { describe, expect, it } from '@jest/globals';
import { checks } from '../../../local/smoke/checks/index.ts';
import { line, summary } from '../../../local/smoke/print.ts';
import { type Result, runSmoke } from '../../../local/smoke/run.ts';
import { Smoke } from '../../../local/smoke/smoke.ts';
import { environment, type Wrong, worldStage } from './world-stage.ts';

/** Only what is named, or the whole way up to it where it stands on the checks before. */
async function verdict(wrong: Wrong, name: string, alone = false): Promise<Result | undefined> {
  const at = checks.findIndex((check) => check.name === name);
  const chosen = alone ? checks.slice(at, at + 1) : checks.slice(4, at + 1);
  return (await runSmoke(chosen, await worldStage(wrong))).find((result) => result.name === name);
}

const answering = (value: unknown) => async () => value;

/** Of an execution's history: what each event looks like through a stage where something is wrong. */
const history = (change: (event: Record<string, unknown>) => object | undefined): Wrong => ({
  tamper: {
    GetExecutionHistoryCommand: async (_input, run) => {
      const { events }: { events: Record<string, unknown>[] } = Object(await run());
      return { events: events.flatMap((event) => change(event) ?? []) };
    },
  },
});

const deaf: Wrong = {
  // The answer is taken and wakes nobody: what a role without states:SendTaskSuccess comes to.
  world: { ports: (ports) => ({ ...ports, workflows: { ...ports.workflows, answer: async () => 'closed' } }) },
};

describe('a smoke run of a stage that is well', () => {
  it('passes every check and leaves nothing behind', async () => {
    const stage = await worldStage();
    const told: string[] = [];
    const results = await runSmoke(checks, stage, (result) => told.push(line(result)));

    expect(results.filter(({ kind }) => kind !== 'pass').map(({ name }) => name)).toEqual([
      'an alert reaches a person',
    ]);
    expect(told).toHaveLength(checks.length + 1);
    expect(summary(results)).toBe('18 of 19 passed, 1 for a person to look at');
    const { rows, account } = new Smoke(stage);
    expect((await rows.query({ pk: `A#${account}` })).items).toEqual([]);
    expect(await rows.get({ pk: 'C#cus_smoke', sk: 'POINTER' })).toBeUndefined();
    expect(await rows.get({ pk: 'CARD#fp_smoke', sk: 'CARD' })).toBeUndefined();
    expect(await rows.get({ pk: 'EVENT#evt_smoke_ab12_dead', sk: 'EVENT' })).toBeUndefined();
  });

  it('makes no customer with a live key', async () => {
    const result = await verdict({ livemode: true }, 'webhook to execution', true);
    expect(result).toMatchObject({ kind: 'skip' });
  });
});

describe('a smoke run of a stage where one thing is wrong', () => {
  it.each<[string, string, Wrong]>([
    [
      'the table stands',
      'point-in-time recovery is off',
      { tamper: { DescribeContinuousBackupsCommand: answering({ ContinuousBackupsDescription: {} }) } },
    ],
    [
      'the table stands',
      'the index list is not active',
      {
        tamper: {
          DescribeTableCommand: answering({
            Table: {
              TableStatus: 'ACTIVE',
              GlobalSecondaryIndexes: [
                { IndexName: 'due', IndexStatus: 'ACTIVE' },
                { IndexName: 'list', IndexStatus: 'CREATING' },
              ],
            },
          }),
        },
      },
    ],
    [
      'the secrets are put in',
      'starts with whsec_',
      { secrets: { [environment.WEBHOOK_SECRET]: 'made-by-cloudformation' } },
    ],
    ['the secrets are put in', 'of test mode', { secrets: { [environment.STRIPE_KEY_SECRET]: 'sk_live_real' } }],
    [
      'secrets are read by the right functions only',
      'stripe-key is read by',
      {
        tamper: {
          DetectStackResourceDriftCommand: answering({
            StackResourceDrift: {
              ActualProperties: JSON.stringify({
                Policies: [
                  { PolicyDocument: { Statement: { Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' } } },
                ],
              }),
            },
          }),
        },
      },
    ],
    [
      'secrets are read by the right functions only',
      'has a policy of its own',
      { tamper: { GetResourcePolicyCommand: answering({ ResourcePolicy: '{"Statement":[{"Effect":"Allow"}]}' }) } },
    ],
    [
      'SES is set up',
      'does not publish BOUNCE',
      {
        tamper: {
          GetConfigurationSetEventDestinationsCommand: answering({
            EventDestinations: [{ Enabled: true, MatchingEventTypes: ['SEND', 'COMPLAINT'] }],
          }),
        },
      },
    ],
    [
      'SES is set up',
      'is not verified',
      { tamper: { GetEmailIdentityCommand: answering({ DkimAttributes: { Status: 'PENDING' } }) } },
    ],
    ['webhook refuses what it must', 'was answered 200', { post: async () => ({ status: 200, body: '{}' }) }],
    ['webhook accepts its own secret', '500', { post: async () => ({ status: 500, body: 'no' }) }],
    [
      'SES events carry our tags',
      'still UNKNOWN',
      { tamper: { SendEmailCommand: answering({ MessageId: 'sent-without-a-set' }) } },
    ],
    [
      'a bounce stops mail to its address',
      'nobody wrote the bounce down',
      { tamper: { SendEmailCommand: answering({ MessageId: 'sent-without-a-set' }) } },
    ],
    [
      'dead letters can be redriven',
      'not taken in',
      { tamper: { StartMessageMoveTaskCommand: answering({ TaskHandle: 'moving' }) } },
    ],
    [
      'dead letters can be redriven',
      'no dead-letter queue',
      { tamper: { GetQueueAttributesCommand: answering({ Attributes: {} }) } },
    ],
  ])('fails "%s", saying %s', async (name, saying, wrong) => {
    const result = await verdict(wrong, name, true);
    expect(result).toMatchObject({ kind: 'fail' });
    expect(result?.saw).toContain(saying);
  });

  it.each<[string, string, Wrong]>([
    [
      'webhook to execution',
      'no case after 60 s',
      // Accepted, and lost behind the door; Stripe's own delivery as well.
      {
        post: async () => ({ status: 200, body: '{}' }),
        tamper: {},
        world: {
          ports: (ports) => ({
            ...ports,
            policies: { ...ports.policies, current: () => Promise.reject(new Error('denied')) },
          }),
        },
      },
    ],
    [
      'executions carry their version',
      'started through undefined',
      { tamper: { DescribeExecutionCommand: answering({ status: 'RUNNING' }) } },
    ],
    [
      'updateItem.waitForTaskToken',
      'has no TaskSubmitted',
      history((event) => (event.type === 'TaskSubmitted' ? undefined : event)),
    ],
    [
      'TimeoutSeconds from JSONata',
      'it is 99999999',
      history((event) =>
        event.taskScheduledEventDetails
          ? {
              ...event,
              taskScheduledEventDetails: { ...Object(event.taskScheduledEventDetails), timeoutInSeconds: 99_999_999 },
            }
          : event,
      ),
    ],
    [
      'a wait ends on time',
      'it ended as nothing',
      history((event) => (event.type === 'TaskTimedOut' ? undefined : event)),
    ],
    ['the sweep runs each minute', 'nobody answered', deaf],
    ['status events arrive', 'does not know of it', { tamper: { StopExecutionCommand: answering({}) } }],
  ])('fails "%s" on its way, saying %s', async (name, saying, wrong) => {
    const result = await verdict(wrong, name);
    expect(result).toMatchObject({ kind: 'fail' });
    expect(result?.saw).toContain(saying);
  });

  it('fails "a payment ends the wait" when the answer to the token is refused, and says how long it waited', async () => {
    const way = checks.filter(({ name }) => !['the sweep runs each minute', 'status events arrive'].includes(name));
    const results = await runSmoke(way, await worldStage(deaf));
    const result = results.find(({ name }) => name === 'a payment ends the wait');
    expect(result).toMatchObject({ kind: 'fail', saw: 'the execution still runs 60 s later' });
  });

  it('leaves alone the dead letters that wait for a person', async () => {
    const wrong = { tamper: { GetQueueAttributesCommand: waiting } };
    expect(await verdict(wrong, 'dead letters can be redriven', true)).toMatchObject({
      kind: 'skip',
      saw: '3 dead letters wait for a person there: look at them first',
    });
  });

  it('does not fail twice for one thing: what stands on it is not reached', async () => {
    const results = await runSmoke(
      checks.slice(6),
      await worldStage({ secrets: { [environment.WEBHOOK_SECRET]: 'x' } }),
    );
    expect(results.slice(0, 6).map(({ kind }) => kind)).toEqual(['skip', 'skip', 'skip', 'skip', 'skip', 'skip']);
  });

  it('says what it could not take away', async () => {
    const stays = {
      DeleteCommand: () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
    };
    const results = await runSmoke(
      checks.filter(({ name }) => name === 'SES events carry our tags'),
      await worldStage({ tamper: stays }),
    );
    expect(results.at(-1)).toMatchObject({ name: 'cleaning up', kind: 'fail' });
    expect(results.at(-1)?.saw).toContain('these are left: the message');
  });
});

const waiting = async (input: Readonly<Record<string, unknown>>, run: () => Promise<unknown>): Promise<unknown> =>
  input.QueueUrl === 'billing-events-dead' ? { Attributes: { ApproximateNumberOfMessages: '3' } } : run();
