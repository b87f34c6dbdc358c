import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseConsent } from '../../lambdas/cards/consent.ts';
import type { HttpResponse } from '../../lambdas/kernel/http.ts';
import { after, type Duration, toSeconds } from '../../lambdas/kernel/instant.ts';
import { type NewCard, signWebhook } from '../../local/stripe/index.ts';
import { formsOf, type PageForm, textOf } from '../../local/world/page-text.ts';
import { visit } from '../../local/world/visit.ts';
import { type World, webhookSecret } from '../../local/world/world.ts';
import { pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const consents = (world: World) => rows(world, 'card-consent').map((row) => parseConsent(row as never));
const spare: NewCard = { id: 'pm_b', brand: 'mastercard', fingerprint: 'fp_b', last4: '5454', charges: ['ok'] };
const purpose = 'backup-card';

/** A browser with the link of the page, as it stands in a mail to one reader. */
async function linkOf(world: World, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const claims = { page: purpose, account: 'acme', customer: 'cus_acme', reader: 'a1b2c3', ...more };
  const link = await world.ports.links.mint(purpose, claims, after(world.ports.clock.now(), { days: 30 }));
  return link.slice(link.lastIndexOf('/') + 1);
}

const get = (world: World, token: string): Promise<HttpResponse> => visit(world, { method: 'GET', purpose, token });

async function press(world: World, token: string, wanted: (form: PageForm) => boolean): Promise<HttpResponse> {
  const form = formsOf((await get(world, token)).body).find(wanted);
  if (!form) throw new Error('the page has no such button');
  return visit(world, { method: 'POST', purpose, token, form: new URLSearchParams(form.fields).toString() });
}

const act =
  (name: string, card?: string) =>
  ({ fields }: PageForm): boolean =>
    fields.act === name && (card === undefined || fields.card === card);

const checkouts = (world: World) => world.stripe.peek('checkoutSessions');
const save = (world: World, card: NewCard = spare) =>
  world.stripe.addCard('cus_acme', card, { checkout: String(checkouts(world).at(-1)?.id) });

const settled = (world: World, more: Duration = { hours: 1 }) => world.runUntil(after(world.simulator.now(), more));

describe('the page for a backup card', () => {
  let world: World;
  let token: string;
  beforeAll(async () => {
    world = await worldWith(withCharges('ok'));
    token = await linkOf(world);
  });

  it('shows the sentence, and changes nothing by being opened', async () => {
    const { statusCode, body } = await get(world, token);

    expect(statusCode).toBe(200);
    expect(textOf(body)).toMatch(
      /If a payment for my plan doesn’t go through on my usual card, .+ may take that payment from this backup card instead/,
    );
    expect(formsOf(body).map(({ fields }) => fields.act)).toEqual(['add']);
    expect([consents(world), rows(world, 'consent-request'), checkouts(world)]).toEqual([[], [], []]);
  });

  it('refuses a press that did not come from it, or under other words', async () => {
    const { fields } = formsOf((await get(world, token)).body)[0] ?? { fields: {} };
    const send = (form: Record<string, string>) =>
      visit(world, { method: 'POST', purpose, token, form: new URLSearchParams(form).toString() });

    expect((await send({ ...fields, form: 'x' })).statusCode).toBe(400);
    expect((await send({ ...fields, version: '2020-01' })).statusCode).toBe(400);
    expect([rows(world, 'consent-request'), checkouts(world)]).toEqual([[], []]);
  });

  it('leads to a page of Stripe\u2019s, twice to the same one, and the saved card completes the consent once', async () => {
    const form = formsOf((await get(world, token)).body).find(act('add'));
    const body = new URLSearchParams(form?.fields).toString();
    const answers = [1, 2].map(() => visit(world, { method: 'POST', purpose, token, form: body }));
    const [first, second] = [await answers[0], await answers[1]];

    expect(first).toMatchObject({ statusCode: 303, headers: { location: checkouts(world)[0]?.url } });
    expect(second?.headers).toMatchObject({ location: checkouts(world)[0]?.url });
    expect(checkouts(world)).toMatchObject([{ mode: 'setup', customer: 'cus_acme' }]);
    expect(consents(world)).toEqual([]);

    save(world);
    await settled(world);
    expect(consents(world)).toMatchObject([
      { card: 'pm_b', status: 'given', turn: 1, acts: [{ by: { how: 'link', who: 'a1b2c3' }, version: '2026-11' }] },
    ]);
    expect(consents(world)[0]?.acts[0]?.sentence).toMatch(/^If a payment for my plan/);
    expect(rows(world, 'consent-request')).toMatchObject([{ card: 'pm_b' }]);
    expect(world.stripe.peek('customers')).toMatchObject([{ invoice_settings: { default_payment_method: 'pm_1' } }]);
  });

  it('removes it, and the same event told again gives nothing back', async () => {
    expect((await press(world, token, act('remove', 'pm_b'))).statusCode).toBe(303);
    const events: [string, { type: string }][] = Object(world.stripe.toJSON()).events;
    const told = events.filter(([, { type }]) => type === 'setup_intent.succeeded');
    for (const [, event] of told) {
      const body = JSON.stringify({ ...event, id: 'evt_again' });
      await world.deliver(body, signWebhook(body, webhookSecret, toSeconds(world.simulator.now())));
    }
    await settled(world);

    expect(told).toHaveLength(1);
    expect(consents(world)).toMatchObject([{ status: 'withdrawn', turn: 2 }]);
  });

  it('takes a saved card, but never the usual one or one of somebody else', async () => {
    expect(formsOf((await get(world, token)).body).map(({ fields }) => `${fields.act} ${fields.card}`)).toEqual([
      'use pm_b',
      'add ',
    ]);
    const { fields } = formsOf((await get(world, token)).body)[0] ?? { fields: {} };
    for (const card of ['pm_1', 'pm_of_another']) {
      const form = new URLSearchParams({ ...fields, card }).toString();
      await visit(world, { method: 'POST', purpose, token, form });
    }
    await press(world, token, act('use', 'pm_b'));

    expect(consents(world)).toMatchObject([{ card: 'pm_b', status: 'given', turn: 3 }]);
  });
});

describe('a backup card named while a payment is open', () => {
  it('pays it at once, as the page said', async () => {
    const world = await worldWith(withCharges('expired_card'));
    renew(world);
    await pass(world, { hours: 2 });
    const token = await linkOf(world, { case: 'CASE#payment-recovery#sub_acme', invoice: 'in_1' });
    expect(textOf((await get(world, token)).body)).toContain(
      'A payment of $49.00 is open. As soon as you have a backup card, we take it from there.',
    );

    await press(world, token, act('add'));
    save(world);
    await settled(world);
    const own = world.stripe.charges.filter(({ actor }) => actor === 'us');
    expect(own).toMatchObject([{ card: 'pm_b', outcome: 'ok' }]);
    expect(rows(world, 'case')).toMatchObject([{ outcome: 'recovered' }]);
  });

  it('is completed also when the process dies between the mark and the consent', async () => {
    const world = await worldWith(withCharges('ok'));
    const token = await linkOf(world);
    await press(world, token, act('add'));
    const { rows: table } = world.ports;
    const { put } = table;
    let died = 0;
    Object.assign(table, {
      put: async (...of: Parameters<typeof put>) => {
        if (of[0].entity !== 'card-consent' || died > 0) return put.apply(table, of);
        died += 1;
        throw new Error('the process is gone');
      },
    });
    save(world);
    await settled(world, { hours: 2 });

    expect(died).toBe(1);
    expect(consents(world)).toMatchObject([{ card: 'pm_b', status: 'given', turn: 1 }]);
  });

  it('of a rehearsal is not taken', async () => {
    const world = await worldWith(withCharges('ok'), { mode: { default: 'observe' } });
    const token = await linkOf(world);
    const { body } = await press(world, token, act('add'));

    expect(textOf(body)).toContain('This link comes from a rehearsal');
    expect(checkouts(world)).toEqual([]);
  });
});
