import { beforeEach, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../lambdas/cases/carry-out.ts';
import { type Case, caseKey } from '../../../lambdas/cases/case.ts';
import { closeChange } from '../../../lambdas/cases/close.ts';
import type { Effect } from '../../../lambdas/cases/effect.ts';
import { BadInput, NotFound, OutcomeUnknown, PermanentFailure, Throttled } from '../../../lambdas/kernel/failures.ts';
import type { Ports } from '../../../lambdas/kernel/ports.ts';
import { heldBack } from '../../../lambdas/messaging/brake.ts';
import { Desk } from './desk.ts';

let desk: Desk;
let row: Case;
beforeEach(async () => {
  desk = new Desk();
  row = await desk.open();
});

const defaultCard: Effect = { kind: 'default-card', subscription: 'sub_acme', card: 'pm_2', key: 'k-1' };
const task: Effect = { kind: 'row', pk: 'A#acme', sk: 'TASK#1', item: { entity: 'task', id: '1' } };

const withPending = async (...pending: Effect[]): Promise<Case> => {
  await desk.ports.rows.update(caseKey(row.account, row.sk), { set: [['pending', pending]] });
  return desk.stored(row);
};

const stripeSays = (error: Error): Ports => {
  const billing = { setDefaultCard: () => Promise.reject(error) } as unknown as Ports['billing'];
  return { ...desk.ports, billing };
};

describe('carryOut', () => {
  it.each([
    ['PermanentFailure', new PermanentFailure('a cancelled subscription takes no card')],
    ['NotFound', new NotFound('no such payment method')],
    ['BadInput', new BadInput('no card')],
  ])('tells and drops what is refused for good, and does the rest: %s', async (_name, refusal) => {
    const before = await withPending(defaultCard, task);

    const carried = await carryOut(before, stripeSays(refusal));

    expect(carried).toMatchObject({
      pending: [],
      dropped: [{ effect: 'default-card', key: 'pm_2 of sub_acme', why: refusal.message }],
    });
    expect(desk.items('task')).toHaveLength(1);
    expect(desk.published).toMatchObject([{ type: 'alert', detail: { alert: 'case_attention', case: row.sk } }]);
  });

  it.each([
    ['Throttled', new Throttled('later')],
    ['OutcomeUnknown', new OutcomeUnknown('perhaps')],
    ['what nobody foresaw', new Error('a bug')],
  ])('keeps everything pending for a repeat after %s', async (_name, trouble) => {
    const before = await withPending(defaultCard, task);

    await expect(carryOut(before, stripeSays(trouble))).rejects.toThrow(trouble.message);

    expect(await desk.stored(row)).toMatchObject({ pending: [defaultCard, task] });
    expect(desk.published).toEqual([]);
  });

  it('tells of one dropped effect under one id, whoever meets it', async () => {
    const before = await withPending(defaultCard);
    const ports = stripeSays(new PermanentFailure('no'));

    await carryOut(before, ports);
    await carryOut(before, ports);

    expect(new Set(desk.published.map(({ id }) => id)).size).toBe(1);
  });

  it('does what may be done while everything is paused and keeps the rest for later', async () => {
    const before = await withPending(defaultCard, task);

    const carried = await carryOut(before, stripeSays(heldBack('change of a card')));

    expect(carried.pending).toEqual([defaultCard]);
    expect(carried.dropped).toBeUndefined();
    expect(desk.items('task')).toHaveLength(1);
  });

  it.each([
    ['stays in the due index while something of it is held back', heldBack('change of a card'), true],
    ['leaves the due index when its last effect was dropped', new PermanentFailure('no'), false],
  ])('a closed run %s', async (_name, error, stays) => {
    const closing = { outcome: 'recovered', stage: 'retrying', settled: [], data: {}, effects: [defaultCard] };
    const change = closeChange(await desk.stored(row), closing, desk.now);
    await desk.ports.rows.update(caseKey(row.account, row.sk), change);

    const carried = await carryOut(await desk.stored(row), stripeSays(error));

    expect(carried.duePk !== undefined).toBe(stays);
  });
});
