import { beforeEach, describe, expect, it } from '@jest/globals';
import { carryOutOne } from '../../../lambdas/cases/carry-out.ts';
import { after as later } from '../../../lambdas/kernel/instant.ts';
import { pages } from '../../../lambdas/pages/pages.handler.ts';
import { loadTask } from '../../../lambdas/tasks/load-task.ts';
import { newTask } from '../../../lambdas/tasks/new-task.ts';
import type { Task } from '../../../lambdas/tasks/task.ts';
import { taskMailKey } from '../../../lambdas/tasks/task-mail.ts';
import { visit } from '../../../local/world/visit.ts';
import type { World } from '../../../local/world/world.ts';
import { acme, T, worldWith } from '../../journeys/world.ts';

const name = { account: 'acme', id: 't-1' };
const ops = 'ops@northwind.test';

let world: World;
let token: string;
beforeEach(async () => {
  world = await worldWith({ ...acme, name: 'Acme <Ltd>' });
  const facts = { invoice: 'in_1', open: { amount: 59_000, currency: 'usd' } };
  const of = {
    ...name,
    kind: 'account_manager_recovery',
    source: 'a test',
    assignee: ops,
    facts,
    mode: 'live' as const,
  };
  const { hash: policy, config } = await world.ports.policies.current();
  for (const effect of newTask(of, { name: 'Acme', config, policy }, T)) await carryOutOne(effect, world.ports);
  token = await minted();
});

const minted = async (claims = { page: 'task', account: 'acme', task: 't-1', mail: taskMailKey('t-1', 'new') }) =>
  (await world.ports.links.mint('task', claims, later(T, { days: 30 }))).split('/').at(-1) ?? '';
const get = async (): Promise<string> => (await visit(world, { method: 'GET', purpose: 'task', token })).body;
const post = (fields: Record<string, string>) =>
  visit(world, { method: 'POST', purpose: 'task', token, form: new URLSearchParams(fields).toString() });
const task = async (): Promise<Task | undefined> => loadTask(world.ports.rows, 'acme', 't-1');
const acts = () => [...world.table.items()].filter(({ entity }) => entity === 'act');

describe('the page of a task', () => {
  it('says in plain words what, whose, why, by when, with the facts and where to look', async () => {
    const page = await get();

    for (const words of [
      'Write to the customer personally about an open payment',
      'Acme &lt;Ltd&gt;',
      'has failed several times',
      'Wednesday 11 November, 10:00',
      '$590.00',
      'in_1',
      ops,
      'href="/accounts/acme"',
      'Times are those of America/New_York',
    ])
      expect(page).toContain(words);
  });

  it('names every field, has four buttons and changes nothing by being looked at', async () => {
    const before = JSON.stringify(world.toJSON());
    const page = await get();

    expect(page.match(/<button>[^<]+/g)).toEqual(
      ['Close the task', 'Remind me then', 'Let them go', 'Hand it over'].map((label) => `<button>${label}`),
    );
    const ids = [...page.matchAll(/<(?:textarea|select) id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id) => !page.includes(`<label class="above" for="${id}">`))).toEqual([]);
    expect(page.match(/<input type="radio"/g)?.length).toBe(
      page.match(/<label class="choice"><input type="radio"/g)?.length,
    );
    expect(JSON.stringify(world.toJSON())).toBe(before);
  });

  it('offers everybody but whose it is already', async () => {
    const page = await get();
    const people = [...page.matchAll(/<option value="([^"]+)"/g)].map(([, address]) => address);

    expect(people).toEqual([
      'nora@northwind.test',
      'sales@northwind.test',
      'sam@northwind.test',
      'ines@northwind.test',
    ]);
  });

  it.each([
    [
      'done',
      { act: 'done', result: 'no_answer', note: ' three calls\r\nno answer ' },
      { result: 'no_answer', note: 'three calls\nno answer' },
    ],
    ['not a fit', { act: 'not_a_fit', reason: 'a hobby' }, { status: 'done', result: 'not_a_fit' }],
    ['snooze', { act: 'snooze', days: '3' }, { status: 'open', snoozedUntil: '2026-11-13T15:00:00.000Z' }],
    ['assign', { act: 'assign', to: 'sam@northwind.test' }, { status: 'open', assignee: 'sam@northwind.test' }],
  ])('acts on a press of "%s", sends the browser back, and says so', async (_button, fields, expected) => {
    const answer = await post({ seen: '0', ...fields });

    expect([answer.statusCode, answer.headers.location]).toEqual([303, token]);
    expect(await task()).toMatchObject(expected);
    expect(acts()).toMatchObject([{ act: `task.${fields.act}`, who: ops, account: 'acme', subject: 't-1' }]);
    expect(await get()).toMatch(/<p class="said" role="status"><strong>(Closed|It comes back|Handed)/);
  });

  it.each([
    ['nothing', {}, 'Use one of the buttons'],
    ['an act nobody offers', { act: 'delete', seen: '0' }, 'Use one of the buttons'],
    ['a result nobody offers', { act: 'done', result: 'won', seen: '0' }, 'Say what came of it'],
    ['no reason', { act: 'not_a_fit', reason: '  ', seen: '0' }, 'Say in a few words'],
    ['a day nobody offers', { act: 'snooze', days: '2', seen: '0' }, 'Choose 1, 3, 7 days'],
    ['a stranger', { act: 'assign', to: 'eve@evil.test', seen: '0' }, 'Choose one of the people'],
    ['a note of a whole book', { act: 'done', result: 'done', note: 'x'.repeat(2001), seen: '0' }, 'room for 2000'],
    ['no count of what it knew', { act: 'done', result: 'done' }, 'Say what came of it'],
  ])('does nothing for %s, and says what it needs', async (_what, fields, why) => {
    const { statusCode, body } = await post(fields as Record<string, string>);

    expect([statusCode, body.includes(why)]).toEqual([400, true]);
    expect([await task(), acts()]).toMatchObject([{ status: 'open', acts: 0 }, []]);
  });

  it('does nothing from a page that is older than what a colleague did', async () => {
    await post({ act: 'snooze', days: '1', seen: '0' });
    const { statusCode, body } = await post({ act: 'done', result: 'done', seen: '0' });

    expect([statusCode, body.includes('somebody has changed the task meanwhile')]).toEqual([409, true]);
    expect(await task()).toMatchObject({ status: 'open', acts: 1 });
  });

  it('offers nothing more once it is closed, and still says what became of it', async () => {
    await post({ act: 'done', result: 'saved', note: 'they <stay>', seen: '0' });
    const page = await get();

    expect(page).toContain('Closed: The customer stays.');
    expect(page).toContain('they &lt;stay&gt;');
    expect(page).not.toContain('<button');
  });

  it('is no page for a task that is not there', async () => {
    token = await minted({ page: 'task', account: 'acme', task: 'other', mail: 'other' });

    expect((await visit(world, { method: 'GET', purpose: 'task', token })).statusCode).toBe(404);
    expect((await post({ act: 'done', result: 'done', seen: '0' })).statusCode).toBe(404);
  });

  it('leads to Stripe where there is no console', async () => {
    const staged = (livemode: boolean) => ({ ...world.ports, stage: { name: 'prod', livemode } });

    const event = { requestContext: { http: { method: 'GET' } }, pathParameters: { purpose: 'task', token } };
    const bodies = await Promise.all([true, false].map((live) => pages.lambda(staged(live))(event, {})));

    expect(bodies.map(({ body }) => /href="(https:[^"]+)"/.exec(body)?.[1])).toEqual([
      'https://dashboard.stripe.com/customers/cus_acme',
      'https://dashboard.stripe.com/test/customers/cus_acme',
    ]);
  });
});
