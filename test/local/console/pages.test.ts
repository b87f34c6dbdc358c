import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { after as at } from '../../../lambdas/kernel/instant.ts';
import { crowd } from '../../../local/console/crowd.ts';
import { createApp } from '../../../local/server/app.ts';
import { Host } from '../../../local/server/host.ts';
import { acme, T, withCharges, worldWith } from '../../../local/world/acme.ts';
import type { World } from '../../../local/world/world.ts';

const hostile = '<script>alert("x")</script> & Söhne';

describe('the lists of many', () => {
  let app: Hono;
  const text = async (path: string): Promise<string> => (await app.request(path)).text();
  const rows = (page: string): number => page.split('<tr role="row">').length - 2;

  beforeAll(async () => {
    const world = await worldWith({ ...acme, name: hostile });
    crowd(world, { accounts: 120, messages: 400 });
    app = createApp(new Host(world, () => T));
  });

  it.each([
    ['/accounts', 50, '1 to 50 of 121 accounts'],
    ['/accounts?page=3', 21, '101 to 121 of 121 accounts'],
    ['/accounts?page=99', 21, '101 to 121 of 121 accounts'],
    ['/accounts?page=-1', 50, '1 to 50 of 121 accounts'],
    ['/accounts?q=CROWD-00007', 1, '1 account'],
    ['/accounts?q=cus_crowd-00007', 1, '1 account'],
    ['/accounts?q=juniper', 12, '12 accounts'],
    ['/accounts?case=attention', 1, '1 account'],
    ['/mailbox', 50, '1 to 50 of 280 mails'],
    ['/mailbox?q=crowd-00000', 4, '4 mails'],
    ['/messages', 50, '1 to 50 of 400 messages'],
    ['/messages?group=dropped', 40, '40 messages'],
    ['/messages?group=would', 40, '40 messages'],
    ['/messages?reason=suppressed.soft', 40, '40 messages'],
    ['/messages?group=sent&q=crowd-00000', 4, '4 messages'],
    ['/tasks', 6, '6 tasks'],
    ['/tasks?standing=overdue', 3, '3 tasks'],
    ['/tasks?standing=done', 2, '2 tasks'],
    ['/tasks?who=sam%40northwind.test&q=nobody', -1, ''],
  ])('shows at %s %i lines: %s', async (path, lines, count) => {
    const page = await text(path);

    expect(rows(page)).toBe(lines);
    expect(page).toContain(count);
  });

  it('leads from one page to the next with the filter kept', async () => {
    const page = await text('/messages?q=crowd&page=2');

    expect(page).toContain('href="/messages?q=crowd"');
    expect(page).toContain('href="/messages?q=crowd&amp;page=3"');
  });

  it('says what to do where nothing is found', async () => {
    expect(await text('/accounts?q=nobody')).toContain('None of 121 accounts is like that.');
    expect(await text('/messages?q=nobody')).toContain('<a href="/messages">Show all of them</a>');
  });

  it.each(['/accounts', '/accounts/acme', '/accounts?q=%3Cscript%3Ealert'])(
    'keeps a hostile name a text at %s',
    async (path) => {
      const page = await text(path);

      expect(page).not.toContain('<script>alert');
      expect(page).toContain('&lt;script&gt;alert');
    },
  );

  it('says why and until when a message waits, in words', async () => {
    const page = await text('/messages?group=withheld');

    expect(page).toContain('The mailbox turned away several mails in a row, so it rests for 14 days.');
    expect(page).toMatch(/It is looked at again on <time datetime="2027-/);
  });
});

describe('the page of one account', () => {
  let world: World;
  let app: Hono;
  const text = async (path: string): Promise<string> => (await app.request(path)).text();

  beforeAll(async () => {
    world = await worldWith(withCharges('processing_error', 'lost_card'));
    app = createApp(new Host(world, () => T));
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });
    await world.runUntil(at(T, { days: 4, hours: 1 }));
  });

  it('tells what was tried on the card, by whom, and what was passed over and why', async () => {
    const page = await text('/accounts/acme');

    expect(page).toMatch(/Visa ending in \d{4}, valid to 03\/2027/);
    expect(page).toContain('>Holdfast<');
    expect(page).toContain('>Stripe<');
    expect(page).toContain('This card will not work again: ask for another one');
  });

  it('shows the rows as stored, but not the token an execution waits with', async () => {
    const page = await text('/accounts/acme');
    const [row] = [...world.table.items()].filter(({ entity }) => entity === 'case');

    expect(page).toContain('CASE#payment-recovery#sub_acme');
    expect(page).not.toContain(String(Object(row?.wait).token));
    expect(page).toContain('not shown');
  });

  it('opens the links of a mail in a tab of their own, from a frame that can do nothing else', async () => {
    const [mail] = world.mailbox.mails;
    const page = await text(`/mailbox/${mail?.id}`);

    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(page).toContain('&lt;base target=&quot;_blank&quot;&gt;');
    expect(page).toMatch(/<a href="http:\/\/localhost:4242\/p\/update-card\/[^"]+" target="_blank" rel="noreferrer">/);
  });

  const headers = { host: 'localhost', origin: 'http://localhost' };
  const about = { account: 'acme', subject: 'sub_acme' };
  const post = (fields: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}, act = 'nudge') =>
    app.request(`/acts/${act}`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: new URLSearchParams(fields),
    });
  const tokenOf = async (): Promise<string> => {
    const page = await text(`/acts/nudge?${new URLSearchParams(about).toString()}`);
    return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  };
  const acts = () => [...world.table.items()].filter(({ entity }) => entity === 'act');

  it('asks why before anything is done', async () => {
    const page = await text(`/acts/stop?${new URLSearchParams(about).toString()}`);

    expect(page).toContain('It is closed for good.');
    expect(page).toContain('name="why"');
    expect(acts()).toEqual([]);
  });

  it.each([
    ['without a reason', { why: ' ' }, {}, 400, 'Say why'],
    ['with a token of elsewhere', { token: 'x'.repeat(32) }, {}, 403, 'The form is older than this console'],
    ['from another site', {}, { origin: 'http://elsewhere.test' }, 403, 'forms are taken from the console'],
    ['about a case that is not there', { subject: 'sub_none' }, {}, 400, 'Nothing was done: there is no recovery case'],
  ])('does nothing when asked %s', async (_how, fields, more, status, said) => {
    const response = await post({ ...about, why: 'a drill', token: await tokenOf(), ...fields }, more);

    expect([response.status, acts()]).toEqual([status, []]);
    expect(await response.text()).toContain(said);
  });

  it.each(['attention', 'link', 'nothing'])('knows no act called %s', async (act) => {
    expect((await app.request(`/acts/${act}?${new URLSearchParams(about).toString()}`)).status).toBe(404);
  });

  it('does what was asked for, once, and keeps who, when and why', async () => {
    const response = await post({ ...about, why: 'the customer called', token: await tokenOf() });

    expect(response.status).toBe(200);
    expect(await response.text()).toContain('nudged the case of acme about sub_acme');
    expect(acts()).toEqual([
      expect.objectContaining({ act: 'nudge', subject: 'sub_acme', why: 'the customer called' }),
    ]);
    expect(await text('/accounts/acme')).toContain('the customer called');
  });

  it('stops everything and lets it go on', async () => {
    const token = await tokenOf();
    await post({ why: 'chargebacks', token }, {}, 'pause-all');
    expect(world.table.find({ pk: 'BRAKE#all', sk: 'BRAKE' })).toMatchObject({ on: true, why: 'chargebacks' });

    await post({ why: 'over', token }, {}, 'resume-all');
    expect(world.table.find({ pk: 'BRAKE#all', sk: 'BRAKE' })).toMatchObject({ on: false });
  });
});
