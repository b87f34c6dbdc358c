import type { DomainEvent } from '../../lambdas/kernel/ports.ts';
import type { Values } from '../dynamodb/values.ts';
import type { MailboxState } from '../mailbox/stored-mail.ts';
import type { QueuesState } from './queues.ts';
import type { StoredEvent } from './simulator.ts';
import type { Webhooks } from './webhooks.ts';
import type { LogLine, World } from './world.ts';

/** Raised when a stored world of before cannot be gone on with. */
export const storedVersion = 1;

/** A whole world as JSON: clock and plan, queues, executions, table, Stripe, mailbox. A consistent cut between two events. */
export interface StoredWorld {
  readonly version: number;
  readonly simulator: { readonly now: number; readonly plan: readonly StoredEvent[] };
  readonly queues: QueuesState;
  readonly executions: readonly unknown[];
  readonly endpoint: ReturnType<Webhooks['toJSON']>;
  readonly table: { readonly items: readonly Values[] };
  readonly stripe: unknown;
  readonly mailbox: MailboxState;
  readonly events: readonly (DomainEvent & { readonly at: number })[];
  readonly logs: readonly LogLine[];
}

/** The newest lines are the ones somebody asks for. */
const mostLogLines = 2000;

export const storedWorld = (world: World): StoredWorld => ({
  version: storedVersion,
  simulator: world.simulator.toJSON(),
  queues: world.queues.toJSON(),
  executions: world.workflows.toJSON(),
  endpoint: world.endpoint.toJSON(),
  table: world.table.toJSON(),
  stripe: world.stripe.toJSON(),
  mailbox: world.mailbox.toJSON(),
  events: world.events,
  logs: world.logs.slice(-mostLogLines),
});

/** Into a world that has just been built around the stored Stripe. What was under way when the process died is given up as AWS would. */
export function goOn(world: World, stored: StoredWorld): void {
  world.table.load(stored.table.items);
  world.mailbox.restore(stored.mailbox);
  const plan = world.simulator.restore(stored.simulator);
  const ticksOf = (name: string) =>
    stored.simulator.plan.flatMap(({ kind, payload }) => (kind === name ? [Number(payload)] : []));
  world.sweeps.restore(ticksOf('sweep'));
  world.cardScans.restore(ticksOf('card-scan'));
  world.workflows.restore(stored.executions, plan);
  world.queues.restore(stored.queues);
  world.endpoint.restore(stored.endpoint);
  world.events.push(...(stored.events as typeof world.events));
  world.logs.push(...stored.logs);
}
