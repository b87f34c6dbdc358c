import { createSqs, sqsQueues } from '../adapters/sqs.ts';
import type { QueueName } from '../kernel/ports.ts';
import { queueVariables } from '../registry.ts';
import { variable } from './environment.ts';
import { once } from './once.ts';

const client = once(createSqs);

/** A queue's address is asked for when something is sent: a function has the variables of its own queues only. */
export const queues = () => ({
  queues: sqsQueues(client(), (queue: QueueName) => variable(queueVariables[queue])),
});
