import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { after as later } from '../../../lambdas/kernel/instant.ts';
import { createApp } from '../../../local/server/app.ts';
import { Host } from '../../../local/server/host.ts';
import type { World } from '../../../local/world/world.ts';
import { pass, renew, T, withCharges, worldWith } from '../../journeys/world.ts';

describe('the page a link in a mail leads to', () => {
  let world: World;
  let app: Hono;
  let link: string;
  beforeAll(async () => {
    world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { days: 2 });
    app = createApp(new Host(world, () => T));
    link = linkIn(world.mailbox.mails[0]?.text ?? '');
  });

  const linkIn = (text: string): string => new URL(/https?:\S+\/p\/\S+/.exec(text)?.[0] ?? 'no link').pathname;
  const open = async (path: string): Promise<readonly [number, string]> => {
    const response = await app.request(path);
    return [response.status, await response.text()];
  };
  const minted = async (purpose: string, expires = later(T, { days: 30 })): Promise<string> => {
    const claims = { page: purpose, account: 'acme', case: 'CASE#payment-recovery#sub_acme' };
    return new URL(await world.ports.links.mint(purpose, claims, expires)).pathname;
  };

  it('says for whom a genuine link is, what is open, and what its button leads to', async () => {
    const [status, page] = await open(link);

    expect(status).toBe(200);
    expect(page).toMatch(/This page is for Acme[^<]*\./);
    expect(page).toContain('$49.00, invoice');
    expect(page).toContain('<button>Choose another card</button>');
  });

  it.each(['update-card', 'card-changed', 'pay', 'resume', 'cancel', 'promise-date', 'what-happened'])(
    'knows the page %s',
    async (purpose) => {
      await world.runUntil(later(world.simulator.now(), { seconds: 2 }));
      expect((await open(await minted(purpose)))[0]).toBe(200);
    },
  );

  it('refuses a link whose claims, signature or purpose were changed, in words for a customer', async () => {
    const [, , purpose, token = ''] = link.split('/');
    const [head, , signature] = token.split('.');
    const others = Buffer.from('{"page":"update-card","account":"other","aud":"update-card","exp":1900000000}');
    const changed = [
      `/p/${purpose}/${head}.${others.toString('base64url')}.${signature}`,
      `/p/${purpose}/${token.slice(0, -3)}`,
      `/p/cancel/${token}`,
      `/p/${purpose}/nothing`,
    ];
    for (const path of changed)
      expect(await open(path)).toEqual([400, expect.stringContaining('cut a long link in two')]);
  });

  it.each([
    ['a second before its end', { seconds: 1 }, 200],
    ['at its end', {}, 410],
  ])('answers %s', async (_when, life, status) => {
    expect((await open(await minted('pay', later(world.simulator.now(), life))))[0]).toBe(status);
  });

  it('takes a form from its own page, which names no origin to anybody', async () => {
    const other = await worldWith(withCharges('fraudulent'));
    renew(other);
    await pass(other, { minutes: 5 });
    const served = createApp(new Host(other, () => T));
    const path = linkIn(other.mailbox.mails.find(({ text }) => text.includes('/p/task/'))?.text ?? '');
    const press = { act: 'snooze', days: '3', seen: '0' };
    const form = { method: 'POST', body: new URLSearchParams(press), headers: { origin: 'null' } };

    const answer = await served.request(path, form);

    expect([answer.status, answer.headers.get('location')]).toEqual([303, path.split('/').at(-1)]);
    expect(await (await served.request(path)).text()).toContain('It comes back on Friday 13 November, 10:05.');
  });

  it('knows no other page', async () => {
    expect((await open(await minted('upgrade')))[0]).toBe(404);
    expect((await open(await minted('constructor')))[0]).toBe(404);
  });
});

describe('the way over Stripe’s page on the laptop', () => {
  const base = 'http://localhost:4242';
  const walk = async (world: World, card: string) => {
    const app = createApp(new Host(world, () => world.simulator.now()));
    const claims = { page: 'update-card', account: 'acme', case: 'CASE#payment-recovery#sub_acme' };
    const path = new URL(await world.ports.links.mint('update-card', claims, later(world.simulator.now(), { days: 9 })))
      .pathname;
    const page = await (await app.request(path)).text();
    const token = /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const post = (to: string, fields: Record<string, string>) =>
      app.request(to, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: base, host: 'localhost:4242' },
      });
    const stripe = new URL((await post(path, { form: token })).headers.get('location') ?? '', base).pathname;
    const shown = await app.request(stripe, { headers: { host: 'localhost:4242' } });
    const back = (await post(stripe, { card })).headers.get('location') ?? '';
    return { shown: await shown.text(), back: await (await app.request(new URL(back, base).pathname)).text(), stripe };
  };
  const failing = async (): Promise<World> => {
    const world = await worldWith(withCharges('expired_card'), {}, { linkBase: base });
    renew(world);
    await pass(world, { days: 2 });
    return world;
  };

  it('leads there, back with a card that works, and the payment is made', async () => {
    const world = await failing();
    const { shown, back, stripe } = await walk(world, 'good');

    expect(stripe).toMatch(/^\/stripe\/portal\/bps_/);
    expect(shown).toContain('4242 4242 4242 4242');
    expect(back).toContain('Everything is paid');
    expect(world.stripe.charges.at(-1)).toMatchObject({ actor: 'us', outcome: 'ok' });
  });

  it('says plainly that the new card did not work either', async () => {
    const { back } = await walk(await failing(), 'poor');

    expect(back).not.toMatch(/insufficient|funds|lost|stolen/i);
    expect(back).toMatch(/did not go through|could not be charged/);
  });

  it('knows no page of Stripe’s that it did not make', async () => {
    const app = createApp(new Host(await failing(), () => T));

    for (const path of ['/stripe/portal/bps_none', '/stripe/checkout/cs_none', '/stripe/invoice/in_none'])
      expect((await app.request(path)).status).toBe(404);
  });
});
