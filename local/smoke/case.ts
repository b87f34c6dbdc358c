import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { sqsQueues } from '../../lambdas/adapters/sqs.ts';
import { stepFunctions } from '../../lambdas/adapters/step-functions.ts';
import { type Case, caseKey, caseSort, executionOf, parseCase } from '../../lambdas/cases/case.ts';
import { complete } from '../../lambdas/compose/base.ts';
import { arnsOf } from '../../lambdas/compose/workflows.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import { restart } from '../../lambdas/ops/commands.ts';
import { queueVariables } from '../../lambdas/registry.ts';
import { NotReached } from './check.ts';
import { historyOf, type Wait, waitsIn } from './history.ts';
import type { Smoke } from './smoke.ts';

const nothing = (): void => undefined;
const log = { info: nothing, warn: nothing, error: nothing };

/** What a person with `npm run ops` reaches: the table, the workflows, the queues. */
export const personsPorts = (smoke: Smoke): Ports => {
  const { clients, livemode, now, stage } = smoke.reaches;
  return complete(
    { clock: { now }, stage: { name: stage, livemode }, log },
    {
      rows: smoke.rows,
      workflows: stepFunctions(clients.workflows, arnsOf(smoke.name('PAYMENT_RECOVERY_ARN'))),
      queues: sqsQueues(clients.queues, (queue) => smoke.name(queueVariables[queue])),
    },
  );
};

export const keyOf = (smoke: Smoke) =>
  caseKey(smoke.account, caseSort('payment-recovery', smoke.failed?.subscription ?? ''));

/** Undefined: nobody has opened it. */
export async function caseIfAny(smoke: Smoke): Promise<Case | undefined> {
  const item = await smoke.rows.get(keyOf(smoke));
  return item && parseCase(item);
}

/** @throws NotReached when no check has made one */
export async function theCase(smoke: Smoke): Promise<Case> {
  const row = smoke.failed && (await caseIfAny(smoke));
  if (!row) throw new NotReached('no case of this run is open');
  return row;
}

export function executionArn(smoke: Smoke, row: Case): string {
  return arnsOf(smoke.name('PAYMENT_RECOVERY_ARN')).execution(row.journey, executionOf(row));
}

export async function describe(smoke: Smoke, row: Case): Promise<Readonly<Record<string, unknown>>> {
  const executionArnOfCase = executionArn(smoke, row);
  return Object(
    await smoke.reaches.clients.workflows.send(new DescribeExecutionCommand({ executionArn: executionArnOfCase })),
  );
}

export async function waits(smoke: Smoke, row: Case, state: string): Promise<readonly Wait[]> {
  return waitsIn(await historyOf(smoke.reaches.clients.workflows, executionArn(smoke, row)), state);
}

/** Starts the next run, on whatever policy the row names. */
export async function nextRun(smoke: Smoke, why: string): Promise<Case> {
  const { subject } = await theCase(smoke);
  await restart({ account: smoke.account, subject }, { who: 'smoke test', why }, personsPorts(smoke));
  return theCase(smoke);
}
