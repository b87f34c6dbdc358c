import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const entry = join(import.meta.dirname, '../../../local/server/start.ts');

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

describe('npm start, killed and started again', () => {
  let home: string;
  let process_: ChildProcess;
  let url: string;

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'holdfast-'));
    url = `http://localhost:${await freePort()}`;
  });
  afterEach(() => {
    process_.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  const start = (args: readonly string[] = []): Promise<void> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, PORT: new URL(url).port, NODE_OPTIONS: '' };
      process_ = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], { cwd: home, env });
      process_.stdout?.on('data', (text: Buffer) => String(text).includes('http://localhost') && resolve());
      process_.on('exit', (code) => reject(new Error(`it ended with ${code} before it answered`)));
    });

  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      process_.removeAllListeners('exit').on('exit', () => resolve());
      process_.kill('SIGKILL');
    });

  const text = async (path: string): Promise<string> =>
    (await (await fetch(`${url}${path}`)).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

  const advance = (to: string): Promise<Response> => fetch(`${url}/time/${to}`, { method: 'POST' });

  it('goes on with every wait, with the mail it sent and the time it had', async () => {
    await start();
    await advance('hour');
    const pages = ['/', '/executions', '/mailbox', '/accounts'];
    const before = await Promise.all(pages.map(text));
    await kill();
    await start();

    expect(await Promise.all(pages.map(text))).toEqual(before);
    expect(before[1]).toMatch(/trying the payment again .* Wait for retry 1/);

    await advance('day');
    await advance('day');
    const later = await text('/executions');
    const recovered = (page = ''): number => Number(/(\d+) recovered /.exec(page)?.[1] ?? 0);
    expect(recovered(later)).toBeGreaterThan(recovered(before[1]));
  }, 60_000);

  it('loses nothing it had answered for when it is killed in the middle of a long jump, and forgets all of it when asked to', async () => {
    await start();
    await advance('day');
    const answered = await text('/mailbox');
    const date = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
    const jump = fetch(`${url}/time/date`, { method: 'POST', body: new URLSearchParams({ date }) }).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kill();
    expect(await jump).toBe('cut');
    await start();

    const mails = (page: string): number => page.match(/\.test/g)?.length ?? 0;
    expect(mails(await text('/mailbox'))).toBeGreaterThanOrEqual(mails(answered));
    expect((await advance('hour')).status).toBe(200);

    const aged = await text('/');
    await kill();
    await start(['--fresh']);
    expect(await text('/')).not.toBe(aged);
  }, 60_000);
});
