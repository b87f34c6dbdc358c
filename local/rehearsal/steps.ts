import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { FunctionName } from '../../lambdas/registry.ts';
import type { Clients } from '../stage/clients.ts';
import { bareMachine } from '../stage/executions.ts';
import { signWebhook } from '../stripe/index.ts';

export interface Step {
  readonly name: string;
  readonly ok: boolean;
  readonly saw: string;
}

export interface Rehearsal {
  readonly environment: Readonly<Record<string, string>>;
  readonly clients: Clients;
  readonly handlerOf: (name: FunctionName) => Promise<(event: unknown, context: unknown) => Promise<unknown>>;
}

const secret = 'whsec_rehearsal';
const lambda = { awsRequestId: 'rehearsal' };
const json = (value: unknown): string => JSON.stringify(value);

/** moto's CloudFormation makes no secrets, so they are put here by their deployed names. */
export async function putSecrets({ environment, clients }: Rehearsal): Promise<Step> {
  const values = {
    [String(environment.STRIPE_KEY_SECRET)]: 'sk_test_rehearsal',
    [String(environment.WEBHOOK_SECRET)]: secret,
    [String(environment.LINK_KEYS_SECRET)]: json([{ id: 'first', secret: 'x'.repeat(48) }]),
    [String(environment.APP_KEYS_SECRET)]: json([{ id: 'first', secret: 'y'.repeat(48) }]),
    [String(environment.WEBHOOK_KEYS_SECRET)]: json({ default: 'z'.repeat(48) }),
  };
  for (const [Name, SecretString] of Object.entries(values))
    await clients.secrets.send(new CreateSecretCommand({ Name, SecretString }));
  return { name: 'the secrets are put by the names the functions have', ok: true, saw: Object.keys(values).join(', ') };
}

/** What the HTTP API hands to the function (payload format 2.0). */
const request = (body: string, signature: string) => ({
  version: '2.0',
  routeKey: 'POST /webhooks/stripe',
  rawPath: '/webhooks/stripe',
  headers: { 'content-type': 'application/json', 'stripe-signature': signature },
  requestContext: { http: { method: 'POST', path: '/webhooks/stripe' } },
  body,
  isBase64Encoded: false,
});

export async function postWebhooks({ handlerOf }: Rehearsal, body: string, seconds: number): Promise<readonly Step[]> {
  const handler = await handlerOf('stripe-webhook');
  const post = async (signature: string) => Object(await handler(request(body, signature), lambda));
  const wrong = await post(signWebhook(body, 'whsec_other', seconds));
  const right = await post(signWebhook(body, secret, seconds));
  return [
    { name: 'stripe-webhook refuses a wrong signature', ok: wrong.statusCode === 400, saw: json(wrong) },
    {
      name: 'stripe-webhook accepts its own secret and queues the event',
      ok: right.statusCode === 200,
      saw: json(right),
    },
  ];
}

/** One batch as Lambda's event source hands it over, and taken off the queue when the function was content. */
export async function consumeOne(
  { clients }: Rehearsal,
  queue: string,
  handler: (event: unknown) => Promise<unknown>,
): Promise<Step> {
  const received = await clients.queues.send(
    new ReceiveMessageCommand({ QueueUrl: queue, MessageSystemAttributeNames: ['All'], WaitTimeSeconds: 2 }),
  );
  const [message] = (Object(received).Messages ?? []) as Record<string, unknown>[];
  const name = `a message of ${queue.split('/').at(-1)} is consumed`;
  if (!message) return { name, ok: false, saw: 'the queue is empty' };
  const record = {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: { ApproximateReceiveCount: '1', ...Object(message.Attributes) },
  };
  const answer = await handler({ Records: [record] });
  const failed = Object(answer).batchItemFailures?.length ?? 0;
  if (failed === 0)
    await clients.queues.send(
      new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: String(message.ReceiptHandle) }),
    );
  return { name, ok: failed === 0, saw: json(answer) };
}

export async function definitionStands({ environment, clients }: Rehearsal): Promise<Step> {
  const arn = bareMachine(String(environment.PAYMENT_RECOVERY_ARN));
  const said = Object(await clients.workflows.send(new DescribeStateMachineCommand({ stateMachineArn: arn })));
  const states = Object.keys(Object(JSON.parse(String(said.definition))).States ?? {});
  const left = /\$\{\w+\}/.exec(String(said.definition))?.[0];
  return {
    name: 'the state machine stands with every placeholder filled in',
    ok: states.length > 20 && left === undefined,
    saw: left ? `${left} is left` : `${states.length} states`,
  };
}

/** @returns the step, and the execution that was found */
export async function executionRuns({ environment, clients }: Rehearsal): Promise<{ step: Step; arn?: string }> {
  const stateMachineArn = bareMachine(String(environment.PAYMENT_RECOVERY_ARN));
  const said = Object(await clients.workflows.send(new ListExecutionsCommand({ stateMachineArn })));
  const [first] = (said.executions ?? []) as { executionArn: string; name: string; status: string }[];
  const name = 'billing-events has started the execution';
  if (!first) return { step: { name, ok: false, saw: 'there is none' } };
  return { step: { name, ok: true, saw: `${first.name} ${first.status}` }, arn: first.executionArn };
}

/** EventBridge would put this into the queue; moto sends no status events of its own. */
export async function statusEvent(rehearsal: Rehearsal, arn: string, input: object): Promise<readonly Step[]> {
  const { clients, environment, handlerOf } = rehearsal;
  await clients.workflows.send(new StopExecutionCommand({ executionArn: arn, error: 'Stopped', cause: 'rehearsal' }));
  const { status } = Object(await clients.workflows.send(new DescribeExecutionCommand({ executionArn: arn })));
  const detail = { name: arn.split(':').at(-1), status, input: json(input) };
  const queue = String(environment.EXECUTION_EVENTS_QUEUE_URL);
  await clients.queues.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: json({ detail }) }));
  const handler = await handlerOf('execution-events');
  return [
    { name: 'the execution can be stopped', ok: status === 'ABORTED', saw: String(status) },
    await consumeOne(rehearsal, queue, (batch) => handler(batch, lambda)),
  ];
}

export async function sweepOnce({ handlerOf }: Rehearsal): Promise<Step> {
  const answer = Object(await (await handlerOf('sweep'))({ schedule: 'sweep' }, lambda));
  return { name: 'sweep walks the due index', ok: answer.failed === 0, saw: json(answer) };
}
