import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { crowd } from '../../../local/console/crowd.ts';
import { createApp } from '../../../local/server/app.ts';
import { Host } from '../../../local/server/host.ts';
import { acme, T, worldWith } from '../../../local/world/acme.ts';
import type { World } from '../../../local/world/world.ts';

const name = { account: 'crowd-00020', id: 'crowd/20/account_manager_recovery' };
const path = `/tasks/one?${new URLSearchParams(name).toString()}`;

describe('the page of a task', () => {
  let world: World;
  let app: Hono;
  const text = async (of: string): Promise<string> => (await app.request(of)).text();
  const tokenOf = async (): Promise<string> => /name="token" value="([^"]+)"/.exec(await text(path))?.[1] ?? '';
  const post = async (fields: Readonly<Record<string, string>>) =>
    app.request('/tasks/one', {
      method: 'POST',
      headers: { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...name, token: await tokenOf(), seen: '0', ...fields }).toString(),
    });
  const task = () => world.table.find({ pk: `A#${name.account}`, sk: `TASK#${name.id}` });
  const acts = () => world.table.partition(`A#${name.account}`).filter(({ entity }) => entity === 'act');

  beforeAll(async () => {
    world = await worldWith(acme);
    crowd(world, { accounts: 21, messages: 0 });
    app = createApp(new Host(world, () => T));
  });

  it('says what is to be done, why, by when and with which facts', async () => {
    const page = await text(path);

    expect(page).toContain('Write to the customer personally about an open payment');
    expect(page).toContain('$49.00');
    expect(page).toContain('sam@northwind.test');
    expect(await text('/tasks')).toContain(path.replaceAll('&', '&amp;'));
  });

  it.each([
    ['no word on what came of it', { act: 'done', result: 'saved', note: '' }, 400],
    ['no reason why it is not a fit', { act: 'not_a_fit', reason: ' ' }, 400],
    ['somebody who is nobody here', { act: 'assign', to: 'eve@elsewhere.test' }, 400],
    ['the token of elsewhere', { act: 'snooze', days: '3', token: 'x' }, 403],
    ['a page that is older than the task', { act: 'snooze', days: '3', seen: '7' }, 400],
    ['a task that is not there', { act: 'snooze', days: '3', id: 'none' }, 404],
  ])('does nothing with %s', async (_what, fields, status) => {
    expect((await post(fields)).status).toBe(status);
    expect([task()?.status, acts()]).toEqual(['open', []]);
  });

  it('puts it off, hands it on and closes it, each kept with who and why', async () => {
    const later = await post({ act: 'snooze', days: '3' });
    expect([later.status, later.headers.get('location')]).toEqual([303, path]);
    await post({ act: 'assign', to: 'ines@northwind.test', seen: '1' });
    await post({ act: 'done', result: 'saved', note: 'she pays by transfer', seen: '2' });

    expect(task()).toMatchObject({ status: 'done', result: 'saved', assignee: 'ines@northwind.test' });
    expect(acts().map(({ act, why }) => [act, why])).toEqual([
      ['task.assign', 'to ines@northwind.test'],
      ['task.done', 'saved: she pays by transfer'],
      ['task.snooze', 'for 3 days'],
    ]);
    expect(await text(path)).not.toContain('<form method="post" action="/tasks/one"');
    expect(await text('/tasks?standing=done')).toContain('Saved');
  });
});
