import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Case, caseKey, executionOf } from '../../../lambdas/cases/case.ts';
import { executionEvents } from '../../../lambdas/cases/execution-events.handler.ts';
import { Desk } from './desk.ts';

let desk: Desk;
let row: Case;
beforeEach(async () => {
  desk = new Desk();
  row = await desk.open();
});

const inputOf = (of: Case) => JSON.stringify({ account: of.account, case: of.sk, run: of.run, policy: of.policy });

async function tell(status: string, of: Case = row, name = executionOf(of)): Promise<unknown> {
  const body = JSON.stringify({ detail: { name, status, input: inputOf(of) } });
  const record = { messageId: 'm-1', receiptHandle: 'r-1', body, attributes: { ApproximateReceiveCount: '1' } };
  return executionEvents.lambda(desk.ports)({ Records: [record] }, {});
}

async function changed(set: readonly (readonly [string, unknown])[], status: string): Promise<unknown> {
  await desk.ports.rows.update(caseKey(row.account, row.sk), { set });
  return tell(status);
}

describe('an execution that ended without closing its case', () => {
  it.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])('flags it when it is %s', async (status) => {
    expect(await tell(status)).toEqual({ batchItemFailures: [] });

    expect(await desk.stored(row)).toMatchObject({ status: 'attention', attention: `its execution is ${status}` });
    expect(desk.published).toMatchObject([{ type: 'alert', detail: { alert: 'case_attention' } }]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['it only started', () => tell('RUNNING')],
    ['the case is closed', () => changed([['status', 'closed']], 'SUCCEEDED')],
    ['it was run 1 and run 2 holds the slot', () => changed([['run', 2]], 'ABORTED')],
    ['another execution bears its input', () => tell('ABORTED', row, 'payment-recovery-by-hand')],
    ['there is no such case', () => tell('ABORTED', { ...row, sk: 'CASE#payment-recovery#sub_none' })],
  ])('says nothing when %s', async (_name, happens) => {
    await happens();

    expect((await desk.stored(row)).attention).toBeUndefined();
    expect(desk.published).toEqual([]);
  });

  it('reports a body that is none, so that it comes back', async () => {
    const record = { messageId: 'm-1', receiptHandle: 'r-1', body: '{}', attributes: { ApproximateReceiveCount: '1' } };

    expect(await executionEvents.lambda(desk.ports)({ Records: [record] }, {})).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm-1' }],
    });
  });
});
