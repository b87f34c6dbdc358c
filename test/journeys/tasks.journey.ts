import { describe, expect, it } from '@jest/globals';
import { after as later, toIso } from '../../lambdas/kernel/instant.ts';
import { playStory } from '../../local/scenario/play.ts';
import { visit } from '../../local/world/visit.ts';
import type { World } from '../../local/world/world.ts';
import { customersMails, isInternal, pass, renew, T, taskMails, withCharges, worldWith } from './world.ts';

const ops = 'ops@northwind.test';
const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);

async function risky(overrides: object = {}, elapsed = { minutes: 5 }): Promise<World> {
  const world = await worldWith(withCharges('fraudulent'), overrides);
  renew(world);
  await pass(world, elapsed);
  return world;
}

/** The reader of the last mail about a task, at its page. */
function reader(world: World) {
  const mail = world.mailbox.mails.findLast(isInternal);
  const [, token = ''] = /\/p\/task\/(\S+)/.exec(mail?.text ?? '') ?? [];
  const open = { purpose: 'task', token };
  return {
    looks: () => visit(world, { ...open, method: 'GET' }),
    presses: (fields: Record<string, string>) =>
      visit(world, { ...open, method: 'POST', form: new URLSearchParams(fields).toString() }),
  };
}

describe('a task for a person', () => {
  it('is mailed at once, shown by its link without a change, and closed by a press under the reader’s name', async () => {
    const world = await risky();
    expect(taskMails(world)).toEqual([`11-10T15:00:00 ${ops} Look into a payment that was called fraudulent`]);

    const before = JSON.stringify(world.toJSON());
    const page = await reader(world).looks();
    expect(page).toMatchObject({ statusCode: 200, body: expect.stringContaining('Acme Ltd') });
    expect(JSON.stringify(world.toJSON())).toBe(before);

    await pass(world, { minutes: 30 });
    const press = { act: 'done', result: 'saved', note: 'it was their own bank', seen: '0' };
    expect((await reader(world).presses(press)).statusCode).toBe(303);
    expect((await reader(world).presses(press)).statusCode).toBe(303);

    expect(rows(world, 'task')).toMatchObject([{ status: 'done', result: 'saved', doneBy: ops }]);
    expect(rows(world, 'act')).toMatchObject([
      { act: 'task.done', who: ops, why: 'saved: it was their own bank', at: toIso(later(T, { minutes: 30 })) },
    ]);
    await pass(world, { days: 60 });
    expect(taskMails(world)).toHaveLength(1);
  });

  it('is told as overdue once, and never again', async () => {
    const world = await risky({}, { days: 13 } as never);

    expect(taskMails(world)).toEqual([
      `11-10T15:00:00 ${ops} Look into a payment that was called fraudulent`,
      `11-11T15:00:00 ${ops} Overdue: Look into a payment that was called fraudulent`,
    ]);
  });

  it('comes back after a snooze, in the morning of people who sleep, and is overdue a day after', async () => {
    const world = await risky();
    await pass(world, { hours: 8 });
    await reader(world).presses({ act: 'snooze', days: '3', seen: '0' });
    await pass(world, { days: 13 });

    // Snoozed at 18:00 in New York, so back at 18:00; nothing of it at night or before.
    expect(taskMails(world).slice(1)).toEqual([
      `11-13T23:00:00 ${ops} Reminder: Look into a payment that was called fraudulent`,
      `11-14T23:00:00 ${ops} Overdue: Look into a payment that was called fraudulent`,
    ]);
  });

  it('waits for the morning where it is made at night', async () => {
    const world = await worldWith(withCharges('fraudulent'));
    await world.runUntil(later(T, { hours: 10, minutes: 30 }));
    renew(world);
    await pass(world, { days: 1 });

    expect(taskMails(world)).toEqual([`11-11T13:00:00 ${ops} Look into a payment that was called fraudulent`]);
    const [message] = rows(world, 'message').filter((row) => row.class === 'internal');
    expect(message?.verdicts).toMatchObject([{ verdict: 'deferred', reason: 'quiet.night' }, { verdict: 'sent' }]);
  });

  it('reaches whoever it is handed to, and who had it is not told of it again', async () => {
    const world = await risky();
    await reader(world).presses({ act: 'assign', to: 'sales@northwind.test', seen: '0' });
    await pass(world, { days: 3 });

    expect(taskMails(world).slice(1)).toEqual([
      '11-10T15:05:00 sales@northwind.test For you: Look into a payment that was called fraudulent',
      '11-11T15:00:00 sales@northwind.test Overdue: Look into a payment that was called fraudulent',
    ]);
    expect((await reader(world).looks()).body).toContain('This link was made for sales@northwind.test');
  });

  it('is not mailed while it is only observed, and its mail is kept as what would have been sent', async () => {
    const world = await risky({ mode: { default: 'observe' } });

    expect(world.mailbox.mails).toEqual([]);
    expect(rows(world, 'message').filter((row) => row.class === 'internal')).toMatchObject([
      { status: 'WOULD_SEND', to: ops, template: 'internal/task' },
    ]);
  });

  it('is not mailed when it was closed before the mail could leave', async () => {
    const world = await worldWith(withCharges('fraudulent'));
    await world.runUntil(later(T, { hours: 10, minutes: 30 }));
    renew(world);
    await pass(world, { hours: 11 });
    const [task] = rows(world, 'task');
    await world.ports.rows.update(
      { pk: 'A#acme', sk: `TASK#${String(task?.id)}` },
      { set: [['status', 'done']], remove: ['duePk', 'dueSk'] },
    );
    await pass(world, { days: 1 });

    expect(taskMails(world)).toEqual([]);
    const [message] = rows(world, 'message').filter((row) => row.class === 'internal');
    expect(message).toMatchObject({ status: 'DROPPED', verdicts: [{}, { reason: 'goal.met' }] });
  });

  it('waits for room in a day that brought as many as our people read, and takes none from customers', async () => {
    const world = await risky({ caps: { internal24h: 1 } }, { days: 3 } as never);

    expect(taskMails(world).map((mail) => mail.slice(0, 14))).toEqual(['11-10T15:00:00', '11-11T15:00:00']);
    expect(customersMails(world)).not.toEqual([]);
  });
});

describe('a story that does a task', () => {
  const story = (steps: readonly object[]) =>
    playStory({
      name: 'a task',
      start: toIso(T),
      days: 3,
      config: { mode: { default: 'live' } },
      accounts: [
        {
          id: 'acme',
          name: 'Acme Ltd',
          timezone: 'America/New_York',
          plan: 'team',
          mrr: { amount: 4900, currency: 'usd' },
          since: '2026-01-10',
          contacts: [{ email: 'ada@acme.test', name: 'Ada Byron', role: 'owner' }],
          stripe: {
            customer: 'cus_acme',
            subscription: 'sub_acme',
            cards: [{ id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', exp: '2027-03', charges: ['fraudulent'] }],
          },
        },
      ],
      story: [{ at: 'T', do: 'renewal', account: 'acme', invoice: 'in_1' }, ...steps],
    });

  it('closes it through the page of its mail', async () => {
    const step = {
      at: 'T+1h',
      do: 'task.done',
      account: 'acme',
      kind: 'review_risk',
      result: 'not_a_fit',
      note: 'a hobby',
    };
    const { tasks, timeline, emails, capabilities } = await story([step]);

    expect(tasks).toMatchObject([
      { kind: 'review_risk', status: 'done', result: 'not_a_fit', doneAt: toIso(later(T, { hours: 1 })) },
    ]);
    expect(timeline).toContainEqual(
      expect.objectContaining({ kind: 'page.submitted', account: 'acme', page: 'task', result: 'not_a_fit' }),
    );
    const mail = emails.find(({ template }) => template === 'internal/task');
    expect(mail).toMatchObject({ to: ops, class: 'internal', links: [{ name: 'task', page: 'task' }] });
    expect(capabilities).toContain('tasks');
  });

  it('says so when there is no such task', async () => {
    const { timeline } = await story([{ at: 'T+1h', do: 'task.done', account: 'acme', kind: 'call', result: 'done' }]);

    expect(timeline).toContainEqual(expect.objectContaining({ kind: 'note', text: 'there is no open task "call"' }));
  });
});
