import * as z from 'zod';
import { backoffSeconds } from './backoff.ts';
import { defineHandler, type HandlerDefinition, parseInput } from './define-handler.ts';
import { wordsOf } from './log.ts';
import type { Ports, QueueName } from './ports.ts';

const record = z.object({
  messageId: z.string(),
  receiptHandle: z.string(),
  body: z.string(),
  attributes: z.object({ ApproximateReceiveCount: z.string() }),
});

const batch = z.object({ Records: z.array(record) });

export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

export interface QueueHandling<Schema extends z.ZodType> {
  readonly name: string;
  readonly queue: QueueName;
  readonly message: Schema;
  handle(message: z.output<Schema>, ports: Ports): Promise<void>;
}

/**
 * A batch of a standard queue: each message stands for itself. A failed one is reported and comes back soon
 * (backoff.ts) instead of after the visibility timeout; the others are done.
 */
export function defineQueueHandler<Schema extends z.ZodType>(
  definition: QueueHandling<Schema>,
): HandlerDefinition<BatchAnswer> {
  const handleOne = async (one: z.output<typeof record>, ports: Ports): Promise<string | undefined> => {
    try {
      await definition.handle(parseInput(definition.name, definition.message, JSON.parse(one.body)), ports);
      return undefined;
    } catch (error) {
      return giveBack(one, error, ports);
    }
  };
  const giveBack = async (one: z.output<typeof record>, error: unknown, ports: Ports): Promise<string> => {
    const attempt = Number(one.attributes.ApproximateReceiveCount);
    const { name, why } = wordsOf(error);
    ports.log.warn('message failed', {
      function: definition.name,
      id: one.messageId,
      attempt,
      error: name,
      why,
    });
    await ports.queues.retryAfter(definition.queue, one.receiptHandle, backoffSeconds(error, one.messageId, attempt));
    return one.messageId;
  };
  return defineHandler({
    name: definition.name,
    input: batch,
    handle: async ({ Records }, ports) => {
      const failures: { itemIdentifier: string }[] = [];
      for (const one of Records) {
        const failed = await handleOne(one, ports);
        if (failed) failures.push({ itemIdentifier: failed });
      }
      return { batchItemFailures: failures };
    },
  });
}
