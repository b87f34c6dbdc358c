import { beforeEach, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../lambdas/cases/carry-out.ts';
import { type Case, caseKey, parseCase } from '../../../lambdas/cases/case.ts';
import { closeChange } from '../../../lambdas/cases/close.ts';
import { openCase, startOf } from '../../../lambdas/cases/open.ts';
import { toIso } from '../../../lambdas/kernel/instant.ts';
import { Desk, opening, T } from './desk.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});

const close = async (row: Case): Promise<Case> => {
  const closing = { outcome: 'recovered', stage: row.stage, settled: ['in_1'], data: row.data, effects: [] };
  const written = await desk.ports.rows.update(caseKey(row.account, row.sk), closeChange(row, closing, desk.now));
  return parseCase(written.item ?? row);
};

describe('openCase', () => {
  it('opens the slot and starts the execution with what stands on the row', async () => {
    const opened = await openCase(opening, desk.ports);

    expect(opened).toMatchObject({
      kind: 'opened',
      row: { run: 1, status: 'open', news: 1, answered: 1, pending: [] },
    });
    expect(desk.started).toEqual([
      {
        name: expect.stringMatching(/^payment-recovery-[0-9a-f]{24}-1$/),
        input: { account: 'acme', case: 'CASE#payment-recovery#sub_acme', run: 1, policy: 'hash' },
      },
    ]);
  });

  it('lets one of two events that race open it, and shows the other the same run', async () => {
    const both = await Promise.all([
      openCase(opening, desk.ports),
      openCase({ ...opening, events: ['evt_2'] }, desk.ports),
    ]);

    expect(both.map(({ kind }) => kind).sort()).toEqual(['opened', 'running']);
    expect(both.map(({ row }) => row.run)).toEqual([1, 1]);
    expect(desk.started).toHaveLength(1);
  });

  it('carries out what the closed run had decided and died before doing', async () => {
    const closed = await close(await desk.open());
    expect(closed.pending).toHaveLength(1);

    const { row } = await openCase({ ...opening, about: 'in_2', events: ['evt_2'] }, desk.ports);

    expect(row).toMatchObject({ run: 2, pending: [] });
    expect(desk.items('closed-run')).toMatchObject([{ run: 1, outcome: 'recovered' }]);
  });

  it('lets one of many that race reopen a closed slot, under the next run', async () => {
    await close(await desk.open());
    const next = { ...opening, about: 'in_2' };

    const all = await Promise.all([1, 2, 3, 4].map((n) => openCase({ ...next, events: [`evt_${n}`] }, desk.ports)));

    expect(all.map(({ kind }) => kind).sort()).toEqual(['opened', 'running', 'running', 'running']);
    expect(all.map(({ row }) => row.run)).toEqual([2, 2, 2, 2]);
    expect(desk.started.map(({ name }) => name.at(-1))).toEqual(['1', '2']);
  });

  it.each([
    ['in_1', 'settled', 1],
    ['in_2', 'opened', 2],
  ])('answers an event about %s after the end with %s', async (about, kind, run) => {
    await close(await desk.open());

    expect(await openCase({ ...opening, about }, desk.ports)).toMatchObject({ kind, row: { run } });
  });

  it('starts again what a crash left unstarted, byte for byte the same', async () => {
    const row = await desk.open();
    await desk.ports.rows.update(caseKey(row.account, row.sk), { set: [['pending', [startOf(row, row.policy)]]] });

    await carryOut(await desk.stored(row), desk.ports);

    expect(new Set(desk.started.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(desk.started).toHaveLength(2);
  });
});

describe('closing', () => {
  it('frees the slot, keeps what was settled and copies the run beside it', async () => {
    const open = await desk.park(await desk.open(), 'token-1');

    const closed = await close(open);

    expect(closed).toMatchObject({ status: 'closed', outcome: 'recovered', settled: ['in_1'], closedAt: toIso(T) });
    expect(closed.wait).toBeUndefined();
    expect(closed.listPk).toMatch(/^closed:payment-recovery#\d+$/);
    expect(closed.pending).toMatchObject([{ kind: 'row', sk: 'CASE#payment-recovery#sub_acme#RUN#1' }]);
  });

  it('leaves the copy of run 1 as it was when run 2 opens and closes', async () => {
    await carryOut(await close(await desk.open()), desk.ports);
    const first = desk.items('closed-run');
    desk.pass({ days: 30 });
    await carryOut(await close(await desk.open({ about: 'in_2', events: ['evt_9'] })), desk.ports);

    expect(desk.items('closed-run').map(({ run, outcome }) => [run, outcome])).toEqual([
      [1, 'recovered'],
      [2, 'recovered'],
    ]);
    expect(desk.items('closed-run')[0]).toEqual(first[0]);
    expect(first[0]).not.toHaveProperty('duePk');
  });

  it('is refused when anything was written since the row was read', async () => {
    const read = await desk.open();
    await desk.ports.rows.update(caseKey(read.account, read.sk), { add: [['version', 1]] });

    expect((await close(read)).status).toBe('open');
  });

  it('leaves the due index only when the last effect is carried out', async () => {
    const closed = await close(await desk.open());
    expect(closed.duePk).toBeDefined();

    expect((await carryOut(closed, desk.ports)).duePk).toBeUndefined();
  });
});
