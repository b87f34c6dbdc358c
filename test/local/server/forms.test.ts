import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';
import { createApp } from '../../../local/server/app.ts';
import { Host } from '../../../local/server/host.ts';
import { World } from '../../../local/world/world.ts';
import example from '../../../retention.config.ts';

const now = parseInstant('2026-11-10T15:00:00Z');
const story = readFileSync(new URL('../../journeys/stories/recovered-on-first-retry.json', import.meta.url), 'utf8');
const event = readFileSync(new URL('../../../docs/examples/invoice-payment-failed.json', import.meta.url), 'utf8');

describe('the forms of the console', () => {
  let world: World;
  let app: Hono;
  beforeAll(async () => {
    world = await World.create(now, resolveConfig(mergeConfig(example, { mode: { default: 'live' } })));
    app = createApp(new Host(world, () => now));
  });

  const form = (fields: Readonly<Record<string, string>>): FormData => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  };
  const post = async (path: string, fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body: form(fields), headers });
  const text = async (path: string): Promise<string> => (await app.request(path)).text();

  describe('for stories', () => {
    it('loads one by its name, ready to be changed', async () => {
      expect(await text('/stories?load=yen-without-decimals')).toContain('&quot;jpy&quot;');
    });

    it('plays one and shows its mails, its case and its way', async () => {
      const response = await post('/stories', { story });
      const played = response.headers.get('location') ?? '';
      const page = await text(played);

      expect([response.status, played]).toEqual([303, expect.stringMatching(/^\/stories\/played\/\d+$/)]);
      expect(page).toContain('cases recovered');
      expect(page).toContain('state.entered');
      expect(await (await app.request(`${played}/report.json`)).json()).toMatchObject({ violations: [] });
    });

    it('draws the way of a played execution', async () => {
      const { headers } = await post('/stories', { story });
      const page = await text(headers.get('location') ?? '');
      const [way = ''] = /\/stories\/played\/\d+\/executions\/[\w-]+/.exec(page) ?? [];
      expect(await text(way)).toMatch(/<svg[\s\S]*What happened, and why/);
    });

    it('leaves this world alone', () => {
      expect(world.executions()).toEqual([]);
    });

    it('gives a played one back to be changed', async () => {
      const { headers } = await post('/stories', { story });
      const id = headers.get('location')?.split('/').at(-1);
      expect(await text(`/stories?again=${id}`)).toContain('cus_acme');
    });

    it.each([
      ['{ "name": "no end', 'JSON'],
      [story.replace('"days"', '"dayz"'), 'dayz'],
      [story.replace('"renewal"', '"renwal"'), 'renwal'],
      [story.replace(/"days": \d+/, '"days": 900'), 'at most 400'],
    ])('keeps what was typed and says what is wrong with it', async (typed, mistake) => {
      const response = await post('/stories', { story: typed });
      const page = await response.text();
      expect(response.status).toBe(400);
      expect(page).toContain(mistake);
      expect(page).toContain('role="alert"');
    });

    it('says where a story has gone that is not kept any more', async () => {
      const response = await app.request('/stories/played/999');
      expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('Play it again')]);
    });
  });

  describe('for webhooks', () => {
    it('posts a good event, and once more, which changes nothing', async () => {
      const response = await post('/webhooks', { event, signature: 'good', copies: '2' });
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(page.match(/<li>200 <code>\{&quot;queued&quot;:true\}/g)).toHaveLength(2);

      await app.request('/time/hour', { method: 'POST' });
      expect(world.executions()).toHaveLength(1);
    });

    it('takes a file instead of the field', async () => {
      const data = form({ event: 'not this', signature: 'good', copies: '1' });
      data.set('file', new File([event.replace('evt_example_1', 'evt_from_file')], 'event.json'));
      const response = await app.request('/webhooks', { method: 'POST', body: data });
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('evt_from_file')]);
    });

    it.each(['bad', 'stale'])('shows that a %s signature is refused', async (signature) => {
      const response = await post('/webhooks', { event, signature, copies: '1' });
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('<li>400 <code>')]);
    });

    it('keeps hostile text a text', async () => {
      const response = await post('/webhooks', {
        event: '</textarea><script>alert(1)</script>',
        signature: 'good',
        copies: '1',
      });
      expect(await response.text()).not.toContain('<script>alert');
    });
  });

  describe('for time', () => {
    it.each([
      ['2026-11-12', '2026-11-12T23:59:59.000Z'],
      ['2026-11-14T09:30', '2026-11-14T09:30:00.000Z'],
    ])('jumps to %s', async (date, reached) => {
      expect((await post('/time/date', { date })).status).toBe(303);
      expect(new Date(world.simulator.now()).toISOString()).toBe(reached);
    });

    it.each(['2026-11-14T09:29', '2028-01-01', 'tomorrow', ''])('refuses %s with the reason', async (date) => {
      const response = await post('/time/date', { date });
      expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('Time did not move')]);
    });

    it('stays where it is when the field was not touched', async () => {
      await world.runUntil(parseInstant('2026-11-14T09:30:20Z'));
      expect((await post('/time/date', { date: '2026-11-14T09:30' })).status).toBe(303);
      expect(world.simulator.now()).toBe(parseInstant('2026-11-14T09:30:20Z'));
    });

    it('plays at the speed that was chosen, and pauses', async () => {
      await post('/time/play', { speed: 'day' });
      expect(await text('/')).toMatch(/Playing, 1 day a second[\s\S]*<script data-every/);
      await post('/time/pause', {});
      expect(await text('/')).not.toContain('<script');
    });

    it('refuses a speed nobody offered', async () => {
      expect((await post('/time/play', { speed: 'light' })).status).toBe(400);
    });
  });

  it.each([
    ['a page of another site', { origin: 'https://elsewhere.test', host: 'localhost' }],
    ['a frame without an origin', { origin: 'null', host: 'localhost' }],
    ['another site that names no origin', { 'sec-fetch-site': 'cross-site', host: 'localhost' }],
  ])('takes no form from %s', async (_who, headers) => {
    const before = world.simulator.now();
    const response = await app.request('/time/day', { method: 'POST', headers });
    expect([response.status, world.simulator.now()]).toEqual([403, before]);
  });

  it.each([
    ['localhost:4242', 200],
    ['127.0.0.1', 200],
    ['[::1]:4242', 200],
    ['elsewhere.test', 403],
    ['localhost.elsewhere.test:4242', 403],
  ])('answers at %s with %i', async (host, status) => {
    expect((await app.request('/accounts', { headers: { host } })).status).toBe(status);
  });

  it('lets no page load or run anything from elsewhere', async () => {
    const policy = (await app.request('/')).headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'.*script-src 'sha256-/);
    expect(policy).not.toMatch(/https?:/);
  });
});
