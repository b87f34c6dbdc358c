import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { type Apart, appTokens } from '../../lambdas/adapters/app-tokens.ts';
import { dynamoRows } from '../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { eventBus } from '../../lambdas/adapters/event-bus.ts';
import { signedLinks } from '../../lambdas/adapters/links.ts';
import { loginTokens } from '../../lambdas/adapters/login-tokens.ts';
import { storedPolicies } from '../../lambdas/adapters/policies.ts';
import { sesMail } from '../../lambdas/adapters/ses.ts';
import { sqsQueues } from '../../lambdas/adapters/sqs.ts';
import { stepFunctions } from '../../lambdas/adapters/step-functions.ts';
import { createStripe, stripeBilling, stripeLists } from '../../lambdas/adapters/stripe/index.ts';
import { budgetedBilling } from '../../lambdas/billing/budgeted-billing.ts';
import { budgetedLists } from '../../lambdas/billing/budgeted-lists.ts';
import { coalescedBilling } from '../../lambdas/billing/coalesced-billing.ts';
import { isWebhookEvent } from '../../lambdas/kernel/config/webhook-events.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import { allowListed, type Log, type LogFields } from '../../lambdas/kernel/log.ts';
import type { Outbound, Ports } from '../../lambdas/kernel/ports.ts';
import type { Query, Rows } from '../../lambdas/kernel/rows.ts';
import { brakedBilling, brakedMail } from '../../lambdas/ops/brake.ts';
import type { Target } from '../faults/faults.ts';
import { createFakeHttpClient } from '../stripe/index.ts';
import { arnOf, localAppKey, localLinkKeys, localSigningKey, webhookSecret } from './names.ts';
import type { World } from './world.ts';

/** The real adapters over the fakes, each call through the faults of this world. */
export function localPorts(world: World): Ports {
  const rows = rowsOf(world);
  const clock = { now: () => world.simulator.now() };
  const stripe = stripeOf(world);
  const arns = {
    machine: arnOf,
    execution: (journey: string, name: string) => `${arnOf(journey).replace(':stateMachine:', ':execution:')}:${name}`,
  };
  const outbound: Outbound = {
    send: (request) =>
      world.invocations.call({ target: 'outside', operation: request.method, input: request }, () =>
        world.outside.send(request),
      ),
  };
  // Signing and checking are asynchronous work of the runtime's own: a call, so that nobody runs while it is under way.
  const apart: Apart = (work) =>
    world.invocations.call({ target: 'links', operation: 'read', input: 'app token' }, work);
  const tokens = appTokens([{ id: 'local', secret: new TextEncoder().encode(localAppKey) }], {
    clock,
    readLogin: loginTokens({ clientAuth: async () => world.config.clientAuth, outbound, clock, apart }),
    apart,
  });
  const links = signedLinks(world.options.linkBase ?? 'http://localhost:4242', localLinkKeys, clock);
  return {
    clock,
    rows,
    billing: brakedBilling(coalescedBilling(budgetedBilling(stripeBilling(stripe), { rows, clock }), { clock }), {
      rows,
    }),
    lists: budgetedLists(stripeLists(stripe), { rows, clock }),
    workflows: stepFunctions(
      { send: (command) => called(world, 'workflows', command, () => world.workflows.send(command)) },
      arns,
    ),
    queues: sqsQueues(
      { send: (command) => called(world, 'queues', command, () => world.queues.send(command)) },
      (queue) => queue,
    ),
    mail: brakedMail(sesMail({ send: (command) => called(world, 'ses', command, () => world.mailbox.send(command)) }), {
      rows,
      clock,
    }),
    links: {
      mint: (purpose, claims, expires) =>
        world.invocations.call({ target: 'links', operation: 'mint', input: purpose }, () =>
          links.mint(purpose, claims, expires),
        ),
      read: (purpose, token) =>
        world.invocations.call({ target: 'links', operation: 'read', input: purpose }, () =>
          links.read(purpose, token),
        ),
    },
    appTokens: tokens,
    outbound,
    signingKeys: { of: async () => [localSigningKey] },
    bus: eventBus({ send: (command) => called(world, 'bus', command, () => publish(world, command)) }, 'holdfast'),
    secrets: { stripeWebhookSecrets: async () => world.options.realStripe?.webhookSecrets ?? [webhookSecret] },
    policies: storedPolicies(rows, () => world.config),
    stage: { name: 'local', livemode: world.options.livemode ?? false },
    log: localLog(world),
  };
}

/**
 * 62 of the 64 queries of a sweep find nothing where one account lives: they are answered without a call, since nothing
 * can race with nothing.
 */
function rowsOf(world: World): Rows {
  const rows = dynamoRows(
    { send: (command) => called(world, 'store', command, () => world.table.send(command)) },
    'holdfast',
  );
  const isIdle = ({ index, pk }: Query): boolean => index !== undefined && !world.table.indexHolds(index, pk);
  return { ...rows, query: async (query) => (isIdle(query) ? { items: [] } : rows.query(query)) };
}

/** The real package either way; only what stands behind its HTTP client differs. */
function stripeOf(world: World): ReturnType<typeof createStripe> {
  if (world.options.realStripe) return createStripe(world.options.realStripe.key);
  return createStripe('sk_test_local', {
    httpClient: createFakeHttpClient(world.stripe, (request, run, landed) =>
      world.invocations.call(
        { target: 'stripe', operation: `${request.method} ${request.path}`, input: request, landed },
        async () => run(),
      ),
    ),
  });
}

interface Command {
  readonly input: object;
}

const called = <T>(world: World, target: Target, command: Command, run: () => Promise<T>): Promise<T> =>
  world.invocations.call({ target, operation: command.constructor.name, input: command.input }, run);

async function publish(world: World, command: { readonly input: object }): Promise<object> {
  const { Entries } = command.input as { Entries: { DetailType: string; Detail: string }[] };
  for (const { DetailType, Detail } of Entries) {
    const { id, account, ...detail } = JSON.parse(Detail) as { id: string; account: string };
    const known = world.events.some((event) => event.id === id);
    if (!known) world.events.push({ id, account, type: DetailType, detail, at: world.simulator.now() });
    await followRule(world, DetailType, Detail);
  }
  return { FailedEntryCount: 0 };
}

/** The rule on our bus that feeds the outgoing webhooks; a stage without endpoints has it switched off. A repeat goes through. */
async function followRule(world: World, type: string, detail: string): Promise<void> {
  if (!isWebhookEvent(type) || world.config.webhooks.length === 0) return;
  const time = toIso(world.simulator.now());
  const MessageBody = JSON.stringify({ 'detail-type': type, time, detail: JSON.parse(detail) });
  await world.queues.send(new SendMessageCommand({ QueueUrl: 'webhooks-out', MessageBody }));
}

function localLog(world: World): Log {
  const line = (level: string) => (message: string, fields?: LogFields) => {
    world.logs.push({ level, message, fields: allowListed(fields) });
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
