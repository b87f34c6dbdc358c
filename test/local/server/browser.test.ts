import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { carryOutOne } from '../../../lambdas/cases/carry-out.ts';
import { after as later, parseInstant } from '../../../lambdas/kernel/instant.ts';
import { newTask } from '../../../lambdas/tasks/new-task.ts';
import { taskMailKey } from '../../../lambdas/tasks/task-mail.ts';
import { createApp } from '../../../local/server/app.ts';
import { Host } from '../../../local/server/host.ts';
import { sampleWorld } from '../../../local/server/sample-world.ts';
import type { World } from '../../../local/world/world.ts';

const executablePath = '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
const now = parseInstant('2026-11-10T15:00:00Z');

if (!existsSync(executablePath))
  process.stdout.write('no chromium is installed, the console is not looked at in a browser\n');

(existsSync(executablePath) ? describe : describe.skip)('the console in a browser', () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  let url: string;
  let world: World;
  const foreign: string[] = [];

  beforeAll(async () => {
    world = await sampleWorld(now);
    const host = new Host(world, () => now);
    server = serve({ fetch: createApp(host).fetch, port: 0, hostname: 'localhost' }) as Server;
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: flags });
    page = await browser.newPage();
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('about:')) foreign.push(request.url());
    });
  });

  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const first = async (list: string, folder: string): Promise<string> => {
    await page.goto(`${url}${list}`);
    return `${(await page.locator(`a[href^="${folder}"]`).first().getAttribute('href')) ?? ''}`;
  };

  it('shows every page at 1280 and 320 pixels without scrolling sideways', async () => {
    const paths = ['/', '/executions', '/mailbox', '/accounts', '/machines', '/machines/payment-recovery'];
    paths.push(
      await first('/executions', '/executions/'),
      await first('/mailbox', '/mailbox/'),
      await first('/accounts', '/accounts/'),
    );
    const wide: string[] = [];
    for (const width of [1280, 320])
      for (const path of paths) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${url}${path}`);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        if (Number(overflow) > 0) wide.push(`${path} at ${width}: ${String(overflow)} pixels too wide`);
      }

    expect(wide).toEqual([]);
  });

  it('moves time when the button is pressed, and shows what happened meanwhile', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${url}/mailbox`);
    const before = await page.locator('tbody tr').count();
    await page.getByRole('button', { name: '+1 day' }).click();
    await page.goto(`${url}/mailbox`);

    expect(await page.locator('tbody tr').count()).toBeGreaterThan(before);
    expect(await page.content()).toContain('2026-11-11');
  });

  it('shows a mail in a frame that can neither run anything nor reach the page', async () => {
    await page.goto(`${url}${await first('/mailbox', '/mailbox/')}`);
    const frame = page.locator('iframe');

    expect(await frame.getAttribute('sandbox')).not.toMatch(/allow-(scripts|same-origin|top-navigation)/);
    expect(await page.frameLocator('iframe').locator('body').textContent()).toMatch(/Northwind Metrics/);
  });

  it('closes a task with the keyboard, by the link of its mail, on a narrow screen', async () => {
    const { ports } = world;
    const { hash: policy, config } = await ports.policies.current();
    const of = { id: 't-1', account: 'cus_1', kind: 'review_risk', source: 'a test', assignee: 'ops@northwind.test' };
    const task = newTask({ ...of, facts: {}, mode: 'live' }, { name: 'Acme', config, policy }, now);
    for (const effect of task) await carryOutOne(effect, ports);
    const claims = { account: 'cus_1', task: 't-1', mail: taskMailKey('t-1', 'new') };
    const link = await ports.links.mint('task', claims, later(now, { days: 30 }));

    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(`${url}${new URL(link).pathname}#done`);
    await page.getByLabel('The customer stays').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('it was their own bank');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('Closed: The customer stays. ops@northwind.test');
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
    expect(await page.locator('button').count()).toBe(0);
  });

  it('asks nobody else for anything', () => {
    expect(foreign).toEqual([]);
  });
});
