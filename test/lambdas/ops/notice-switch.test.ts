import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Case, caseKey } from '../../../lambdas/cases/case.ts';
import { pauseAll, resumeAll } from '../../../lambdas/ops/commands.ts';
import { noticeSwitch } from '../../../lambdas/ops/notice-switch.ts';
import { sweep } from '../../../lambdas/ops/sweep.ts';
import { Desk } from '../cases/desk.ts';
import { resolveWith } from '../kernel/config/example.ts';

let desk: Desk;
let row: Case;
beforeEach(async () => {
  desk = new Desk();
  row = await desk.park(await desk.open(), 'token-1');
  await noticeSwitch(desk.ports);
});

async function deploy(mode: 'observe' | 'live', hash: string): Promise<void> {
  desk.config = resolveWith({ mode: { default: mode } });
  desk.configHash = hash;
  await noticeSwitch(desk.ports);
}

const change = (set: readonly (readonly [string, unknown])[]) =>
  desk.ports.rows.update(caseKey(row.account, row.sk), { set });

const woken = () => desk.answers.map(({ token }) => token);

describe('noticeSwitch', () => {
  it('wakes a live case that may act no longer, once', async () => {
    await deploy('observe', 'h2');
    await noticeSwitch(desk.ports);

    expect(woken()).toEqual(['token-1']);
    expect(await desk.stored(row)).toMatchObject({ news: 2, log: [{}, { what: 'recovery was switched' }] });
  });

  it('wakes nobody for a change of something else', async () => {
    await deploy('live', 'h2');

    expect(woken()).toEqual([]);
  });

  it('wakes a flagged case when it may act again', async () => {
    await change([['data', { ...row.data, uncollectedSince: '2026-11-10T15:00:00.000Z' }]]);
    await deploy('live', 'h2');

    expect(woken()).toEqual(['token-1']);
  });

  it('notices the same switch again after it was taken back', async () => {
    await deploy('observe', 'h2');
    await deploy('live', 'hash');
    await desk.park(row, 'token-2', 1);
    await deploy('observe', 'h2');

    expect(woken()).toEqual(['token-1', 'token-2']);
  });

  it.each<[string, readonly (readonly [string, unknown])[]]>([
    ['that was opened in observe', [['mode', 'observe']]],
    ['that is flagged already', [['data', { uncollectedSince: '2026-11-10T15:00:00.000Z' }]]],
    ['that is closed', [['status', 'closed']]],
  ])('leaves a case alone %s', async (_name, set) => {
    await change(set);
    await deploy('observe', 'h2');

    expect(woken()).toEqual([]);
  });

  it('leaves what it could not tell to the sweep, and tells the others', async () => {
    const other = await desk.park(await desk.open({ subject: 'sub_two', about: 'in_2', events: ['evt_9'] }), 'token-2');
    desk.answering = (token) => (token === 'token-1' ? Promise.reject(new Error('throttled')) : 'answered');
    await deploy('observe', 'h2');
    expect((await desk.stored(other)).wait).toBeUndefined();
    expect(await desk.stored(row)).toMatchObject({ wait: { token: 'token-1' }, news: 2, answered: 1 });

    desk.answering = () => 'answered';
    await sweep(desk.ports);

    expect((await desk.stored(row)).wait).toBeUndefined();
  });

  describe('when everything goes on', () => {
    const by = { who: 'ines', why: 'a drill' };

    it('wakes the case that was parked while everything was paused, once', async () => {
      await pauseAll(by, desk.ports);
      await desk.park(row, 'token-2', 1);
      await noticeSwitch(desk.ports);
      expect(woken()).toEqual([]);

      await resumeAll(by, desk.ports);
      await noticeSwitch(desk.ports);
      await noticeSwitch(desk.ports);

      expect(woken()).toEqual(['token-2']);
      expect(await desk.stored(row)).toMatchObject({ log: [{}, { what: 'everything goes on' }] });
    });

    it('leaves a case alone that was parked before, and says nothing twice of one release', async () => {
      desk.pass({ minutes: 1 });
      await pauseAll(by, desk.ports);
      await resumeAll(by, desk.ports);
      await resumeAll(by, desk.ports);
      await noticeSwitch(desk.ports);

      expect(woken()).toEqual([]);
    });
  });
});
