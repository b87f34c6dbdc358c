import { existsSync, readFileSync } from 'node:fs';
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
const story = readFileSync(new URL('../../journeys/stories/recovered-on-first-retry.json', import.meta.url), 'utf8');
const axe = readFileSync(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

if (!existsSync(executablePath))
  process.stdout.write('no chromium is installed, the console is not looked at in a browser\n');

/** What axe-core calls serious or worse, as "page: rule: where". */
async function seriousIn(page: Page, path: string, options: object): Promise<string[]> {
  await page.evaluate(axe);
  const asked = JSON.stringify({ iframes: false, ...options });
  const { violations } = (await page.evaluate(`axe.run(document, ${asked})`)) as {
    violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.target.join(' ')}`);
}

/** Lists are made of one kit: one of them stands for all where measuring is slow. */
const stands = (path: string): boolean => ['/', '/accounts', '/webhooks'].includes(path) || path.split('/').length > 2;

const darkRules = { runOnly: ['scrollable-region-focusable', 'color-contrast'] };

(existsSync(executablePath) ? describe : describe.skip)('the console in a browser', () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  let url: string;
  let world: World;
  let paths: string[];
  const foreign: string[] = [];

  beforeAll(async () => {
    world = await sampleWorld(now);
    const host = new Host(world, () => now);
    server = serve({ fetch: createApp(host).fetch, port: 0, hostname: 'localhost' }) as Server;
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: flags });
    page = await browser.newPage({ bypassCSP: true });
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('about:')) foreign.push(request.url());
    });
    paths = [
      ...['/', '/executions', '/accounts', '/mailbox', '/messages', '/tasks', '/machines', '/stories', '/webhooks'],
      '/machines/payment-recovery',
      await first('/executions', '/executions/'),
      await first('/mailbox', '/mailbox/'),
      await first('/accounts', '/accounts/'),
      await played(),
    ];
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const first = async (list: string, folder: string): Promise<string> => {
    await page.goto(`${url}${list}`);
    return `${(await page.locator(`main a[href^="${folder}"]`).first().getAttribute('href')) ?? ''}`;
  };

  const played = async (): Promise<string> => {
    await page.goto(`${url}/stories`);
    await page.getByLabel('Story, as JSON').fill(story);
    await page.getByRole('button', { name: 'Play it' }).click();
    return new URL(page.url()).pathname;
  };

  const tooWide = async (path: string): Promise<string[]> => {
    const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
    return overflow > 0 ? [`${path}: ${overflow} pixels too wide`] : [];
  };

  it('shows every page at 1280 pixels without scrolling sideways, and nothing axe-core finds serious', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    const wrong: string[] = [];
    for (const path of paths) {
      await page.goto(`${url}${path}`);
      wrong.push(...(await tooWide(path)), ...(stands(path) ? await seriousIn(page, path, {}) : []));
    }

    expect(wrong).toEqual([]);
  }, 60_000);

  it('shows every page at 320 pixels in the dark: no scrolling sideways, enough contrast, regions that scroll by key', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 320, height: 800 });
    const wrong: string[] = [];
    for (const path of paths) {
      await page.goto(`${url}${path}`);
      wrong.push(...(await tooWide(path)), ...(stands(path) ? await seriousIn(page, path, darkRules) : []));
    }
    await page.emulateMedia({ colorScheme: 'light' });

    expect(wrong).toEqual([]);
  }, 60_000);

  const customerPage = async (purpose: string, life: object = { days: 9 }): Promise<string> => {
    const row = [...world.table.items()].find(
      ({ entity, status, stage }) => entity === 'case' && status === 'open' && stage === 'retrying',
    );
    const claims = { page: purpose, account: String(row?.account), case: String(row?.sk) };
    return new URL(await world.ports.links.mint(purpose, claims, later(world.simulator.now(), life))).pathname;
  };

  it('shows every page for customers at 320 and 1280 pixels, light and dark, and an expired link, without serious findings', async () => {
    const wrong: string[] = [];
    const wanted = ['update-card', 'pay', 'promise-date', 'cancel', 'what-happened', 'backup-card'];
    const links = [
      ...(await Promise.all(wanted.map((one) => customerPage(one)))),
      await customerPage('pay', { seconds: -1 }),
    ];
    for (const [width, colorScheme] of [
      [320, 'dark'],
      [1280, 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 700 });
      for (const [index, path] of links.entries()) {
        const name = wanted[index] ?? 'expired';
        await page.goto(`${url}${path}`);
        wrong.push(...(await tooWide(name)), ...(await seriousIn(page, name, colorScheme === 'dark' ? darkRules : {})));
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });

    expect(wrong).toEqual([]);
  }, 60_000);

  it('lets a customer without JavaScript and without a mouse choose the day of a payment', async () => {
    // Stripe is asked a few times a second at most, and the pages above have asked in this very second.
    await world.runUntil(later(world.simulator.now(), { minutes: 1 }));
    const plain = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
    await plain.goto(`${url}${await customerPage('promise-date')}`);
    await plain.keyboard.press('Tab');
    for (let press = 0; press < 6 && !(await plain.locator('input[type=radio]:focus').count()); press++)
      await plain.keyboard.press('Tab');
    await plain.keyboard.press('ArrowDown');
    await plain.keyboard.press('Tab');
    await plain.keyboard.press('Enter');
    const set = plain.getByRole('heading', { name: 'Your day is set' });
    await set.waitFor({ timeout: 10_000 });

    expect(await set.isVisible()).toBe(true);
    await plain.close();
  }, 60_000);

  it('goes by key from the skip link over the rooms and the clock to the content', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${url}/`);
    const reached: string[] = [];
    for (let press = 0; press < 18; press++) {
      await page.keyboard.press('Tab');
      reached.push(
        String(await page.evaluate('(document.activeElement.innerText || document.activeElement.name).trim()')),
      );
    }

    expect(reached.slice(0, 12)).toEqual([
      ...[
        'Skip to the content',
        'Holdfast',
        'Overview',
        'Executions',
        'Recovered',
        'Accounts',
        'Mailbox',
        'Messages',
        'Tasks',
      ],
      ...['State machines', 'Stories', 'Webhooks'],
    ]);
    expect(reached.slice(12, 16)).toEqual(['Next event', '+1 hour', '+1 day', 'Play']);
  });

  it('moves time when the button is pressed, and shows what happened meanwhile', async () => {
    await page.goto(`${url}/mailbox`);
    const before = await page.locator('tbody tr').count();
    await page.getByRole('button', { name: '+1 day' }).click();

    expect(await page.locator('tbody tr').count()).toBeGreaterThan(before);
    expect(await page.content()).toContain('11 Nov 2026, 15:01');
  });

  it('follows the clock while it plays, and leaves a field alone that somebody types in', async () => {
    await page.clock.install();
    await page.goto(`${url}/`);
    await page.getByLabel('Speed').selectOption('day');
    await page.getByRole('button', { name: 'Play' }).click();
    const shown = () => page.locator('.clock .now').textContent();
    const before = await shown();
    await page.clock.runFor(2100);
    await page.waitForFunction(`document.querySelector('.clock .now').textContent !== ${JSON.stringify(before)}`);
    await page.getByLabel('Date and time, UTC').focus();
    const typing = await shown();
    await page.clock.runFor(10_000);
    await new Promise((resolve) => setTimeout(resolve, 400));

    expect(await shown()).toBe(typing);
    await page.getByRole('button', { name: 'Pause' }).click();
  });

  it('shows a mail in a frame that can neither run anything nor reach the page', async () => {
    await page.goto(`${url}${await first('/mailbox', '/mailbox/')}`);
    const frame = page.locator('iframe').first();

    expect(await frame.getAttribute('sandbox')).not.toMatch(/allow-(scripts|same-origin|top-navigation)/);
    expect(await page.frameLocator('iframe').first().locator('body').textContent()).toMatch(/Northwind Metrics/);
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
