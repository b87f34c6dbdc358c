import type { HandlerDefinition } from '../../lambdas/kernel/define-handler.ts';
import type { BatchAnswer } from '../../lambdas/kernel/define-queue-handler.ts';
import type { QueueName } from '../../lambdas/kernel/ports.ts';
import type { Simulator } from './simulator.ts';

interface StoredMessage {
  readonly id: string;
  readonly queue: QueueName;
  readonly body: string;
  receives: number;
  /** Set while a delivery runs by the handler's own wish (ChangeMessageVisibility). */
  comesBackIn?: number;
}

interface Command {
  readonly input: object;
}

const visibilitySeconds = 60;
const mostReceives = 8;

/** SQS standard queues at the client: delay, visibility, redelivery, and after eight receives the dead-letter queue. */
export class LocalQueues {
  readonly deadLetters: StoredMessage[] = [];
  readonly #simulator: Simulator;
  readonly #deliver: (queue: QueueName, event: unknown) => Promise<BatchAnswer>;
  readonly #live = new Map<string, StoredMessage>();
  #count = 0;

  constructor(simulator: Simulator, deliver: (queue: QueueName, event: unknown) => Promise<BatchAnswer>) {
    this.#simulator = simulator;
    this.#deliver = deliver;
  }

  async send(command: Command): Promise<object> {
    const input: Readonly<Record<string, unknown>> = { ...command.input };
    if (command.constructor.name === 'SendMessageCommand') return this.#accept(input);
    const message = this.#live.get(String(input.ReceiptHandle));
    if (message) message.comesBackIn = Number(input.VisibilityTimeout);
    return {};
  }

  #accept(input: Readonly<Record<string, unknown>>): object {
    this.#count += 1;
    const message: StoredMessage = {
      id: `m-${this.#count}`,
      queue: String(input.QueueUrl) as QueueName,
      body: String(input.MessageBody),
      receives: 0,
    };
    this.#live.set(message.id, message);
    this.#deliverIn(message, Number(input.DelaySeconds ?? 0));
    return { MessageId: message.id };
  }

  #deliverIn(message: StoredMessage, seconds: number): void {
    const due = this.#simulator.now() + seconds * 1000;
    this.#simulator.at(due, 'delivery', `deliver ${message.queue}`, () => this.#receive(message));
  }

  async #receive(message: StoredMessage): Promise<void> {
    message.receives += 1;
    delete message.comesBackIn;
    const failed = await this.#failed(message);
    if (!failed) this.#live.delete(message.id);
    else if (message.receives >= mostReceives) this.deadLetters.push(message);
    else this.#deliverIn(message, message.comesBackIn ?? visibilitySeconds);
  }

  async #failed(message: StoredMessage): Promise<boolean> {
    const record = {
      messageId: message.id,
      receiptHandle: message.id,
      body: message.body,
      attributes: { ApproximateReceiveCount: String(message.receives) },
    };
    try {
      return (await this.#deliver(message.queue, { Records: [record] })).batchItemFailures.length > 0;
    } catch {
      return true;
    }
  }
}

export type QueueHandlers = Readonly<Partial<Record<QueueName, HandlerDefinition<BatchAnswer>>>>;
