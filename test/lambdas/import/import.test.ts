import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadAccount } from '../../../lambdas/accounts/load-account.ts';
import { dynamoRows } from '../../../lambdas/adapters/dynamodb/dynamo-rows.ts';
import { createStripe, stripeBilling, stripeLists } from '../../../lambdas/adapters/stripe/index.ts';
import { attemptsOn, keepOwn } from '../../../lambdas/billing/attempt-ledger.ts';
import { budgetedBilling } from '../../../lambdas/billing/budgeted-billing.ts';
import { budgetedLists } from '../../../lambdas/billing/budgeted-lists.ts';
import { complete } from '../../../lambdas/compose/base.ts';
import { type Cursor, freshCursor, loadCursor } from '../../../lambdas/import/cursor.ts';
import { enrolSince } from '../../../lambdas/import/enrol-since.ts';
import { enrol, failingNow } from '../../../lambdas/import/failing.ts';
import { importPage } from '../../../lambdas/import/import-page.ts';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import {
  before as earlier,
  type Instant,
  instant,
  after as later,
  parseInstant,
  toIso,
} from '../../../lambdas/kernel/instant.ts';
import type { Ports } from '../../../lambdas/kernel/ports.ts';
import type { Rows } from '../../../lambdas/kernel/rows.ts';
import { InProcessTable } from '../../../local/dynamodb/in-process-table.ts';
import { patientPorts } from '../../../local/import/patient.ts';
import { createFakeHttpClient, FakeStripe, type Intercept } from '../../../local/stripe/index.ts';
import example from '../../../retention.config.ts';
import { acme, pass, renew, T, worldWith } from '../../journeys/world.ts';

const config = resolveConfig(mergeConfig(example, {}));
const pageSize = 4;
const since = toIso(earlier(T, { days: 180 }));

/** A shop that has been selling for months before Holdfast came: no event of it was ever heard. */
class OldShop {
  readonly clock = { now: earlier(T, { days: 70 }) as number };
  readonly fake = new FakeStripe({ now: () => this.clock.now, emit: () => undefined });
  readonly table = new InProcessTable({ name: 't', now: () => instant(this.clock.now) });

  constructor(customers: number) {
    for (let n = 0; n < customers; n += 1) this.#add(n);
    // One renewal a month that has gone by, everybody's in its own second.
    for (const back of [62, 31, 0]) {
      this.clock.now = earlier(T, { days: back });
      for (let n = 0; n < customers; n += 1) {
        this.fake.renew({ subscription: `sub_${n}`, invoice: `in_${n}_${back}` });
        this.clock.now += 1000;
      }
    }
  }

  #add(n: number): void {
    const id = `cus_${n}`;
    // Every tenth card declines from its second renewal on.
    const charges = n % 10 === 0 ? ['ok', 'insufficient_funds'] : ['ok'];
    const metadata = n === 1 ? { account_id: 'second-account' } : {};
    this.fake.addCustomer({ id, email: `c${n}@shop.test`, name: `Shop ${n}`, country: 'DE', metadata });
    this.fake.addCard(
      id,
      { id: `pm_${n}`, brand: 'visa', fingerprint: `fp_${n}`, exp: '2028-01', charges },
      { silent: true },
    );
    this.fake.addSubscription({ id: `sub_${n}`, customer: id, plan: 'team', amount: 4900, currency: 'usd' });
  }

  /** Ports that wait for the budget in this shop's time, and die at the n-th write of the table. */
  ports(dies = Number.POSITIVE_INFINITY): Ports {
    let left = dies;
    const mortal =
      <A extends unknown[], R>(write: (...given: A) => Promise<R>) =>
      async (...given: A): Promise<R> => {
        left -= 1;
        if (left < 0) throw new Error('killed');
        return write(...given);
      };
    const rows = dynamoRows(this.table, 't');
    const dying: Rows = { ...rows, put: mortal(rows.put), update: mortal(rows.update) };
    const clock = { now: () => instant(this.clock.now) };
    // Pages smaller than Stripe's, so that few customers fill many of them.
    const small: Intercept = async (request) =>
      this.fake.handle({ ...request, params: { ...request.params, limit: String(pageSize) } });
    const stripe = createStripe('sk_test_x', { httpClient: createFakeHttpClient(this.fake, small) });
    const paced = { rows, clock };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const policies = { current: async () => ({ hash: 'h', config }), load: async () => config };
    const base = { clock, log, stage: { name: 'dev', livemode: false } };
    const billing = budgetedBilling(stripeBilling(stripe), paced);
    const lists = budgetedLists(stripeLists(stripe), paced);
    return patientPorts(complete(base, { rows: dying, billing, lists, policies }), async (until: Instant) => {
      this.clock.now = until;
    });
  }

  /** Everything the import wrote, without the pacing and without when it was read: a run that took longer read later. */
  written(): string {
    const state = [...this.table.items()];
    const kept = state
      .filter(({ entity }) => entity !== 'stripe-budget')
      .map(({ readAt: _r, customerReadAt: _c, wholeAt: _w, startedAt: _s, finishedAt: _f, ttl: _t, ...rest }) => rest);
    return kept
      .map((row) => JSON.stringify(row))
      .sort()
      .join('\n');
  }
}

async function importAll(ports: Ports): Promise<Cursor> {
  let cursor = (await loadCursor(ports)) ?? freshCursor(since, toIso(ports.clock.now()));
  while (cursor.phase !== 'done') cursor = await importPage(cursor, ports);
  return cursor;
}

describe('an import of 41 customers in 11 pages a phase', () => {
  let shop: OldShop;
  let ports: Ports;
  let cursor: Cursor;
  beforeAll(async () => {
    shop = new OldShop(41);
    ports = shop.ports();
    cursor = await importAll(ports);
  });

  it('takes in everything once, and says how much', () => {
    expect(cursor.counts).toEqual({ customers: 41, subscriptions: 41, worth: 41, invoices: 123, charges: 123 });
  });

  it('makes an account of each customer, under the id its metadata names', async () => {
    expect(await loadAccount(ports.rows, 'cus_2')).toMatchObject({
      name: 'Shop 2',
      country: 'DE',
      tier: 'smb',
      mrr: { amount: 4900, currency: 'usd' },
      card: { id: 'pm_2', brand: 'visa', expYear: 2028 },
      wholeAt: expect.any(String),
    });
    expect(await loadAccount(ports.rows, 'second-account')).toMatchObject({ customers: ['cus_1'] });
    expect(await loadAccount(ports.rows, 'cus_1')).toBeUndefined();
  });

  it('puts subscription, card and invoices on the account', async () => {
    const { items } = await ports.rows.query({ pk: 'A#cus_10' });
    expect(items.map(({ sk, status }) => `${sk} ${status ?? ''}`.trim()).sort()).toEqual([
      'ACCOUNT active',
      'CARDREF#pm_10',
      'INV#in_10_0 open',
      'INV#in_10_31 open',
      'INV#in_10_62 paid',
      'SUB#sub_10 past_due',
    ]);
  });

  it('gives each card its history, with invoice, result and class', async () => {
    const history = await attemptsOn(ports, 'fp_10');
    expect(
      history.map(({ invoice, outcome, class: of, actor }) => `${invoice} ${outcome} ${of ?? ''} ${actor}`),
    ).toEqual(['in_10_0 declined FUNDS stripe', 'in_10_31 declined FUNDS stripe', 'in_10_62 paid  stripe']);
    expect(history[0]).toMatchObject({
      account: 'cus_10',
      subscription: 'sub_10',
      paymentMethod: 'pm_10',
      brand: 'visa',
    });
  });

  it('asks Stripe no faster than its lane may', () => {
    const reads = shop.fake.calls.filter(({ path }) => path.endsWith('/payment_methods'));
    const most = Math.max(...reads.map(({ at }) => reads.filter((one) => one.at >= at && one.at < at + 1000).length));
    expect(reads).toHaveLength(41);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('opens nothing, and knows what is failing: the oldest invoice of each subscription', async () => {
    const failing = await failingNow('reread', ports);
    expect(failing).toHaveLength(5);
    expect(failing[0]).toMatchObject({ account: 'cus_0', invoice: 'in_0_31', open: { amount: 4900 } });
    expect(shop.written()).not.toContain('"entity":"case"');
  });

  it('changes nothing when it is made again', async () => {
    const written = shop.written();
    let again = freshCursor(since, toIso(ports.clock.now()));
    while (again.phase !== 'done') again = await importPage(again, ports);

    expect(shop.written()).toBe(written);
  });
});

describe('an import that is killed', () => {
  const whole = async (): Promise<{ written: string; writes: number }> => {
    const shop = new OldShop(6);
    let writes = 0;
    const { rows, ...rest } = shop.ports();
    const count =
      <A extends unknown[], R>(write: (...given: A) => Promise<R>) =>
      (...given: A): Promise<R> => {
        writes += 1;
        return write(...given);
      };
    await importAll({ ...rest, rows: { ...rows, put: count(rows.put), update: count(rows.update) } });
    return { written: shop.written(), writes };
  };

  it('at any write goes on where it was, and leaves the same table', async () => {
    const { written, writes } = await whole();
    expect(writes).toBeGreaterThan(60);
    for (let dies = 0; dies < writes; dies += 5) {
      const shop = new OldShop(6);
      await importAll(shop.ports(dies)).catch(() => undefined);
      await importAll(shop.ports(dies % 11)).catch(() => undefined);
      await importAll(shop.ports());

      expect([dies, shop.written() === written]).toEqual([dies, true]);
    }
  });
});

describe('a charge that is known already', () => {
  it('is not taken for another one when it was our own', async () => {
    const shop = new OldShop(11);
    const ports = shop.ports();
    const charge = shop.fake.charges.find(({ customer }) => customer === 'cus_10');
    const at = toIso(instant((charge?.at ?? 0) - 2000));
    await keepOwn(ports, {
      budget: 'fp_10',
      id: 'our-key',
      at,
      actor: 'us',
      result: 'paid',
      charge: charge?.charge ?? '',
    });
    await importAll(ports);

    const first = (await attemptsOn(ports, 'fp_10')).filter((one) => one.charge === charge?.charge);
    expect(first.map(({ actor, key }) => `${actor} ${key}`)).toEqual(['us our-key']);
  });
});

describe('enrolling what was failing before', () => {
  it('opens one case, which counts from now, and hears of its late webhook as nothing new', async () => {
    const world = await worldWith(acme);
    renew(world);
    const [one, ...others] = await failingNow('reread', world.ports);
    expect(one).toMatchObject({ account: 'acme', subscription: 'sub_acme', invoice: 'in_1' });
    expect(others).toEqual([]);
    if (one) await enrol(one, world.ports);
    if (one) await enrol(one, world.ports);
    await pass(world, { hours: 1 });

    expect(await failingNow('reread', world.ports)).toEqual([]);
    const { items } = await world.ports.rows.query({ pk: 'A#acme', sk: { prefix: 'CASE#' } });
    expect(items).toMatchObject([{ run: 1, status: 'open', data: { firstFailureAt: toIso(T) } }]);
    expect(world.stripe.charges).toHaveLength(1);
    await pass(world, { hours: 24 });
    expect(world.stripe.charges.map(({ at, actor }) => [toIso(instant(at)), actor])).toEqual([
      [toIso(T), 'stripe'],
      [toIso(later(T, { hours: 24 })), 'us'],
    ]);
  });

  it.each([
    ['lists what failed since then', toIso(T), false, { opened: undefined, count: 1, cases: 0 }],
    ['opens it when somebody says yes', toIso(T), true, { opened: 1, count: 1, cases: 1 }],
    ['leaves what is older alone', toIso(later(T, { seconds: 1 })), true, { opened: 0, count: 0, cases: 0 }],
  ])('by hand %s, whatever goLive says', async (_name, from, yes, { opened, count, cases }) => {
    const goLive = { 'payment-recovery': toIso(T) };
    const world = await worldWith(acme, { goLive });
    renew(world);
    const asked = { yes, who: 'ines', why: 'before we came' };
    const enrolled = await enrolSince(parseInstant(from), asked, world.ports);

    expect([enrolled.listed.length, enrolled.opened]).toEqual([count, opened]);
    const { items } = await world.ports.rows.query({ pk: 'A#acme', sk: { prefix: 'CASE#' } });
    expect(items).toHaveLength(cases);
    const acts = await world.ports.rows.query({ pk: 'ENROL' });
    expect(acts.items.map(({ who }) => who)).toEqual(yes ? ['ines'] : []);
  });
});
