import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpResponse } from '../../../lambdas/kernel/http.ts';
import { after } from '../../../lambdas/kernel/instant.ts';
import { formsOf, textOf } from '../../../local/world/page-text.ts';
import { visit } from '../../../local/world/visit.ts';
import type { World } from '../../../local/world/world.ts';
import { pass, renew, withCharges, worldWith } from '../../journeys/world.ts';

const pages = ['update-card', 'card-changed', 'pay', 'resume', 'cancel', 'promise-date', 'what-happened'] as const;
type PageName = (typeof pages)[number];
/** The others have nothing to press. */
const pressed = ['update-card', 'pay', 'resume', 'cancel', 'promise-date'] as const satisfies readonly PageName[];

const about = { account: 'acme', case: 'CASE#payment-recovery#sub_acme', invoice: 'in_1' };

/** A browser with the link of one page. Stripe is asked a few times a second at most, so each request has its own seconds. */
class Reader {
  readonly world: World;
  readonly page: string;
  token: string;

  constructor(world: World, page: string, token: string) {
    this.world = world;
    this.page = page;
    this.token = token;
  }

  static async of(world: World, page: string, life = { days: 30 } as object): Promise<Reader> {
    const link = await world.ports.links.mint(page, { page, ...about }, after(world.ports.clock.now(), life));
    return new Reader(world, page, link.slice(link.lastIndexOf('/') + 1));
  }

  async ask(method: string, form?: Readonly<Record<string, string>>): Promise<HttpResponse> {
    await this.world.runUntil(after(this.world.simulator.now(), { seconds: 2 }));
    const body = form === undefined ? {} : { form: new URLSearchParams(form).toString() };
    return visit(this.world, { method, purpose: this.page, token: this.token, ...body });
  }

  async form(): Promise<Readonly<Record<string, string>>> {
    return formsOf((await this.ask('GET')).body)[0]?.fields ?? {};
  }
}

/** What happened at Stripe and in the table because of `run`, sweeps of the seconds that pass left out. */
async function changedBy(world: World, run: () => Promise<unknown>): Promise<string[]> {
  const rows = (): string => JSON.stringify([...world.table.items()].filter(({ entity }) => entity === 'case'));
  const [before, calls] = [rows(), world.stripe.calls.length];
  await run();
  const writes = world.stripe.calls.slice(calls).filter(({ method }) => method !== 'GET');
  return [...(rows() === before ? [] : ['the case']), ...writes.map(({ method, path }) => `${method} ${path}`)];
}

async function failing(...charges: string[]): Promise<World> {
  const world = await worldWith(withCharges(...charges));
  renew(world);
  await pass(world, { hours: 25 });
  return world;
}

describe('every page for customers', () => {
  let world: World;
  let paused: World;
  beforeAll(async () => {
    world = await failing('insufficient_funds');
    paused = await worldWith(withCharges('insufficient_funds'));
    renew(paused);
    await pass(paused, { days: 15 });
  });
  const worldOf = (page: PageName): World => (page === 'resume' ? paused : world);

  it.each(pages)(
    '%s: shows itself to a good link, without a script, by native controls only, and names nobody in the address',
    async (page) => {
      const { statusCode, body, headers } = await (await Reader.of(worldOf(page), page)).ask('GET');

      expect(statusCode).toBe(200);
      expect(body).not.toMatch(/<script|javascript:|\son\w+=|tabindex|<a (?!href)/);
      expect(body).toMatch(/<html lang="en">.*<header>.*<main><h1>[^<]+<\/h1>.*<footer>/s);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['cache-control']).toBe('no-store');
      expect(body).not.toMatch(/ada@|Ada Byron|cus_acme|insufficient|lost|stolen|fraud|risk/i);
    },
  );

  it.each(pages)('%s: changes nothing for a scanner, whichever way it looks', async (page) => {
    const reader = await Reader.of(worldOf(page), page);

    expect(await changedBy(worldOf(page), async () => [await reader.ask('HEAD'), await reader.ask('GET')])).toEqual([]);
  });

  it.each(pages.flatMap((page) => [[page, 'GET'] as const, [page, 'POST'] as const]))(
    '%s: says to an expired link when it ended, also to a %s',
    async (page, method) => {
      const reader = await Reader.of(worldOf(page), page, { seconds: 1 });
      const changed = await changedBy(worldOf(page), async () => {
        const { statusCode, body } = await reader.ask(method, method === 'POST' ? {} : undefined);
        expect([statusCode, textOf(body)]).toEqual([410, expect.stringContaining('This link has expired')]);
      });

      expect(changed).toEqual([]);
    },
  );

  it.each(pages)('%s: knows a changed link and one of another page', async (page) => {
    const reader = await Reader.of(worldOf(page), page);
    const other = await Reader.of(worldOf(page), page === 'pay' ? 'cancel' : 'pay');

    for (const token of [`${reader.token.slice(0, -4)}AAAA`, reader.token.slice(0, 60), other.token]) {
      reader.token = token;
      const { statusCode, body } = await reader.ask('GET');
      expect([statusCode, textOf(body)]).toEqual([400, expect.stringContaining('cut a long link in two')]);
    }
  });

  it.each(pressed)(
    '%s: does nothing for a POST without the proof of its own form, and shows the button again',
    async (page) => {
      const reader = await Reader.of(worldOf(page), page);
      const strange = (await (await Reader.of(worldOf(page), page)).form()).form ?? '';
      const forged = strange.replace(/.{4}$/, 'AAAA');

      for (const form of [{}, { form: '' }, { form: forged }, { form: reader.token }] as Record<string, string>[]) {
        const changed = await changedBy(worldOf(page), async () => {
          const { statusCode, body } = await reader.ask('POST', { act: 'cancel', ...form });
          expect([statusCode, textOf(body)]).toEqual([400, expect.stringContaining('Nothing was done')]);
          expect(formsOf(body)[0]?.fields.form).toMatch(/^ey/);
        });
        expect(changed).toEqual([]);
      }
    },
  );

  it.each(['card-changed', 'what-happened'] as const)('%s: has nothing to press', async (page) => {
    const { statusCode, headers } = await (await Reader.of(world, page)).ask('POST', {});

    expect([statusCode, headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a press', () => {
  const customers = ({ stripe }: World): string[] =>
    stripe.charges.filter(({ actor }) => actor === 'customer').map(({ card, outcome }) => `${card} ${outcome}`);

  it.each([
    ['once', 1],
    ['twice', 2],
    ['five times', 5],
  ])('on "pay", sent %s, charges once on session, and the case is over within the minute', async (_how, times) => {
    const world = await failing('insufficient_funds', 'insufficient_funds', 'ok');
    const reader = await Reader.of(world, 'pay');
    const form = await reader.form();
    for (let n = 0; n < times; n += 1) expect((await reader.ask('POST', form)).headers.location).toBe(reader.token);
    await world.runUntil(after(world.simulator.now(), { minutes: 1 }));

    expect(customers(world)).toEqual(['pm_1 ok']);
    expect(world.stripe.calls.filter(({ path }) => path === '/v1/invoices/in_1/pay').at(-1)?.params).toMatchObject({
      off_session: 'false',
      payment_method: 'pm_1',
    });
    expect([...world.table.items()].find(({ entity }) => entity === 'case')).toMatchObject({ outcome: 'recovered' });
    expect(world.mailbox.mails.at(-1)?.subject).toContain('has arrived');
    expect(textOf((await reader.ask('GET')).body)).toContain('Everything is paid');
  });

  it('is confirmed by mail also where no mail was sent before', async () => {
    const world = await worldWith(withCharges('insufficient_funds', 'ok'));
    renew(world);
    await pass(world, { minutes: 30 });
    const reader = await Reader.of(world, 'pay');
    await reader.ask('POST', await reader.form());
    await pass(world, { minutes: 32 });

    expect(world.mailbox.mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('has arrived')]);
  });

  it('in two tabs that were opened before it is one press', async () => {
    const world = await failing('insufficient_funds');
    const tabs = [await Reader.of(world, 'pay'), await Reader.of(world, 'pay')];
    const forms = await Promise.all([tabs[0]?.form(), tabs[1]?.form()]);
    for (const [index, tab] of tabs.entries()) await tab.ask('POST', forms[index]);

    expect(customers(world)).toEqual(['pm_1 insufficient_funds']);
    const page = textOf((await tabs[0]?.ask('GET'))?.body ?? '');
    expect(page).toContain('The payment did not go through. Nothing was charged.');
    expect(page).toContain('Use another card');
  });

  it('is asked for again after three refusals only a day later, and another card is offered meanwhile', async () => {
    const world = await failing('insufficient_funds');
    const reader = await Reader.of(world, 'pay');
    for (let n = 0; n < 3; n += 1) await reader.ask('POST', await reader.form());
    const { body } = await reader.ask('GET');

    expect(customers(world)).toHaveLength(3);
    expect([textOf(body), formsOf(body)]).toEqual([expect.stringContaining('Please use another card'), []]);
  });

  it.each([
    ['lost_card', 'update-card'],
    ['fraudulent', 'update-card'],
    ['insufficient_funds', 'update-card'],
  ])('on "%s" leads to a page of Stripe’s that is limited to the card', async (code) => {
    const world = await failing(code);
    const reader = await Reader.of(world, 'update-card');
    const { statusCode, headers } = await reader.ask('POST', await reader.form());
    const { params, path } = world.stripe.calls.at(-1) ?? {};

    expect([statusCode, headers.location]).toEqual([303, expect.stringMatching(/^https:\/\/billing\.stripe\.test\//)]);
    expect([path, params]).toMatchObject([
      '/v1/billing_portal/sessions',
      { customer: 'cus_acme', flow_data: { type: 'payment_method_update', after_completion: { type: 'redirect' } } },
    ]);
    expect(headers['content-security-policy'] ?? '').toBe('');
  });

  it.each(['lost_card', 'stolen_card', 'fraudulent', 'pickup_card', 'expired_card'])(
    'is not offered for a card that said %s, in the same words for each',
    async (code) => {
      const world = await failing(code);
      const { body } = await (await Reader.of(world, 'pay')).ask('GET');

      expect(formsOf(body)).toEqual([]);
      expect(textOf(body)).toContain('Your Visa ending in 4242 cannot be used for this payment at the moment.');
      expect(body).not.toMatch(/lost|stolen|fraud|risk|pick|expired/i);
    },
  );

  it('where the bank wants the customer goes to the page of the invoice as Stripe names it now, and charges nothing', async () => {
    const world = await failing('authentication_required');
    const reader = await Reader.of(world, 'pay');
    const { body } = await reader.ask('GET');
    const { statusCode, headers } = await reader.ask('POST', formsOf(body)[0]?.fields);

    expect(textOf(body)).toContain('Your bank wants to know that it is really you');
    expect(body).not.toContain('invoice.stripe.test');
    expect([statusCode, headers.location]).toEqual([303, 'https://invoice.stripe.test/i/in_1']);
    expect(customers(world)).toEqual([]);
  });

  it('that the bank answers by a question goes there as well', async () => {
    const world = await failing('insufficient_funds', 'insufficient_funds', 'authentication_required');
    const reader = await Reader.of(world, 'pay');
    const { headers } = await reader.ask('POST', await reader.form());

    expect([customers(world), headers.location]).toEqual([
      ['pm_1 authentication_required'],
      'https://invoice.stripe.test/i/in_1',
    ]);
  });
});
