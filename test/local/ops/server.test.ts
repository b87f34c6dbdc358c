import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';
import { after as later } from '../../../lambdas/kernel/instant.ts';
import { opsRoutes } from '../../../local/server/ops-routes.ts';
import type { World } from '../../../local/world/world.ts';
import { charges, mails, pass, renew, T, withCharges, worldWith } from '../../journeys/world.ts';

const root = join(import.meta.dirname, '../../..');
const cli = join(root, 'local/ops/cli.ts');

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `npm run ops` as it is run: its own process, against a server on a port of its own. */
const ops = (url: string, ...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { ...process.env, HOLDFAST_URL: url };
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], { env, cwd: root });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('close', (code) => resolve({ code, out, err }));
  });

const items = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => items(world, 'case')[0];

describe('npm run ops against a running world', () => {
  let world: World;
  let server: ServerType;
  let url: string;
  const by = ['--why', 'a test', '--who', 'ines'];

  beforeAll(async () => {
    world = await worldWith(withCharges('processing_error'));
    renew(world);
    await pass(world, { days: 4 });
    const host = { world, act: <R>(run: () => Promise<R>) => run(), catchUp: async () => undefined };
    const app = new Hono().route('/ops', opsRoutes(host));
    server = await new Promise((resolve) => {
      const started = serve({ fetch: app.fetch, port: 0, hostname: 'localhost' }, () => resolve(started));
    });
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => void server.close());

  const post = (command: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}/ops/${command}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('nudges: the wait ends, the world is read, the case waits on, and the act is a row', async () => {
    const before = caseOf(world)?.news;

    const ran = await ops(url, 'nudge', 'acme', 'sub_acme', ...by);

    expect(ran).toEqual({
      code: 0,
      err: '',
      out: expect.stringMatching(/^nudged the case of acme about sub_acme\nrun 1: open at \w+, in "Wait for retry 3"/),
    });
    expect(caseOf(world)).toMatchObject({ news: Number(before) + 1, wait: { state: 'Wait for retry 3' } });
    expect(items(world, 'act')).toMatchObject([{ act: 'nudge', who: 'ines', why: 'a test', account: 'acme' }]);
  });

  it('restarts, and sends and charges nothing twice', async () => {
    const before = { charges: charges(world), mails: mails(world) };

    const ran = await ops(url, 'restart', 'acme', 'sub_acme', '--policy', 'current', ...by);
    await world.runUntil(later(world.simulator.now(), { minutes: 2 }));

    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('run 2: open') });
    expect({ charges: charges(world), mails: mails(world) }).toEqual(before);
    expect(caseOf(world)).toMatchObject({ run: 2, wait: { state: 'Wait for retry 3' } });
  });

  it('pauses everything: no charge at the next rung, one after it is resumed', async () => {
    const before = charges(world).length;

    expect(await ops(url, 'pause-all')).toMatchObject({ code: 0, out: expect.stringContaining('paused') });
    await world.runUntil(later(T, { days: 7 }));
    expect(charges(world)).toHaveLength(before);
    expect(await ops(url, 'resume-all', '--why', 'fixed')).toMatchObject({ code: 0 });
    await world.runUntil(later(T, { days: 7, minutes: 10 }));

    expect(charges(world)).toHaveLength(before + 1);
    expect(items(world, 'act').map(({ act }) => act)).toEqual(expect.arrayContaining(['pause-all', 'resume-all']));
  });

  it('lists what needs attention as a table', async () => {
    expect((await ops(url, 'attention')).out).toBe('no case needs attention\n');
    const running = world.executions().find(({ frame }) => frame.status === 'RUNNING')?.name ?? '';
    await world.ports.workflows.stop('payment-recovery', running, 'somebody in the console');
    await world.runUntil(later(world.simulator.now(), { minutes: 1 }));

    const [head, row, end] = (await ops(url, 'attention')).out.split('\n');

    expect(head).toMatch(/^account {2}subscription {2}run {2}stage +opened +why$/);
    expect(row).toMatch(/^acme +sub_acme +2 +.*2026-11-10T15:00Z +its execution is ABORTED$/);
    expect(end).toBe('');
  });

  it('stops: the case is closed, nothing runs on, and a second stop is refused', async () => {
    await ops(url, 'restart', 'acme', 'sub_acme', ...by);
    const before = charges(world);

    expect(await ops(url, 'stop', 'acme', 'sub_acme', ...by)).toMatchObject({
      code: 0,
      out: 'stopped the case of acme about sub_acme\nrun 3: closed as stopped\n',
    });
    await world.runUntil(later(world.simulator.now(), { days: 20 }));

    expect(charges(world)).toEqual(before);
    expect(world.executions().map(({ frame }) => frame.status)).not.toContain('RUNNING');
    expect(await ops(url, 'stop', 'acme', 'sub_acme', ...by)).toMatchObject({
      code: 2,
      err: 'the case about sub_acme is closed already: stopped\n',
    });
  });

  it('links a customer, and refuses one that Stripe does not know', async () => {
    expect(await ops(url, 'link', 'cus_acme', 'acme-group')).toMatchObject({ code: 0 });
    expect(await ops(url, 'link', 'cus_nobody', 'acme')).toMatchObject({
      code: 2,
      err: 'Stripe knows no customer cus_nobody: check the id\n',
    });

    expect(items(world, 'pointer')).toMatchObject([{ pk: 'C#cus_acme', account: 'acme-group' }]);
    expect(items(world, 'account').map(({ account }) => account)).toContain('acme-group');
  });

  it('says in one sentence what is wrong, with exit code 2', async () => {
    expect(await ops(url, 'stop', 'nobody', 'sub_1', ...by)).toEqual({
      code: 2,
      out: '',
      err: 'there is no recovery case of nobody about sub_1\n',
    });
    expect(await ops('http://localhost:1', 'attention')).toEqual({
      code: 2,
      out: '',
      err: 'nothing answers at http://localhost:1: run npm start, set HOLDFAST_URL, or give --aws --stage <name>\n',
    });
    expect((await ops(url, '--help')).out).toContain('npm run ops -- stop');
  });

  const pause = { who: 'mallory', why: 'a page' };
  it.each([
    ['a form', () => post('pause-all', pause, { 'content-type': 'application/x-www-form-urlencoded' })],
    ['a form that looks like text', () => post('pause-all', pause, { 'content-type': 'text/plain' })],
    ['another page', () => post('pause-all', pause, { origin: 'https://evil.test' })],
  ])('refuses what %s sends, and does nothing', async (_name, send) => {
    const acts = items(world, 'act').length;

    expect((await send()).status).toBe(403);

    expect(items(world, 'act')).toHaveLength(acts);
  });

  it.each([
    ['an unknown command', 'fly', {}],
    ['a missing reason', 'pause-all', { who: 'ines' }],
    ['an unknown field', 'pause-all', { who: 'ines', why: 'x', until: 'noon' }],
    ['a blank reason', 'stop', { account: 'acme', subject: 'sub_acme', who: 'ines', why: '  ' }],
  ])('refuses %s with 400', async (_name, command, body) => {
    const response = await post(command, body);
    expect([response.status, Object.keys(Object(await response.json()))]).toEqual([400, ['error']]);
  });
});
