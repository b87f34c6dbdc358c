import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ServiceUnavailable, Throttled } from '../kernel/failures.ts';
import type { QueueName, Queues } from '../kernel/ports.ts';
import { clientOptions } from './client-options.ts';

export interface SqsClient {
  send(command: SendMessageCommand | ChangeMessageVisibilityCommand): Promise<unknown>;
}

export const createSqs = (): SqsClient => new SQSClient(clientOptions);

function refuse(error: unknown): never {
  const name = String(Object(error).name ?? 'Error');
  if (/Throttl/.test(name)) throw new Throttled('SQS refused the rate: try again later', { cause: error });
  throw new ServiceUnavailable(`SQS did not take a message (${name}): try again`, { cause: error });
}

export const sqsQueues = (client: SqsClient, urlOf: (queue: QueueName) => string): Queues => ({
  async send(queue, body, options = {}) {
    const command = new SendMessageCommand({
      QueueUrl: urlOf(queue),
      MessageBody: body,
      ...(options.delaySeconds ? { DelaySeconds: options.delaySeconds } : {}),
    });
    await client.send(command).catch(refuse);
  },

  async retryAfter(queue, receipt, seconds) {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: urlOf(queue),
      ReceiptHandle: receipt,
      VisibilityTimeout: seconds,
    });
    await client.send(command).catch(refuse);
  },
});
