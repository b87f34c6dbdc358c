import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { carryOutOne } from '../../../lambdas/cases/carry-out.ts';
import { ServiceUnavailable } from '../../../lambdas/kernel/failures.ts';
import { toIso } from '../../../lambdas/kernel/instant.ts';
import type { Ports } from '../../../lambdas/kernel/ports.ts';
import { sweep } from '../../../lambdas/ops/sweep.ts';
import { actOnTask } from '../../../lambdas/tasks/act-on-task.ts';
import type { Done, TaskAct } from '../../../lambdas/tasks/acts.ts';
import { loadTask } from '../../../lambdas/tasks/load-task.ts';
import { newTask } from '../../../lambdas/tasks/new-task.ts';
import { type Task, taskDue, taskKey } from '../../../lambdas/tasks/task.ts';
import { Desk, T } from '../cases/desk.ts';

const name = { account: 'acme', id: 't-1' };
const about = (desk: Desk) => ({ name: 'Acme Ltd', config: desk.config, policy: 'hash' });
const fresh = { ...name, kind: 'review_risk', source: 'a test', assignee: 'ops@harbor.test', facts: {} };

async function deskWithTask(): Promise<Desk> {
  const desk = new Desk();
  for (const effect of newTask({ ...fresh, mode: 'live' }, about(desk), T)) await carryOutOne(effect, desk.ports);
  return desk;
}

let desk: Desk;
beforeEach(async () => {
  desk = await deskWithTask();
});

const stored = async (of = desk): Promise<Task> => {
  const task = await loadTask(of.ports.rows, 'acme', 't-1');
  if (!task) throw new Error('the task is gone');
  return task;
};
const done = (act: TaskAct, seen = 0, by = 'ops@harbor.test'): Done => ({ act, by, seen });
const close: TaskAct = { act: 'done', result: 'saved', note: '' };
const acts = (of = desk) => of.items('act').map(({ act, who }) => `${act} ${who}`);
const mails = (of = desk) => of.items('message').map(({ key }) => String(key).split('/').slice(3).join('/'));

describe('a new task', () => {
  it('is one row and one mail, however often it is made', async () => {
    for (const effect of newTask({ ...fresh, mode: 'live' }, about(desk), T)) await carryOutOne(effect, desk.ports);

    expect([desk.items('task').length, mails()]).toEqual([1, ['new']]);
    expect(desk.items('message')[0]).toMatchObject({
      class: 'internal',
      address: 'ops@harbor.test',
      whileTask: 'TASK#t-1',
    });
  });
});

describe('an act on a task', () => {
  it('closes it, takes it out of the due index and leaves one audit row', async () => {
    expect(await actOnTask(name, done(close), desk.ports)).toMatchObject({ kind: 'acted' });

    expect(await stored()).toMatchObject({ status: 'done', result: 'saved', doneBy: 'ops@harbor.test', pending: [] });
    expect((await stored()).duePk).toBeUndefined();
    expect(acts()).toEqual(['task.done ops@harbor.test']);
  });

  it('counts once when the same button is pressed again, also later', async () => {
    await actOnTask(name, done(close), desk.ports);
    const after = await stored();
    desk.pass({ hours: 1 });

    expect(await actOnTask(name, done(close), desk.ports)).toEqual({ kind: 'acted', task: after });
    expect(acts()).toHaveLength(1);
  });

  it.each<[string, Done]>([
    ['another answer', done({ act: 'not_a_fit', reason: 'a hobby' })],
    ['another person', done(close, 0, 'sam@harbor.test')],
    ['another note', done({ ...close, note: 'x' } as TaskAct)],
  ])('is refused from a page that is older than what happened: %s', async (_case, second) => {
    await actOnTask(name, done(close), desk.ports);

    expect(await actOnTask(name, second, desk.ports)).toMatchObject({ kind: 'moved', task: { result: 'saved' } });
    expect(acts()).toHaveLength(1);
  });

  it('finds no task that is not there', async () => {
    expect(await actOnTask({ account: 'acme', id: 'other' }, done(close), desk.ports)).toEqual({ kind: 'gone' });
  });

  it('takes a row from before tasks were mailed', async () => {
    const due = toIso(T);
    const old = { entity: 'task', ...name, kind: 'no_fact', status: 'open', at: due, due, assignee: 'ops@harbor.test' };
    await desk.ports.rows.put({ ...taskKey('acme', 't-1'), ...old, ...taskDue('acme', 't-1', due) });
    await desk.ports.rows.update(taskKey('acme', 't-1'), { remove: ['version', 'acts'] });

    await actOnTask(name, done({ act: 'snooze', days: 3 }), desk.ports);
    await actOnTask(name, done(close, 1), desk.ports);

    expect(await stored()).toMatchObject({ status: 'done', acts: 2 });
  });

  it('goes on after whoever wrote in between', async () => {
    let crossed = false;
    const update: Ports['rows']['update'] = async (...of) => {
      if (!crossed) {
        crossed = true;
        await desk.ports.rows.update(taskKey('acme', 't-1'), { add: [['version', 1]] });
      }
      return desk.ports.rows.update(...of);
    };

    await actOnTask(name, done(close), { ...desk.ports, rows: { ...desk.ports.rows, update } });

    expect(await stored()).toMatchObject({ status: 'done' });
  });

  it('is ended by the sweep when it was cut off after the decision', async () => {
    const put = () => Promise.reject(new ServiceUnavailable('no table'));
    const cut = actOnTask(name, done(close), { ...desk.ports, rows: { ...desk.ports.rows, put } });
    await expect(cut).rejects.toThrow('no table');
    expect([(await stored()).status, acts()]).toEqual(['done', []]);

    await sweep(desk.ports);

    expect(acts()).toEqual(['task.done ops@harbor.test']);
    expect((await stored()).duePk).toBeUndefined();
  });
});

describe('the sweep of tasks', () => {
  it('mails about a deadline that passed once, and leaves the task listed', async () => {
    desk.pass({ days: 1 });
    await sweep(desk.ports);
    desk.pass({ days: 30 });
    await sweep(desk.ports);

    expect(mails()).toEqual(['new', `overdue/${(await stored()).due}`]);
    expect(await stored()).toMatchObject({ dueSk: expect.stringMatching(/^told#/), status: 'open' });
  });

  it('brings a snoozed task back on its day, and not before', async () => {
    await actOnTask(name, done({ act: 'snooze', days: 3 }), desk.ports);
    desk.pass({ days: 2, hours: 23, minutes: 59 });
    await sweep(desk.ports);
    expect(mails()).toEqual(['new']);

    desk.pass({ minutes: 1 });
    await sweep(desk.ports);
    await sweep(desk.ports);

    expect(mails()).toEqual(['again/2026-11-13T15:00:00.000Z', 'new']);
    expect((await stored()).snoozedUntil).toBeUndefined();
  });

  it('mails at most once per task and date, whatever people press and however often the sweep looks', async () => {
    const press = fc.constantFrom<TaskAct>(
      close,
      { act: 'snooze', days: 1 },
      { act: 'snooze', days: 7 },
      { act: 'assign', to: 'sam@harbor.test' },
      { act: 'not_a_fit', reason: 'a hobby' },
    );
    const step = fc.oneof(press, fc.constantFrom('sweep' as const, 'day' as const));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const one = await deskWithTask();
        let counted = 0;
        for (const now of steps) {
          if (now === 'day') one.pass({ days: 1 });
          else if (now === 'sweep') await sweep(one.ports);
          else {
            const { acts: seen } = await stored(one);
            const { kind } = await actOnTask(name, done(now, seen), one.ports);
            await actOnTask(name, done(now, seen), one.ports);
            counted += kind === 'acted' ? 1 : 0;
          }
        }
        const told = one.items('message').map(({ key, address, queuedAt }) => `${key} ${address} ${queuedAt}`);
        const perDate = mails(one).filter((part) => !part.startsWith('assigned'));
        expect(new Set(told).size).toBe(told.length);
        expect(new Set(perDate).size).toBe(perDate.length);
        expect(one.items('act')).toHaveLength(counted);
        expect((await stored(one)).duePk === undefined).toBe((await stored(one)).status === 'done');
      }),
      { numRuns: 25 },
    );
  });
});
