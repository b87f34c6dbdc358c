import type { QueueName } from '../../lambdas/kernel/ports.ts';
import type { Faults } from '../faults/faults.ts';
import type { Ending } from './invocations.ts';
import type { Simulator } from './simulator.ts';

export interface StoredMessage {
  readonly id: string;
  readonly queue: QueueName;
  readonly body: string;
  receives: number;
  /** Deliveries that are being worked on; two at once are possible, as in SQS. */
  flying: number;
  /** Set while a delivery runs by the handler's own wish (ChangeMessageVisibility). */
  comesBackIn?: number;
}

export interface QueuesState {
  readonly count: number;
  readonly live: readonly StoredMessage[];
  readonly deadLetters: readonly StoredMessage[];
}

interface Command {
  readonly input: object;
}

/** Starts the queue's function on a batch; `ended` is told what became of it. */
type Deliver = (queue: QueueName, event: unknown, ended: (ending: Ending) => void) => Promise<void>;

const visibilitySeconds = 60;
const mostReceives = 8;

/** SQS standard queues at the client: delay, visibility, redelivery, and after eight receives the dead-letter queue. */
export class LocalQueues {
  readonly deadLetters: StoredMessage[] = [];
  readonly #simulator: Simulator;
  readonly #deliver: Deliver;
  readonly #faults: () => Faults | undefined;
  readonly #live = new Map<string, StoredMessage>();
  #count = 0;

  constructor(options: { simulator: Simulator; deliver: Deliver; faults: () => Faults | undefined }) {
    this.#simulator = options.simulator;
    this.#deliver = options.deliver;
    this.#faults = options.faults;
    this.#simulator.on('message', (id: string) => this.#receive(id));
  }

  async send(command: Command): Promise<object> {
    const input: Readonly<Record<string, unknown>> = { ...command.input };
    if (command.constructor.name === 'SendMessageCommand') return this.#accept(input);
    const message = this.#live.get(String(input.ReceiptHandle));
    if (message) message.comesBackIn = Number(input.VisibilityTimeout);
    return {};
  }

  toJSON(): QueuesState {
    return { count: this.#count, live: [...this.#live.values()], deadLetters: this.deadLetters };
  }

  /** What was being worked on when the process died becomes visible again after the visibility timeout. */
  restore(state: QueuesState): void {
    this.#count = state.count;
    this.deadLetters.push(...state.deadLetters);
    for (const stored of state.live) {
      const message = { ...stored, flying: 0 };
      this.#live.set(message.id, message);
      if (stored.flying > 0) this.#deliverIn(message, visibilitySeconds);
    }
  }

  #accept(input: Readonly<Record<string, unknown>>): object {
    this.#count += 1;
    const message: StoredMessage = {
      id: `m-${this.#count}`,
      queue: String(input.QueueUrl) as QueueName,
      body: String(input.MessageBody),
      receives: 0,
      flying: 0,
    };
    this.#live.set(message.id, message);
    const faults = this.#faults();
    const delay = Number(input.DelaySeconds ?? 0);
    this.#deliverIn(message, delay);
    if (faults?.chance('message delivered twice', faults.rates.messageTwice))
      this.#deliverIn(message, delay + faults.between(0, 90));
    return { MessageId: message.id };
  }

  #deliverIn(message: StoredMessage, seconds: number): void {
    const due = this.#simulator.now() + seconds * 1000;
    this.#simulator.plan(due, 'delivery', `deliver ${message.queue}`, { kind: 'message', payload: message.id });
  }

  async #receive(id: string): Promise<void> {
    const message = this.#live.get(id);
    if (!message) return;
    message.receives += 1;
    message.flying += 1;
    delete message.comesBackIn;
    await this.#deliver(message.queue, batchOf(message), (ending) => this.#settle(message, ending));
  }

  /** A delivery that nobody acknowledged comes back, or ends in the dead-letter queue. */
  #settle(message: StoredMessage, ending: Ending): void {
    message.flying -= 1;
    if (!this.#live.has(message.id)) return;
    if (ending.kind === 'returned' && isAcknowledged(ending.value)) this.#live.delete(message.id);
    else if (message.receives >= mostReceives) this.#bury(message);
    else
      this.#deliverIn(
        message,
        ending.kind === 'returned' ? (message.comesBackIn ?? visibilitySeconds) : visibilitySeconds,
      );
  }

  #bury(message: StoredMessage): void {
    this.#live.delete(message.id);
    this.deadLetters.push(message);
  }
}

const batchOf = (message: StoredMessage): object => ({
  Records: [
    {
      messageId: message.id,
      receiptHandle: message.id,
      body: message.body,
      attributes: { ApproximateReceiveCount: String(message.receives) },
    },
  ],
});

const isAcknowledged = (answer: unknown): boolean => Object(answer).batchItemFailures?.length === 0;
