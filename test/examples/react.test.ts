import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createExample } from '../../examples/react/server.ts';
import { instant } from '../../lambdas/kernel/instant.ts';
import { createApp } from '../../local/server/app.ts';
import { Host } from '../../local/server/host.ts';
import { localAppKey } from '../../local/world/names.ts';
import type { World } from '../../local/world/world.ts';
import { pass, renew, withCharges, worldWith } from '../journeys/world.ts';

const executablePath = '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const shots = process.env.SHOTS;

if (!existsSync(executablePath))
  process.stdout.write('no chromium is installed, the example is not looked at in a browser\n');

type Fetch = (request: Request) => Response | Promise<Response>;

/** Its address is known before what it answers: each of the two has to know the other's. */
async function opened(): Promise<{ url: string; server: Server; answer: (fetch: Fetch) => void }> {
  let answers: Fetch = () => new Response('not yet', { status: 503 });
  const server = serve({ fetch: (request) => answers(request), port: 0, hostname: 'localhost' }) as Server;
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const answer = (fetch: Fetch) => {
    answers = fetch;
  };
  return { url, server, answer };
}

describe('the example', () => {
  it('is right by its types', () => {
    const tsc = new URL('../../node_modules/.bin/tsc', import.meta.url).pathname;
    const { status, stdout } = spawnSync(tsc, ['-p', 'examples/react'], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  });
});

(existsSync(executablePath) ? describe : describe.skip)('the user’s own app in a browser', () => {
  let api: Awaited<ReturnType<typeof opened>>;
  let site: typeof api;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let world: World;
  const trouble: string[] = [];
  const person = { account: 'acme', role: 'owner' };

  beforeAll(async () => {
    [api, site] = [await opened(), await opened()];
    world = await worldWith(
      withCharges('processing_error'),
      { access: { origins: [site.url] } },
      { linkBase: api.url },
    );
    api.answer(createApp(new Host(world, () => instant(Date.now()))).fetch);
    site.answer(await createExample({ api: api.url, key: localAppKey, person }));
    browser = await chromium.launch({ executablePath, args: flags });
    context = await browser.newContext({ viewport: { width: 320, height: 480 } });
    page = await context.newPage();
    page.on('console', (line) => line.type() === 'error' && trouble.push(`${line.text()} ${line.location().url}`));
    page.on('pageerror', (error) => trouble.push(error.message));
    renew(world);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    for (const { server } of [api, site]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  const open = async (path: string): Promise<void> => {
    await page.goto(`${site.url}${path}`);
    await page.waitForLoadState('networkidle');
  };
  const look = async (name: string): Promise<void> => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
  };
  const banner = () => page.locator('.banner, .holdfast-banner');
  /** What axe-core calls serious or worse, and whether it fits 320 pixels. */
  const problems = async (): Promise<string[]> => {
    const session = await context.newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    const { violations } = (await page.evaluate(`${axe}; axe.run(document)`)) as {
      violations: { id: string; impact: string }[];
    };
    const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number;
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return [...serious.map(({ id }) => id), ...(wide > 320 ? [`${wide} pixels wide`] : [])];
  };

  it('shows nothing while nothing is wrong that a person could put right', async () => {
    await pass(world, { days: 2 });
    for (const path of ['/', '/drop-in']) {
      await open(path);
      expect(await banner().textContent()).toBe('');
    }
    await open('/');
    expect(await page.getByText('Your dashboards are here.').isVisible()).toBe(true);
    expect(await page.getByText('Cancel the plan').count()).toBe(0);
  });

  it.each(['/', '/drop-in'])('shows at %s that a payment needs attention, and leads to our page', async (path) => {
    await pass(world, { days: 4 });
    await open(path);

    expect(await banner().getAttribute('role')).toBe('status');
    expect(await banner().textContent()).toMatch(/^Your last payment didn’t go through\..*Update your card$/);
    expect(await problems()).toEqual([]);
    await look(`attention${path.replaceAll('/', '-')}`);
    await page.getByRole('link', { name: 'Update your card' }).click();
    await page.waitForURL(`${api.url}/p/update-card/**`);
    expect(await page.locator('h1').textContent()).not.toMatch(/no such page|doesn’t work/);
  });

  it('cancels by a link to our page, and not by itself', async () => {
    await open('/');
    await page.getByRole('link', { name: 'Cancel the plan' }).click();
    await page.waitForURL(`${api.url}/p/cancel/**`);

    expect(await page.locator('button').count()).toBeGreaterThan(0);
    expect(world.stripe.peek('subscriptions')[0]).toMatchObject({ status: 'past_due', cancel_at_period_end: false });
  });

  it('puts in texts as texts, and no link but ours', async () => {
    const evil = {
      state: 'paused',
      lang: 'en',
      text: '<img src=x onerror=alert(1)>',
      link: { label: 'x', url: 'javascript:alert(1)' },
    };
    const elsewhere = { ...evil, link: { label: '<b>go</b>', url: 'https://evil.test/' } };
    const ours = { ...evil, link: { label: '<b>go</b>', url: `${api.url}/p/pay/x` } };
    for (const [answer, links] of [
      [evil, 0],
      [elsewhere, 0],
      [ours, 1],
    ] as const)
      for (const path of ['/', '/drop-in']) {
        await page.route(`${api.url}/banner`, (route) =>
          route.fulfill({ json: answer, headers: { 'access-control-allow-origin': site.url } }),
        );
        await open(path);
        expect(await banner().locator('a').count()).toBe(links);
        expect(await banner().locator('img, b').count()).toBe(0);
        await page.unroute(`${api.url}/banner`);
      }
  });

  it('lets people in when Holdfast does not answer', async () => {
    await page.route(`${api.url}/**`, (route) => route.abort());
    await page.goto(site.url);
    expect(await page.getByText('Your dashboards are here.').isVisible()).toBe(true);
    // A browser may tell of a lost request after the page has gone on without it.
    await page.waitForLoadState('networkidle');
    await page.goto('about:blank');
    await page.unroute(`${api.url}/**`);
    trouble.length = 0;
  });

  it('locks a paused account and says how it goes on, in the dark too', async () => {
    await pass(world, { days: 15 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const path of ['/', '/drop-in']) {
      await open(path);
      expect(await banner().getAttribute('role')).toBe('alert');
      expect(await page.getByRole('link', { name: 'Resume your plan' }).isVisible()).toBe(true);
      expect(await problems()).toEqual([]);
      await look(`paused${path.replaceAll('/', '-')}`);
    }
    await open('/');
    expect(await page.getByText('Your dashboards are here.').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'This workspace is paused.' }).isVisible()).toBe(true);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('is open and quiet again once somebody has paid', async () => {
    const card = { id: 'pm_n', brand: 'visa', fingerprint: 'fp_n', charges: ['ok'] };
    world.stripe.addCard('cus_acme', card, { default: true });
    await pass(world, { days: 15, minutes: 1 });
    await open('/');

    expect(await banner().textContent()).toBe('');
    expect(await page.getByText('Your dashboards are here.').isVisible()).toBe(true);
  });

  it('ran under a strict policy without one complaint', () => {
    expect(trouble).toEqual([]);
  });
});
