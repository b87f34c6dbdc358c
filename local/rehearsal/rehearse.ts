import { createStripe, stripeBilling } from '../../lambdas/adapters/stripe/index.ts';
import { billingEvents } from '../../lambdas/billing/billing-events.handler.ts';
import { parseCase } from '../../lambdas/cases/case.ts';
import { complete, stage as stageHere } from '../../lambdas/compose/base.ts';
import { bus } from '../../lambdas/compose/bus.ts';
import { wallClock } from '../../lambdas/compose/clock.ts';
import { policies } from '../../lambdas/compose/policies.ts';
import { queues } from '../../lambdas/compose/queues.ts';
import { rows, table } from '../../lambdas/compose/table.ts';
import { workflows } from '../../lambdas/compose/workflows.ts';
import { resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { instant } from '../../lambdas/kernel/instant.ts';
import type { FunctionName } from '../../lambdas/registry.ts';
import input from '../../retention.config.ts';
import { outputName } from '../aws/stage-environment.ts';
import { clientsIn } from '../stage/clients.ts';
import { bareMachine } from '../stage/executions.ts';
import { stacksOf } from '../stage/stacks.ts';
import { createFakeHttpClient, FakeStripe, type StripeEvent } from '../stripe/index.ts';
import { bundledHandler } from './bundles.ts';
import { type Created, createStacks, readTemplate } from './create-stacks.ts';
import {
  consumeOne,
  definitionStands,
  executionRuns,
  postWebhooks,
  putSecrets,
  type Rehearsal,
  type Step,
  statusEvent,
  sweepOnce,
} from './steps.ts';

export interface Report {
  readonly stacks: readonly Created[];
  readonly steps: readonly Step[];
}

const region = 'us-east-1';

/** Makes the stacks of a stage in moto and leads one failed payment through them. `folder` holds the templates and bundles. */
export async function rehearse(folder: string, stage: string, endpoint: string): Promise<Report> {
  // Before any client is made: this is how the bundles, the adapters and the SDK find moto instead of AWS.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'rehearsal',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
    AWS_EC2_METADATA_DISABLED: 'true',
    // The bundles log to stdout, where the report stands.
    AWS_LAMBDA_LOG_LEVEL: 'FATAL',
  });
  const clients = clientsIn(region);
  const stacks = await createStacks(clients.cloudFormation, folder, stage);
  const environment = environmentFrom(stacks.at(-1)?.outputs ?? {}, endpoint);
  Object.assign(process.env, environment);
  const template = readTemplate(folder, stacksOf(stage).retention);
  const handlerOf = (name: FunctionName) => bundledHandler(template, folder, name);
  return { stacks, steps: await leadThrough({ environment, clients, handlerOf }) };
}

/** moto makes no alias and no API, and its queues stand at its own address. */
function environmentFrom(outputs: Readonly<Record<string, string>>, endpoint: string): Record<string, string> {
  const names = Object.keys(outputs).map((output) => [variableOf(output), String(outputs[output])] as const);
  return {
    ...Object.fromEntries(names.map(([name, value]) => [name, value.replace(/^https:\/\/sqs\.[^/]+/, endpoint)])),
    PAYMENT_RECOVERY_ARN: bareMachine(String(outputs[outputName('PAYMENT_RECOVERY_ARN')])),
    BASE_URL: 'https://rehearsal.test',
  };
}

/** The other way round: the output TableName is TABLE_NAME. */
const variableOf = (output: string): string => output.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

async function leadThrough(rehearsal: Rehearsal): Promise<readonly Step[]> {
  const { event, stripe } = failedPayment();
  const now = Math.floor(wallClock.now() / 1000);
  const steps: Step[] = [await putSecrets(rehearsal), await definitionStands(rehearsal)];
  steps.push(...(await postWebhooks(rehearsal, JSON.stringify(event), now)));
  const parts = { ...table(), ...policies(), ...queues(), ...bus(), ...workflows(), billing: stripeBilling(stripe) };
  const ports = complete({ clock: wallClock, stage: stageHere(), log: silent }, parts);
  const taken = await consumeOne(rehearsal, String(rehearsal.environment.BILLING_EVENTS_QUEUE_URL), (batch) =>
    billingEvents.lambda(ports)(batch, {}),
  );
  steps.push(taken);
  const item = await rows().get(caseKeyOf);
  steps.push({
    name: 'the case stands in the table',
    ok: item !== undefined,
    saw: item ? `run ${String(item.run)}, ${String(item.status)}` : 'no row',
  });
  const { step, arn } = await executionRuns(rehearsal);
  steps.push(step);
  if (item && arn) {
    const row = parseCase(item);
    const given = { account: row.account, case: row.sk, run: row.run, policy: row.policy };
    steps.push(...(await statusEvent(rehearsal, arn, given)));
    const flagged = await rows().get(caseKeyOf);
    steps.push({
      name: 'the case asks for a person now',
      ok: flagged?.status === 'attention',
      saw: String(flagged?.attention),
    });
  }
  steps.push(await sweepOnce(rehearsal));
  return steps;
}

const caseKeyOf = { pk: 'A#rehearsal', sk: 'CASE#payment-recovery#sub_rehearsal' };

const nothing = (): void => undefined;
const silent = { info: nothing, warn: nothing, error: nothing };

/** A renewal that fails at the fake Stripe: the event, and a client that reads what stands behind it. */
function failedPayment(): { event: StripeEvent; stripe: ReturnType<typeof createStripe> } {
  const events: StripeEvent[] = [];
  const fake = new FakeStripe({ now: () => instant(wallClock.now()), emit: (event) => void events.push(event) });
  const metadata = { [resolveConfig(input).stripe.accountIdMetadata]: 'rehearsal' };
  fake.addCustomer({ id: 'cus_rehearsal', email: 'pia@heron.test', name: 'Heron & Sons', metadata });
  const card = {
    id: 'pm_rehearsal',
    brand: 'visa',
    fingerprint: 'fp_rehearsal',
    charges: ['insufficient_funds'] as const,
  };
  fake.addCard('cus_rehearsal', card, { default: true, silent: true });
  fake.addSubscription({ id: 'sub_rehearsal', customer: 'cus_rehearsal', plan: 'team', amount: 4900, currency: 'usd' });
  fake.renew({ subscription: 'sub_rehearsal' });
  const event = events.find(({ type }) => type === 'invoice.payment_failed');
  if (!event) throw new Error('the fake Stripe renewed without a failure');
  return { event, stripe: createStripe('sk_test_rehearsal', { httpClient: createFakeHttpClient(fake) }) };
}
