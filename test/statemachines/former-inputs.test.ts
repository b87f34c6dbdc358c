import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { storePolicy } from '../../lambdas/adapters/policies.ts';
import { caseAttention } from '../../lambdas/cases/case-attention.handler.ts';
import { executionEvents } from '../../lambdas/cases/execution-events.handler.ts';
import { recoveryStep } from '../../lambdas/recovery/recovery-step.handler.ts';
import { acme, worldWith } from '../../local/world/acme.ts';
import type { World } from '../../local/world/world.ts';

interface Former {
  readonly 'recovery-step': readonly Record<string, unknown>[];
  readonly 'case-attention': readonly Record<string, unknown>[];
  readonly 'execution-events': readonly object[];
  readonly answers: Readonly<Record<'recovery-step' | 'case-attention', readonly string[]>>;
}

const folder = join(import.meta.dirname, '../fixtures/executions');
const releases = readdirSync(folder).map((file) => [file, read(file)] as const);

function read(file: string): Former {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** Decision 0010: an execution keeps its definition for up to a year and calls the functions of today. */
describe.each(releases)('what %s sent', (_file, former) => {
  let world: World;
  let policy: string;

  beforeAll(async () => {
    world = await worldWith(acme);
    policy = await storePolicy(world.ports.rows, world.config);
  });

  it.each(former['recovery-step'])('is still a step: $step', async (input) => {
    const answer = await recoveryStep.lambda(world.ports)({ ...input, policy }, {});
    expect(Object.keys(Object(answer))).toEqual(expect.arrayContaining([...former.answers['recovery-step']]));
    expect(answer).toMatchObject({ verdict: 'GONE' });
  });

  it.each(former['case-attention'])('still asks for a person after $step', async (input) => {
    const answer = await caseAttention.lambda(world.ports)(input, {});
    expect(Object.keys(Object(answer)).toSorted()).toEqual([...former.answers['case-attention']].toSorted());
  });

  it.each(former['execution-events'])('still tells how an execution ended', async (message) => {
    const attributes = { ApproximateReceiveCount: '1' };
    const record = { messageId: 'm', receiptHandle: 'r', body: JSON.stringify(message), attributes };
    const answer = await executionEvents.lambda(world.ports)({ Records: [record] }, {});
    expect(answer).toEqual({ batchItemFailures: [] });
  });
});
