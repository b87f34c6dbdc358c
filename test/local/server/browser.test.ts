import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import { createApp } from '../../../local/server/app.ts';
import { Host } from '../../../local/server/host.ts';
import { sampleWorld } from '../../../local/server/sample-world.ts';

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
  const foreign: string[] = [];

  beforeAll(async () => {
    const host = new Host(await sampleWorld(now), () => now);
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

  it('asks nobody else for anything', () => {
    expect(foreign).toEqual([]);
  });
});
