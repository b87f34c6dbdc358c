import { Duration } from 'aws-cdk-lib';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionName, functions } from '../../lambdas/registry.ts';
import { type Names, type QueueName, queueNames } from '../names.ts';
import { rowOf } from '../permissions.ts';
import type { StageRules } from '../stages.ts';
import { accept } from './accept.ts';
import type { RetentionFunction } from './retention-function.ts';

/** Design §3: a message comes back by the handler's own wish after seconds; 60 s is for a worker that died. */
const visibility = Duration.seconds(60);
const mostReceives = 8;

interface QueueRow {
  /** At the same time, at most; AWS takes 2 or more. */
  readonly concurrency: (stage: StageRules) => number;
  /** Messages a call. A handler works on them one after the other within its 10 seconds. */
  readonly batch: number;
  /** Seconds the oldest message may be old before somebody is told. */
  readonly oldestSeconds: number;
}

/** A mail may be announced 15 minutes before it is due (the longest delay SQS knows), so the outbox is older by that. */
export const queueRows = {
  'billing-events': { concurrency: (stage) => stage.billingConcurrency, batch: 5, oldestSeconds: 600 },
  outbox: { concurrency: () => 4, batch: 5, oldestSeconds: 1800 },
  'execution-events': { concurrency: () => 2, batch: 10, oldestSeconds: 600 },
  'mail-events': { concurrency: () => 4, batch: 10, oldestSeconds: 600 },
  // One call to a server of somebody else's takes up to five seconds; a try may rest here for 15 minutes.
  'webhooks-out': { concurrency: () => 4, batch: 1, oldestSeconds: 1800 },
} as const satisfies Readonly<Record<QueueName, QueueRow>>;

export class Queues extends Construct {
  readonly #made = new Map<QueueName, { readonly live: Queue; readonly dead: Queue }>();
  /** What EventBridge, Scheduler or SNS could not hand over. */
  readonly undelivered: Queue;

  constructor(scope: Construct, names: Names) {
    super(scope, 'Queues');
    for (const name of queueNames) this.#made.set(name, this.#pair(name, names));
    this.undelivered = this.#deadLetters('undelivered', names.undelivered);
  }

  live(name: QueueName): Queue {
    return this.#of(name).live;
  }

  dead(name: QueueName): Queue {
    return this.#of(name).dead;
  }

  #of(name: QueueName) {
    const pair = this.#made.get(name);
    if (!pair) throw new Error(`no queue is called "${name}", expected ${queueNames.join(', ')}`);
    return pair;
  }

  #pair(name: QueueName, names: Names) {
    const dead = this.#deadLetters(`${name}-dead`, names.deadLetters(name));
    const live = new Queue(this, name, {
      queueName: names.queue(name),
      visibilityTimeout: visibility,
      retentionPeriod: Duration.days(4),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: dead, maxReceiveCount: mostReceives },
    });
    return { live, dead };
  }

  /** Kept as long as SQS can: a weekend and a holiday pass before somebody looks. */
  #deadLetters(id: string, queueName: string): Queue {
    const queue = new Queue(this, id, {
      queueName,
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    accept(queue, 'SQS3', 'this queue is where undeliverable messages end; an alarm watches its depth');
    return queue;
  }
}

export const receivers = (Object.keys(functions) as FunctionName[]).flatMap((name) => {
  const { receives } = rowOf(name);
  return receives ? [{ name, queue: receives }] : [];
});

/** One failed message of a batch comes back alone; the others are done. */
export function consume(fn: RetentionFunction, name: QueueName, queues: Queues, stage: StageRules): void {
  const { batch, concurrency } = queueRows[name];
  new CfnEventSourceMapping(fn, 'Source', {
    functionName: fn.lambda.functionArn,
    eventSourceArn: queues.live(name).queueArn,
    batchSize: batch,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: concurrency(stage) },
  });
}
