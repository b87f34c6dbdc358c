import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Hono } from 'hono';
import { after as later, parseInstant, toSeconds } from '../../../lambdas/kernel/instant.ts';
import { createApp } from '../../../local/server/app.ts';
import { Host } from '../../../local/server/host.ts';
import { sampleWorld } from '../../../local/server/sample-world.ts';
import { signWebhook } from '../../../local/stripe/index.ts';
import { type World, webhookSecret } from '../../../local/world/world.ts';

const now = parseInstant('2026-11-10T15:00:00Z');
const wall = later(now, { days: 90 });

const event = JSON.stringify({
  id: 'evt_posted',
  object: 'event',
  api_version: '2026-10-28.test',
  created: toSeconds(now),
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type: 'invoice.payment_failed',
  data: {
    object: {
      id: 'in_posted',
      object: 'invoice',
      status: 'open',
      customer: 'cus_posted',
      customer_email: 'pia@posted.test',
      customer_name: 'Posted & Sons',
      currency: 'usd',
      amount_due: 4900,
      amount_paid: 0,
      amount_remaining: 4900,
      attempt_count: 1,
      billing_reason: 'subscription_cycle',
      collection_method: 'charge_automatically',
      created: toSeconds(now),
      parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_posted' } },
    },
  },
});

describe('the local server', () => {
  let world: World;
  let app: Hono;
  beforeAll(async () => {
    world = await sampleWorld(now);
    app = createApp(new Host(world, () => wall));
  });

  const post = async (body: string, signature: string) =>
    app.request('/webhooks/stripe', { method: 'POST', body, headers: { 'stripe-signature': signature } });

  it.each([
    ['/', '<a href="/accounts/ember-logistics">Ember Logistics</a>'],
    ['/', 'trying the payment again'],
    ['/messages', 'It is night where the reader is.'],
    ['/tasks', 'Nobody has been asked'],
    ['/accounts', 'Alder &amp; Finch'],
    ['/accounts/alder-finch', 'Alder &amp; Finch'],
    ['/accounts/alder-finch', 'No payment of this account has failed.'],
    ['/accounts/ember-logistics', 'Wait for retry'],
    ['/executions', 'trying the payment again'],
    ['/executions?sort=due', 'Wait for retry'],
    ['/mailbox', '<a href="/accounts/ember-logistics">Ember Logistics</a>'],
  ])('answers %s with what is there', async (path, text) => {
    const response = await app.request(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(text);
  });

  it('shows one execution with its history and one mail in a sandbox', async () => {
    const name = world.executions()[0]?.name ?? '';
    expect(await (await app.request(`/executions/${name}`)).text()).toContain('ExecutionStarted');
    const id = world.mailbox.mails[0]?.id ?? '';
    expect(await (await app.request(`/mailbox/${id}`)).text()).toContain(
      '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="',
    );
  });

  it.each(['/accounts/nobody', '/executions/nothing', '/mailbox/none', '/nowhere'])(
    'answers 404 for %s, with the way to the other pages',
    async (path) => {
      const response = await app.request(path);
      expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('href="/executions"')]);
    },
  );

  it.each([
    ['wall', wall],
    ['virtual', now],
  ])('takes an event signed at %s time', async (_clock, at) => {
    const response = await post(event, signWebhook(event, webhookSecret, toSeconds(at)));
    expect([response.status, await response.text()]).toEqual([200, '{"queued":true}']);
  });

  it('opens a case for the posted event and runs it', async () => {
    await world.runUntil(later(world.simulator.now(), { hours: 1 }));
    const cases = [...world.table.items()].filter(({ entity }) => entity === 'case').map((one) => JSON.stringify(one));
    expect(cases.filter((one) => one.includes('posted'))).toHaveLength(1);
  });

  it('says of every webhook what came of it', async () => {
    const ignored = JSON.stringify({ ...JSON.parse(event), id: 'evt_nobody', type: 'customer.tax_id.created' });
    await post(ignored, signWebhook(ignored, webhookSecret, toSeconds(wall)));
    await post(event, 'no signature');

    const page = await (await app.request('/webhooks')).text();
    expect(page).toMatch(/news of the case of <a href="[^"]+">[^<]+<\/a> about sub_posted/);
    expect(page).toContain('ignored: not a type that changes anything here');
    expect(page).toContain('<span class="pill bad">400</span>');
  });

  it.each([
    ['another secret', signWebhook(event, 'whsec_other', toSeconds(wall))],
    ['a time that fits neither clock', signWebhook(event, webhookSecret, toSeconds(later(wall, { hours: 1 })))],
    ['no signature', ''],
  ])('refuses %s', async (_why, signature) => {
    expect((await post(event, signature)).status).toBe(400);
  });

  it('opens a case for the event the README posts', async () => {
    const example = readFileSync(
      new URL('../../../docs/examples/invoice-payment-failed.json', import.meta.url),
      'utf8',
    );
    expect((await post(example, signWebhook(example, webhookSecret, toSeconds(wall)))).status).toBe(200);

    await app.request('/time/hour', { method: 'POST' });
    const page = await (await app.request('/accounts/cus_example')).text();
    expect(page).toContain('Heron &amp; Sons');
    expect(page).toContain('trying the payment again');
  });

  it('moves a day and sends the reader back to the overview', async () => {
    const before = world.simulator.now();
    const response = await app.request('/time/day', { method: 'POST' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(world.simulator.now()).toBe(later(before, { days: 1 }));
  });

  it.each([
    ['http://localhost/mailbox', '/mailbox'],
    ['http://localhost/accounts/alder-finch', '/accounts/alder-finch'],
    ['http://localhost/time/date', '/'],
    ['http://elsewhere.test/mailbox', '/'],
    ['http://localhost//elsewhere.test', '/'],
    ['no address', '/'],
  ])('moves an hour asked for at %s and shows %s', async (referer, page) => {
    const headers = { host: 'localhost', referer };
    const response = await app.request('/time/hour', { method: 'POST', headers });
    expect([response.status, response.headers.get('location')]).toEqual([303, page]);
  });

  it.each(['2020-01-01', 'soon', '2036-01-01'])('refuses to move to %s', async (date) => {
    const form = new URLSearchParams({ date });
    const response = await app.request('/time/date', { method: 'POST', body: form });
    expect(response.status).toBe(400);
  });
});
