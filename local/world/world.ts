import { readFileSync } from 'node:fs';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { storePolicy } from '../../lambdas/adapters/policies.ts';
import { billingEvents } from '../../lambdas/billing/billing-events.handler.ts';
import { handleWebhook } from '../../lambdas/billing/stripe-webhook.handler.ts';
import { caseAttention } from '../../lambdas/cases/case-attention.handler.ts';
import { executionEvents } from '../../lambdas/cases/execution-events.handler.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import type { HandlerDefinition } from '../../lambdas/kernel/define-handler.ts';
import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import { type Instant, instant, parseInstant } from '../../lambdas/kernel/instant.ts';
import type { DomainEvent, Ports } from '../../lambdas/kernel/ports.ts';
import { dispatcher } from '../../lambdas/messaging/dispatch.handler.ts';
import { mailEvents } from '../../lambdas/messaging/mail-events.handler.ts';
import { sweeper } from '../../lambdas/ops/sweep.handler.ts';
import { recoveryStep } from '../../lambdas/recovery/recovery-step.handler.ts';
import { type InvokeEffect, loadMachine } from '../asl/index.ts';
import { InProcessTable } from '../dynamodb/in-process-table.ts';
import { sendRaw } from '../dynamodb/send-raw.ts';
import type { Faults } from '../faults/faults.ts';
import { Mailbox } from '../mailbox/mailbox.ts';
import { FakeStripe, type StripeEvent, signWebhook } from '../stripe/index.ts';
import { arnOf, webhookSecret } from './names.ts';
import type { WorldOptions } from './options.ts';
import { localPorts } from './ports.ts';
import { LocalQueues } from './queues.ts';
import { Simulator } from './simulator.ts';
import { type Execution, LocalStepFunctions, type TaskFailure } from './step-functions.ts';

const queueHandlers = {
  'billing-events': billingEvents,
  outbox: dispatcher,
  'execution-events': executionEvents,
  'mail-events': mailEvents,
} as const;

export { webhookSecret } from './names.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** The deployed system in one process: the same machine, handlers and adapters on a virtual clock, with fakes at the clients. */
export class World {
  readonly simulator: Simulator;
  readonly table: InProcessTable;
  readonly stripe: FakeStripe;
  readonly mailbox: Mailbox;
  readonly queues: LocalQueues;
  readonly workflows: LocalStepFunctions;
  readonly ports: Ports;
  readonly events: (DomainEvent & { readonly at: Instant })[] = [];
  readonly webhooks: { at: Instant; type: string; status: number; answer: string }[] = [];
  readonly logs: LogLine[] = [];
  readonly options: WorldOptions;
  config: RetentionConfig;
  /** Off while a world is set up, on while it lives. */
  faults: Faults | undefined;
  /** Where Stripe's webhooks go to while a step of a story sets another delay. */
  webhookDelayMs = 0;
  readonly #sweeps = new Set<number>();

  constructor(start: Instant, config: RetentionConfig, options: WorldOptions = {}) {
    this.options = options;
    this.faults = options.faults;
    this.config = config;
    this.simulator = new Simulator(start);
    const now = (): Instant => this.simulator.now();
    this.table = new InProcessTable({ name: 'holdfast', now, onWrite: (_key, item) => this.#planSweep(item?.dueSk) });
    this.stripe = new FakeStripe({ now, emit: (event) => this.#webhookLater(event) });
    this.mailbox = new Mailbox({
      now,
      emit: (event) =>
        void this.queues.send(new SendMessageCommand({ QueueUrl: 'mail-events', MessageBody: JSON.stringify(event) })),
      identities: [config.senders.service.address, config.senders.lifecycle.address],
    });
    this.queues = new LocalQueues(this.simulator, (queue, event) => {
      return queueHandlers[queue].lambda(this.ports)(event, {});
    });
    this.workflows = this.#stepFunctions();
    this.ports = options.ports?.(localPorts(this)) ?? localPorts(this);
  }

  static async create(start: Instant, config: RetentionConfig, options: WorldOptions = {}): Promise<World> {
    const world = new World(start, config, options);
    await storePolicy(world.ports.rows, config);
    return world;
  }

  /** From here on new runs follow this configuration; running ones keep theirs. */
  async configure(config: RetentionConfig): Promise<void> {
    this.config = config;
    await storePolicy(this.ports.rows, config);
  }

  async deliver(body: string, signature: string): Promise<HttpResponse> {
    const response = await handleWebhook({ headers: { 'stripe-signature': signature }, body }, this.ports);
    const type = typeOf(body);
    this.webhooks.push({ at: this.simulator.now(), type, status: response.statusCode, answer: response.body });
    return response;
  }

  #webhookLater(event: StripeEvent): void {
    const body = JSON.stringify(event);
    this.simulator.at(
      this.simulator.now() + this.webhookDelayMs + this.#lateness(),
      'delivery',
      `webhook ${event.type}`,
      async () => {
        const response = await this.#deliverOrFail(body);
        if (response >= 500) this.#webhookAgain(body, event.type);
      },
    );
    if (this.faults && this.faults.random() < 0.2) {
      this.faults.count('webhook duplicated');
      this.#webhookAgain(body, event.type);
    }
  }

  /** Stripe sends again what was not acknowledged, for up to three days (facts §4.3). */
  #webhookAgain(body: string, type: string): void {
    const due = this.simulator.now() + 60_000 + Math.floor((this.faults?.random() ?? 0) * 3_600_000);
    this.simulator.at(due, 'delivery', `webhook ${type} again`, async () => {
      if ((await this.#deliverOrFail(body)) >= 500) this.#webhookAgain(body, type);
    });
  }

  async #deliverOrFail(body: string): Promise<number> {
    try {
      const seconds = Math.floor(this.simulator.now() / 1000);
      return (await this.deliver(body, signWebhook(body, webhookSecret, seconds))).statusCode;
    } catch {
      return 500;
    }
  }

  /** Two events of one second arrive either way round, some much later. */
  #lateness(): number {
    if (!this.faults) return 0;
    const late = this.faults.random() < 0.1;
    if (late) this.faults.count('webhook late');
    return Math.floor(this.faults.random() * (late ? 7_200_000 : 2000));
  }

  /** EventBridge's one-minute schedule without the idle ticks: a sweep is planned only where the due index has something. */
  #planSweep(dueSk: unknown): void {
    if (typeof dueSk !== 'string') return;
    const minute = 60_000;
    const due = parseInstant(dueSk.slice(0, 24));
    const tick = Math.ceil(Math.max(due - minute, this.simulator.now()) / minute) * minute;
    if (this.#sweeps.has(tick)) return;
    this.#sweeps.add(tick);
    this.simulator.at(tick, 'timer', 'sweep', async () => {
      this.#sweeps.delete(tick);
      await sweeper
        .lambda(this.ports)({}, {})
        .catch(() => this.faults?.count('sweep failed'));
      const earliest = this.table.earliestDue();
      const next = earliest === undefined ? undefined : parseInstant(earliest.slice(0, 24));
      if (next !== undefined && next <= this.simulator.now() + minute)
        this.#planSweep(`${new Date(tick + 2 * minute).toISOString()}#`);
      else this.#planSweep(earliest);
    });
  }

  #stepFunctions(): LocalStepFunctions {
    const path = new URL('../../statemachines/payment-recovery.asl.json', import.meta.url);
    const definition: unknown = JSON.parse(
      bind(this.options.machine?.(readFileSync(path, 'utf8')) ?? readFileSync(path, 'utf8')),
    );
    const arn = arnOf('payment-recovery');
    return new LocalStepFunctions({
      simulator: this.simulator,
      machines: new Map([[arn, loadMachine({ name: 'payment-recovery', arn, definition })]]),
      run: (effect) => this.#runTask(effect),
      ended: ({ name, frame, input }) => this.#announceEnd({ name, status: frame.status, input }),
    });
  }

  async #runTask(effect: InvokeEffect): Promise<{ output: unknown } | TaskFailure> {
    const { service, action } = effect.integration;
    const input = Object(effect.arguments) as { FunctionName: string; Payload: unknown };
    try {
      if (service === 'dynamodb')
        return { output: await sendRaw(this.table, action as 'updateItem', Object(effect.arguments)) };
      const handlers: Record<string, HandlerDefinition<unknown>> = {
        'recovery-step': recoveryStep,
        'case-attention': caseAttention,
      };
      const payload = await handlers[input.FunctionName]?.lambda(this.ports)(input.Payload, {});
      return { output: { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 } };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      return {
        error: service === 'dynamodb' ? `DynamoDb.${name}` : name,
        cause: JSON.stringify({ errorType: name, errorMessage: message }),
      };
    }
  }

  /** Step Functions' status events reach us over the default bus and a queue; best effort in AWS, prompt here. */
  #announceEnd(detail: { name: string; status: string; input: string }): void {
    const command = new SendMessageCommand({ QueueUrl: 'execution-events', MessageBody: JSON.stringify({ detail }) });
    void this.queues.send(command);
  }

  executions(): readonly Execution[] {
    return [...this.workflows.executions.values()];
  }

  async runUntil(until: Instant): Promise<void> {
    await this.simulator.runUntil(instant(until));
  }
}

/** For people only; a body that is no event is `unknown`. */
function typeOf(body: string): string {
  try {
    return String(Object(JSON.parse(body)).type ?? 'unknown');
  } catch {
    return 'unknown';
  }
}

/** What CDK does at deploy: the machine's placeholders get the names of this place. */
const names: Readonly<Record<string, string>> = {
  RecoveryStepFunction: 'recovery-step',
  CaseAttentionFunction: 'case-attention',
  TableName: 'holdfast',
};

const bind = (definition: string): string =>
  definition.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    const bound = names[name];
    if (bound === undefined) throw new Error(`the machine names ${name}, which the local runtime does not bind`);
    return bound;
  });
