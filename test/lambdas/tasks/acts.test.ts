import { describe, expect, it } from '@jest/globals';
import { type Instant, after as later, toIso } from '../../../lambdas/kernel/instant.ts';
import { decideAct, type TaskAct } from '../../../lambdas/tasks/acts.ts';
import { reminderOf } from '../../../lambdas/tasks/look-at-task.ts';
import { placeOf, type Task, taskSchema } from '../../../lambdas/tasks/task.ts';
import { T } from '../cases/desk.ts';
import { resolveWith } from '../kernel/config/example.ts';

const at = (elapsed: Parameters<typeof later>[1]): string => toIso(later(T, elapsed));
const about = { name: 'Acme Ltd', config: resolveWith({}), policy: 'hash' };

const task = (over: Partial<Task> = {}): Task =>
  taskSchema.parse({
    pk: 'A#acme',
    sk: 'TASK#t-1',
    entity: 'task',
    id: 't-1',
    account: 'acme',
    kind: 'review_risk',
    status: 'open',
    at: at({}),
    due: at({ days: 1 }),
    assignee: 'ops@harbor.test',
    version: 1,
    ...over,
  });

const decided = (act: TaskAct, of = task()) =>
  decideAct(of, { act, by: 'ops@harbor.test', seen: 0 }, about, later(T, { hours: 2 }));

describe('what a person does with a task', () => {
  it.each<[string, TaskAct, object]>([
    [
      'closes it',
      { act: 'done', result: 'saved', note: 'they stay' },
      { status: 'done', result: 'saved', note: 'they stay' },
    ],
    [
      'closes it without a note',
      { act: 'done', result: 'no_answer', note: '' },
      { status: 'done', result: 'no_answer' },
    ],
    [
      'lets the customer go',
      { act: 'not_a_fit', reason: 'a hobby' },
      { status: 'done', result: 'not_a_fit', note: 'a hobby' },
    ],
    ['hands it over', { act: 'assign', to: 'sam@harbor.test' }, { assignee: 'sam@harbor.test' }],
  ])('%s', (_what, act, expected) => {
    const { next } = decided(act);

    expect(next).toMatchObject({ ...expected, acts: 1 });
    expect('note' in next).toBe('note' in expected);
    expect(next.doneAt).toBe(next.status === 'done' ? at({ hours: 2 }) : undefined);
  });

  it.each([
    [1, { days: 1, hours: 2 }, 'whoever is reminded has a day', { days: 2, hours: 2 }],
    [3, { days: 3, hours: 2 }, 'whoever is reminded has a day', { days: 4, hours: 2 }],
    [7, { days: 7, hours: 2 }, 'whoever is reminded has a day', { days: 8, hours: 2 }],
  ] as const)('snoozes it for %i days: back then, due a day later, %#', (days, back, _why, due) => {
    expect(decided({ act: 'snooze', days }).next).toMatchObject({ snoozedUntil: at(back), due: at(due) });
  });

  it('never moves a deadline nearer', () => {
    const far = task({ due: at({ days: 30 }) });

    expect(decided({ act: 'snooze', days: 1 }, far).next.due).toBe(at({ days: 30 }));
  });

  it('ends a snooze by closing the task', () => {
    const { next } = decided({ act: 'done', result: 'done', note: '' }, task({ snoozedUntil: at({ days: 3 }) }));

    expect(next).toMatchObject({ status: 'done', snoozedUntil: undefined });
  });

  it.each<[TaskAct, string]>([
    [{ act: 'done', result: 'saved', note: 'they stay' }, 'saved: they stay'],
    [{ act: 'snooze', days: 1 }, 'for 1 day'],
    [{ act: 'not_a_fit', reason: 'a hobby' }, 'a hobby'],
    [{ act: 'assign', to: 'sam@harbor.test' }, 'to sam@harbor.test'],
  ])('writes one row of who did what and why: $act', (act, why) => {
    const rows = decided(act).effects.flatMap((effect) => (effect.kind === 'row' ? [effect] : []));

    expect(rows.filter(({ sk }) => sk.startsWith('ACT#'))).toEqual([
      {
        kind: 'row',
        pk: 'A#acme',
        sk: `ACT#${at({ hours: 2 })}#task.${act.act}#t-1#1`,
        item: {
          entity: 'act',
          act: `task.${act.act}`,
          at: at({ hours: 2 }),
          account: 'acme',
          subject: 't-1',
          kind: 'review_risk',
          who: 'ops@harbor.test',
          why,
        },
      },
    ]);
  });

  it.each([
    ['a colleague hears of it', 'sam@harbor.test', ['sam@harbor.test']],
    ['one’s own name needs no mail', 'ops@harbor.test', []],
  ])('mails who takes a task over: %s', (_case, to, expected) => {
    const rows = decided({ act: 'assign', to }).effects.flatMap((one) => (one.kind === 'row' ? [one] : []));

    expect(rows.flatMap(({ sk, item }) => (sk.startsWith('MSG#') ? [item.address] : []))).toEqual(expected);
  });
});

describe('what the sweep tells about a task', () => {
  const news = (of: Partial<Task>, now: Instant) => reminderOf(task(of), now)?.news.news;
  const day = later(T, { days: 1 });
  const before = later(T, { days: 1, milliseconds: -1 });

  it.each([
    ['nothing before its deadline', {}, before, undefined],
    ['that it is overdue, at its deadline', {}, day, 'overdue'],
    ['nothing more once that was told', { told: at({ days: 1 }) }, later(T, { days: 90 }), undefined],
    [
      'that a later deadline passed too',
      { told: at({ days: 1 }), due: at({ days: 2 }) },
      later(T, { days: 2 }),
      'overdue',
    ],
    ['nothing while it is snoozed', { snoozedUntil: at({ days: 1 }), due: at({}) }, before, undefined],
    ['that it is back, on its day', { snoozedUntil: at({ days: 1 }), due: at({ days: 2 }) }, day, 'again'],
  ])('is %s', (_what, of, now, expected) => {
    expect(news(of, now)).toBe(expected);
  });

  it.each([
    ['by its deadline', {}, `${at({ days: 1 })}#acme#t-1`],
    ['by the day it comes back', { snoozedUntil: at({ hours: 3 }) }, `${at({ hours: 3 })}#acme#t-1`],
    ['behind everything dated once it was told', { told: at({ days: 1 }) }, `told#${at({ days: 1 })}#acme#t-1`],
  ])('stands in the due index %s', (_where, of, dueSk) => {
    expect(placeOf(task(of)).dueSk).toBe(dueSk);
  });
});
