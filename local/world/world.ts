import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { storePolicy } from '../../lambdas/adapters/policies.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import { type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { DomainEvent, Ports, QueueName } from '../../lambdas/kernel/ports.ts';
import type { Key } from '../../lambdas/kernel/rows.ts';
import { brakeKey } from '../../lambdas/messaging/brake.ts';
import { isSwept } from '../../lambdas/ops/sweep-round.ts';
import { InProcessTable } from '../dynamodb/in-process-table.ts';
import type { Values } from '../dynamodb/values.ts';
import type { Faults } from '../faults/faults.ts';
import { Mailbox } from '../mailbox/mailbox.ts';
import { FakeStripe, type StripeEvent } from '../stripe/index.ts';
import { CardScans, isScanned } from './card-scans.ts';
import type { Execution } from './execution.ts';
import { consumers, handlers, started } from './functions.ts';
import { type Ending, Invocations } from './invocations.ts';
import { loadMachines } from './machines.ts';
import type { WorldOptions } from './options.ts';
import { Outside } from './outside.ts';
import { localPorts } from './ports.ts';
import { LocalQueues } from './queues.ts';
import { taskRunner } from './services.ts';
import { Simulator } from './simulator.ts';
import { LocalStepFunctions } from './step-functions.ts';
import { goOn, type StoredWorld, storedWorld } from './stored.ts';
import { stripeTimers } from './stripe-timers.ts';
import { Sweeps } from './sweeps.ts';
import { type Delivered, Webhooks } from './webhooks.ts';

export { webhookSecret } from './names.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** The deployed system in one process: the same machine, handlers and adapters on a virtual clock, with fakes at the clients. */
export class World {
  readonly options: WorldOptions;
  readonly simulator: Simulator;
  readonly invocations: Invocations;
  readonly table: InProcessTable;
  readonly stripe: FakeStripe;
  readonly mailbox: Mailbox;
  readonly queues: LocalQueues;
  readonly workflows: LocalStepFunctions;
  readonly endpoint: Webhooks;
  readonly sweeps: Sweeps;
  readonly cardScans: CardScans;
  readonly outside: Outside;
  readonly ports: Ports;
  readonly events: (DomainEvent & { readonly at: Instant })[] = [];
  readonly logs: LogLine[] = [];
  config: RetentionConfig;
  /** Off while a world is set up, on while it lives. */
  faults: Faults | undefined;

  constructor(start: Instant, config: RetentionConfig, options: WorldOptions = {}) {
    this.options = options;
    this.faults = options.faults;
    this.config = config;
    const faults = () => this.faults;
    const ports = () => this.ports;
    this.simulator = new Simulator(start, {
      tie: () => (this.faults?.interleaves ? this.faults.random() : 0),
      outside: stripeTimers(() => this.stripe),
    });
    const { simulator } = this;
    const now = (): Instant => simulator.now();
    this.invocations = new Invocations({ simulator, faults, watch: options.watch, checkpoint: options.checkpoint });
    const { invocations } = this;
    this.table = new InProcessTable({
      name: 'holdfast',
      now,
      indexLagMs: () => this.faults?.indexLag() ?? 0,
      onWrite: (key, item) => this.#expectSweep(key, item),
    });
    const emit = (event: StripeEvent) => this.endpoint.send(event);
    const atStripe = { now, emit, pages: options.linkBase, livemode: options.livemode ?? false };
    this.stripe = options.stored ? FakeStripe.restore(atStripe, options.stored.stripe) : new FakeStripe(atStripe);
    this.mailbox = new Mailbox({
      now,
      emit: (event) => this.#enqueue('mail-events', event),
      identities: [config.senders.service.address, config.senders.lifecycle.address],
    });
    this.queues = new LocalQueues({ simulator, faults, deliver: (...of) => this.#consume(...of) });
    this.workflows = new LocalStepFunctions({
      simulator,
      machines: loadMachines(options.machine),
      run: (task, ended) => taskRunner(this)(task, ended),
      ended: (execution) => this.#announceEnd(execution),
    });
    this.endpoint = new Webhooks({ simulator, invocations, faults, ports });
    this.sweeps = new Sweeps({ simulator, invocations, ports, earliestDue: () => this.table.earliestDue(isSwept) });
    this.cardScans = new CardScans({
      simulator,
      invocations,
      ports,
      earliestDue: () => this.table.earliestDue(isScanned),
    });
    this.outside = new Outside(now, options.outside);
    this.ports = options.ports?.(localPorts(this)) ?? localPorts(this);
    if (options.stored) goOn(this, options.stored);
  }

  static async create(start: Instant, config: RetentionConfig, options: WorldOptions = {}): Promise<World> {
    const world = new World(start, config, options);
    await storePolicy(world.ports.rows, config);
    return world;
  }

  /** Goes on where another process stopped; `config` is today's, as after a deploy. */
  static async restore(stored: StoredWorld, config: RetentionConfig, options: WorldOptions = {}): Promise<World> {
    return World.create(instant(stored.simulator.now), config, { ...options, stored });
  }

  toJSON(): StoredWorld {
    return storedWorld(this);
  }

  get webhooks(): readonly Delivered[] {
    return this.endpoint.delivered;
  }

  set webhookDelayMs(milliseconds: number) {
    this.endpoint.delayMs = milliseconds;
  }

  /** From here on new runs follow this configuration; running ones keep theirs. */
  async configure(config: RetentionConfig): Promise<void> {
    this.config = config;
    await storePolicy(this.ports.rows, config);
    // A deploy is noticed by the sweep of the next minute, also where nothing else is due.
    this.#sweepSoon();
  }

  deliver(body: string, signature: string): Promise<HttpResponse> {
    return this.endpoint.post(body, signature);
  }

  /** Work that no queue and no machine starts: a command of operations. It lives under the same faults as every function. */
  async act<T>(name: string, work: (ports: Ports) => Promise<T>): Promise<Ending> {
    let result: Ending | undefined;
    await this.invocations.run(
      { function: name },
      () => work(this.ports),
      (ending) => {
        result = ending;
      },
    );
    while (!result) await this.simulator.runOne();
    return result;
  }

  executions(): readonly Execution[] {
    return [...this.workflows.executions.values()];
  }

  async runUntil(until: Instant): Promise<void> {
    await this.simulator.runUntil(instant(until));
  }

  /** What the due index holds is swept when its time comes; a pause that ends is noticed within a minute. */
  #expectSweep(key: Key, item: Values | undefined): void {
    if (key.pk === brakeKey.pk && key.sk === brakeKey.sk) this.#sweepSoon();
    else if (isSwept(String(item?.duePk))) this.sweeps.expect(item?.dueSk);
    else if (isScanned(String(item?.duePk))) this.cardScans.expect(item?.dueSk);
  }

  #sweepSoon(): void {
    this.sweeps.expect(`${toIso(this.simulator.now())}#`);
  }

  async #consume(queue: QueueName, batch: unknown, ended: (ending: Ending) => void): Promise<void> {
    const name = consumers[queue];
    const lambda = handlers[name]?.lambda(this.ports);
    await this.invocations.run(started(name), async () => lambda?.(batch, {}), ended);
  }

  /** Step Functions' status events reach us over the default bus and a queue; best effort in AWS, prompt here. */
  #announceEnd({ name, frame, input }: Execution): void {
    if (this.faults?.chance('status event lost', this.faults.rates.statusLost)) return;
    this.#enqueue('execution-events', { detail: { name, status: frame.status, input } });
  }

  #enqueue(queue: QueueName, message: object): void {
    void this.queues.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: JSON.stringify(message) }));
  }
}
