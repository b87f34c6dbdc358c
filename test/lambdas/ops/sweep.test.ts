import { beforeEach, describe, expect, it } from '@jest/globals';
import { carryOutOne } from '../../../lambdas/cases/carry-out.ts';
import { type Case, caseKey, parseCase } from '../../../lambdas/cases/case.ts';
import { ServiceUnavailable } from '../../../lambdas/kernel/failures.ts';
import { shardOf } from '../../../lambdas/kernel/ids.ts';
import { type Duration, instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { ExecutionStatus } from '../../../lambdas/kernel/ports.ts';
import { type Draft, messageKey, queueMail } from '../../../lambdas/messaging/outbox.ts';
import { sweep } from '../../../lambdas/ops/sweep.ts';
import { isSwept } from '../../../lambdas/ops/sweep-round.ts';
import { placeOf } from '../../../lambdas/tasks/task.ts';
import { Desk } from '../cases/desk.ts';

let desk: Desk;
let row: Case;
beforeEach(async () => {
  desk = new Desk();
  row = await desk.open();
});

const change = (set: readonly (readonly [string, unknown])[]) =>
  desk.ports.rows.update(caseKey(row.account, row.sk), { set });

const draft: Draft = {
  key: 'm-1',
  account: 'acme',
  journey: 'payment-recovery',
  template: 'payment-recovery/friendly',
  class: 'service',
  facts: {},
  links: {},
  roles: [],
  quiet: 'nights',
  policy: 'hash',
  mode: 'live',
};

const queue = async (notBefore: string) => {
  const [put] = queueMail(draft, desk.now, parseInstant(notBefore));
  if (put) await carryOutOne(put, desk.ports);
};

describe('the sweep of cases', () => {
  it('answers news nobody was told of, once', async () => {
    await desk.park(row, 'token-1');
    await change([
      ['news', 2],
      ['dueSk', '2026-11-10T15:00:00.000Z#acme#x'],
    ]);

    await sweep(desk.ports);
    await sweep(desk.ports);

    expect(desk.answers.map(({ token }) => token)).toEqual(['token-1']);
    expect(await desk.stored(row)).toMatchObject({ news: 2, answered: 2 });
  });

  it('tries again a minute later when the answer failed', async () => {
    await desk.park(row, 'token-1');
    await change([
      ['news', 2],
      ['dueSk', '2026-11-10T15:00:00.000Z#acme#x'],
    ]);
    desk.answering = () => Promise.reject(new ServiceUnavailable('no answer'));
    expect(await sweep(desk.ports)).toMatchObject({ cases: 1, failed: 1 });

    desk.answering = () => 'answered';
    desk.pass({ minutes: 1 });
    await sweep(desk.ports);

    expect(desk.answers).toHaveLength(2);
    expect((await desk.stored(row)).wait).toBeUndefined();
  });

  it.each<[Duration, number]>([
    [{ minutes: 5, seconds: -1 }, 0],
    [{ minutes: 5 }, 1],
  ])('asks about a case without a wait after %j: %d found', async (elapsed, cases) => {
    desk.pass(elapsed);

    expect((await sweep(desk.ports)).cases).toBe(cases);
  });

  it.each<[ExecutionStatus | undefined, number, string]>([
    ['RUNNING', 1, 'open'],
    [undefined, 2, 'open'],
    ['FAILED', 1, 'attention'],
    ['ABORTED', 1, 'attention'],
    ['SUCCEEDED', 1, 'attention'],
  ])('finds the execution %s: %d starts in all, case %s', async (status, starts, expected) => {
    desk.executionStatus = status;
    desk.pass({ minutes: 5 });

    await sweep(desk.ports);

    expect(desk.started).toHaveLength(starts);
    expect(new Set(desk.started.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await desk.stored(row)).status).toBe(expected);
  });

  it.each<[Duration, string[]]>([
    [{ days: 1, minutes: 10, seconds: -1 }, []],
    [{ days: 1, minutes: 10 }, ['token-1']],
  ])('ends a wait that its timer forgot, ten minutes past its due: %j', async (elapsed, answered) => {
    await desk.park(row, 'token-1');
    desk.pass(elapsed);

    await sweep(desk.ports);

    expect(desk.answers.map(({ token }) => token)).toEqual(answered);
  });

  it('carries out what a dead function left pending', async () => {
    const effect = { kind: 'row', pk: 'A#acme', sk: 'TASK#1', item: { entity: 'task', id: '1' } };
    await change([['pending', [effect]]]);
    desk.pass({ minutes: 5 });

    await sweep(desk.ports);

    expect(desk.items('task')).toHaveLength(1);
    expect((await desk.stored(row)).pending).toEqual([]);
  });

  it('believes the row where the index is behind', async () => {
    desk.pass({ minutes: 5 });
    const stale = parseCase((await desk.ports.rows.get(caseKey(row.account, row.sk))) ?? row);
    const rows = { ...desk.ports.rows, get: desk.ports.rows.get };
    await desk.ports.rows.update(caseKey(row.account, row.sk), {
      set: [['status', 'closed']],
      remove: ['duePk', 'dueSk'],
    });
    const query: typeof rows.query = async ({ pk }) => ({ items: pk === stale.duePk ? [stale] : [] });
    desk.executionStatus = undefined;

    await sweep({ ...desk.ports, rows: { ...rows, query } });

    expect(desk.started).toHaveLength(1);
  });
});

describe('the sweep of messages', () => {
  it.each([
    ['2026-11-10T15:01:00.000Z', 1],
    ['2026-11-10T15:01:01.000Z', 0],
  ])('announces what falls due within a minute: %s', async (notBefore, announced) => {
    await queue(notBefore);

    expect((await sweep(desk.ports)).messages).toBe(announced);
    expect(desk.queued).toHaveLength(announced);
  });

  it('announces nothing that has left the due index since', async () => {
    await queue('2026-11-10T15:00:00.000Z');
    await desk.ports.rows.update(messageKey('acme', 'm-1'), { set: [['status', 'SENT']], remove: ['duePk', 'dueSk'] });

    expect(await sweep(desk.ports)).toEqual({ cases: 0, messages: 0, tasks: 0, webhooks: 0, failed: 0 });
  });
});

describe('the line of a sweep that came to its end', () => {
  const done = () => desk.lines.filter(({ message }) => message === 'sweep done').map(({ fields }) => fields);

  it('says with nothing to do that it was here', async () => {
    await sweep(desk.ports);

    expect(done()).toEqual([
      { cases: 0, messages: 0, tasks: 0, webhooks: 0, failed: 0, overdue: 0, unknown: 0, oldestSeconds: 0 },
    ]);
  });

  it.each<[Duration, object]>([
    [
      { days: 1, minutes: 10, seconds: -1 },
      { cases: 0, overdue: 0 },
    ],
    [
      { days: 1, minutes: 10 },
      { cases: 1, overdue: 1 },
    ],
  ])('counts a wait as overdue ten minutes past its due: %j', async (elapsed, counted) => {
    await desk.park(row, 'token-1');
    desk.pass(elapsed);

    await sweep(desk.ports);

    expect(done()).toMatchObject([counted]);
  });

  it('counts no wait that was looked at for another reason', async () => {
    await desk.park(row, 'token-1');
    await change([['dueSk', '2026-11-10T15:00:00.000Z#acme#x']]);

    await sweep(desk.ports);

    expect(done()).toMatchObject([{ cases: 1, overdue: 0 }]);
  });

  it.each([
    ['PENDING', 0],
    ['UNKNOWN', 1],
  ])('measures how late the oldest mail is, and counts a mail that is %s: %d unknown', async (status, unknown) => {
    await queue('2026-11-10T15:00:00.000Z');
    await desk.ports.rows.update(messageKey('acme', 'm-1'), { set: [['status', status]] });
    desk.pass({ minutes: 3 });

    await sweep(desk.ports);

    expect(done()).toMatchObject([{ messages: 1, unknown, oldestSeconds: 180 }]);
  });
});

describe('the sweep of everything else', () => {
  it('leaves a task that was told as overdue to people, and finds it again under no instant', async () => {
    const due = '2026-11-10T14:00:00.000Z';
    const place = placeOf({ account: 'acme', id: 'call-ada', due, told: due });
    await desk.ports.rows.put({ pk: 'A#acme', sk: 'TASK#call-ada', ...place });
    desk.pass({ days: 3650 });

    expect(await sweep(desk.ports)).toMatchObject({ tasks: 0, failed: 0 });
    const listed = await desk.ports.rows.query({ index: 'due', pk: `task#all#${shardOf('acme')}` });
    expect(listed.items).toHaveLength(1);
  });

  it.each([
    ['outbox#all#3', true],
    ['case#all#31', true],
    ['task#all#3', true],
    ['casework#all#3', false],
    ['undefined', false],
  ])('acts on lane %s: %s', (partition, swept) => {
    expect(isSwept(partition)).toBe(swept);
  });
});

describe('the sweep when rows fail', () => {
  /** Other accounts of the same shard, or of any. */
  const openMany = async (count: number, sameShard: boolean): Promise<Case[]> => {
    const cases: Case[] = [];
    for (let n = 0; cases.length < count; n += 1) {
      const account = `other-${n}`;
      if (sameShard && shardOf(account) !== shardOf('acme')) continue;
      cases.push(await desk.open({ account, subject: `sub_${n}`, events: [`evt-${n}`] }));
    }
    return cases;
  };
  /** Every question takes its time at Step Functions. */
  const asked = (milliseconds = 100) => {
    const names = new Set<string>();
    const status = desk.ports.workflows.status;
    const workflows = {
      ...desk.ports.workflows,
      status: async (...[journey, name]: Parameters<typeof status>) => {
        names.add(name);
        desk.now = instant(desk.now + milliseconds);
        return status(journey, name);
      },
    };
    return { names, ports: { ...desk.ports, workflows } };
  };

  it('goes on past a row that does not parse, and tells of it once', async () => {
    await openMany(40, false);
    await change([['status', 'a word of a later version']]);
    desk.pass({ minutes: 5 });
    const { names, ports } = asked();

    const first = await sweep(ports);
    for (const hours of [1, 1, 1]) {
      desk.pass({ hours, minutes: 1 });
      await sweep(ports);
    }

    expect(first).toMatchObject({ cases: 41, failed: 1 });
    expect(names.size).toBe(40);
    expect(desk.published).toMatchObject([
      { type: 'alert', account: 'acme', detail: { alert: 'overdue', case: row.sk, due: '2026-11-10T15:05:00.000Z' } },
    ]);
  });

  it('asks about ten executions a second, and about the rest in the next minutes', async () => {
    await openMany(24, false);
    desk.pass({ minutes: 5 });
    const { names, ports } = asked(0);

    const sizes: number[] = [];
    for (let minute = 0; minute < 3; minute += 1) {
      await sweep(ports);
      sizes.push(names.size);
      desk.pass({ minutes: 1 });
    }

    expect(sizes).toEqual([10, 20, 25]);
  });

  it('looks at an unreadable row again when a deploy may have cured it', async () => {
    await change([['status', 'a word of a later version']]);
    desk.pass({ minutes: 5 });
    await sweep(desk.ports);
    await change([['status', 'open']]);
    const { names, ports } = asked();

    await sweep(ports);
    expect(names.size).toBe(0);
    desk.pass({ hours: 1, minutes: 1 });
    await sweep(ports);

    expect(names.size).toBe(1);
  });

  it('announces mails although a case before them fails for good', async () => {
    await change([['status', 'a word of a later version']]);
    desk.pass({ minutes: 5 });
    const [put] = queueMail({ ...draft, key: 'm-1' }, desk.now);
    if (put) await carryOutOne(put, desk.ports);

    expect(await sweep(desk.ports)).toMatchObject({ messages: 1, failed: 1 });
    expect(desk.queued).toHaveLength(1);
  });

  it('reads on past the first hundred of a shard', async () => {
    await openMany(120, true);
    desk.pass({ minutes: 5 });

    expect(await sweep(desk.ports)).toMatchObject({ cases: 121 });
  });

  it.each([33, 120])(
    'stops in time when %d rows are slow to fail, and reaches all of them in later minutes',
    async (count) => {
      const cases = await openMany(count, count > 100);
      desk.pass({ minutes: 5 });
      const { names, ports } = asked();
      const started = desk.now;
      const status: typeof ports.workflows.status = async (journey, name) => {
        await ports.workflows.status(journey, name);
        desk.pass({ seconds: 5 });
        throw new ServiceUnavailable('Step Functions did not answer');
      };
      const slow = { ...ports, workflows: { ...ports.workflows, status } };

      await sweep(slow);
      const took = desk.now - started;
      for (let minute = 0; minute < 40; minute += 1) {
        desk.pass({ seconds: 60 - Math.min(59, took / 1000) });
        await sweep(slow);
      }

      expect(took).toBeLessThanOrEqual(45_000);
      expect(names.size).toBe(cases.length + 1);
    },
  );

  it('fails itself when no shard can be read', async () => {
    const query = () => Promise.reject(new ServiceUnavailable('the table does not answer'));

    await expect(sweep({ ...desk.ports, rows: { ...desk.ports.rows, query } })).rejects.toThrow('does not answer');
  });
});
