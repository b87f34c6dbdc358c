import { describe, expect, it } from '@jest/globals';
import { readSubscription } from '../../lambdas/billing/read-subscription.ts';
import { differing } from '../../lambdas/reconcile/differing.ts';
import { playWorld } from '../../local/scenario/play.ts';
import { readStory } from '../../local/scenario/read-story.ts';
import { reconcileNow } from '../../local/world/reconcile.ts';
import type { World } from '../../local/world/world.ts';
import { charges, pass, renew, withCharges, worldWith } from './world.ts';

const items = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const slots = (world: World) => items(world, 'case');
const repairs = (world: World) => items(world, 'reconcile-repair').map(({ about, did }) => `${about}: ${did}`);

/** From here on Stripe's webhooks reach nobody. */
const lose = (world: World): (() => void) => {
  const { endpoint } = world;
  const send = endpoint.send.bind(endpoint);
  endpoint.send = () => undefined;
  return () => {
    endpoint.send = send;
  };
};

describe('the reconciler', () => {
  it('opens the case of a failure nobody told of, at its real time, and the webhook that comes after it is a repeat', async () => {
    const world = await worldWith(withCharges('insufficient_funds', 'ok'));
    const late: Parameters<World['endpoint']['send']>[0][] = [];
    const { endpoint } = world;
    const send = endpoint.send.bind(endpoint);
    endpoint.send = (event) => void late.push(event);
    renew(world);
    await pass(world, { hours: 5 });
    expect(slots(world)).toEqual([]);
    endpoint.send = send;

    const run = await reconcileNow(world, 'the test');
    expect(run).toMatchObject({ repaired: 1, failed: 0 });
    expect(repairs(world)).toEqual(['in_1: taken in as invoice.payment_failed: run 1 of its case is open']);
    expect(slots(world)).toMatchObject([{ status: 'open', data: { firstFailureAt: '2026-11-10T15:00:00.000Z' } }]);
    for (const event of late) endpoint.send(event);
    await pass(world, { hours: 6 });
    expect(slots(world)).toMatchObject([{ run: 1, status: 'open' }]);

    await pass(world, { hours: 25 });
    expect(charges(world)).toEqual(['11-10T15:00:00 stripe insufficient_funds', '11-11T15:00:00 us ok']);
    expect(slots(world)).toMatchObject([{ run: 1, status: 'closed', outcome: 'recovered' }]);
    expect(await reconcileNow(world, 'the test')).toMatchObject({ repaired: 0, failed: 0 });
  });

  it('ends a case whose payment nobody told of, and charges nothing more', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { hours: 30 });
    lose(world);
    world.stripe.customerPays('in_1');
    await pass(world, { hours: 40 });
    expect(slots(world)).toMatchObject([{ status: 'open' }]);
    const made = charges(world).length;

    await reconcileNow(world, 'the test');
    await pass(world, { hours: 41 });
    expect(slots(world)).toMatchObject([{ status: 'closed', outcome: 'recovered' }]);
    expect(items(world, 'account')).toMatchObject([{ status: 'active' }]);
    expect(charges(world)).toHaveLength(made);
  });

  it('tells a waiting step what it was never told', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { hours: 30 });
    const [row] = slots(world);
    const news = Number(row?.news) + 1;
    // As a process leaves it that died between the news and its answer, in a table whose index has lost the row.
    await world.ports.rows.update(
      { pk: String(row?.pk), sk: String(row?.sk) },
      { set: [['news', news]], remove: ['duePk', 'dueSk'] },
    );
    await pass(world, { hours: 31 });
    expect(slots(world)).toMatchObject([{ news, answered: news - 1 }]);

    await reconcileNow(world, 'the test');
    await pass(world, { hours: 31, minutes: 1 });
    expect(repairs(world)).toEqual(['sub_acme: the wait was told']);
    expect(slots(world)).toMatchObject([{ news, answered: news, status: 'open', wait: { state: 'Wait for retry 2' } }]);
  });

  it('opens another run where what one had settled is owed again, which no event may', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { hours: 30 });
    const [row] = slots(world);
    const key = { pk: String(row?.pk), sk: String(row?.sk) };
    await world.ports.rows.update(key, {
      set: [
        ['status', 'closed'],
        ['outcome', 'recovered'],
        ['settled', ['in_1']],
      ],
      remove: ['wait', 'duePk', 'dueSk'],
    });
    await reconcileNow(world, 'the test');
    await pass(world, { hours: 31 });
    expect(slots(world)).toMatchObject([{ run: 2, status: 'open' }]);
    expect(charges(world)).toHaveLength(2);
  });
});

/** What the cards of the population answer; every account in turn. */
const cards = [
  ['ok'],
  ['insufficient_funds', 'insufficient_funds', 'ok'],
  ['insufficient_funds'],
  ['processing_error', 'ok'],
  ['expired_card'],
  ['generic_decline', 'ok'],
  ['authentication_required'],
] as const;

const population = 60;
const days = 12;

function story() {
  const ids = Array.from({ length: population }, (_of, index) => index);
  const accounts = ids.map((index) => ({
    id: `a${index}`,
    name: `Shop ${index}`,
    timezone: 'America/New_York',
    country: 'US',
    plan: 'team',
    mrr: { amount: 4900, currency: 'usd' },
    interval: 'month',
    since: '2026-01-10',
    contacts: [{ email: `owner${index}@shop.test`, name: 'Ada Byron', role: 'owner' }],
    stripe: {
      customer: `cus_${index}`,
      subscription: `sub_${index}`,
      billingMode: 'flexible',
      cards: [
        {
          id: `pm_${index}`,
          brand: 'visa',
          fingerprint: `fp_${index}`,
          exp: '2027-03',
          charges: cards[index % cards.length],
        },
      ],
    },
  }));
  const lives = ids.flatMap((index) => {
    const [of, hours] = [`a${index}`, index * 4];
    const step = (after: number, what: object) => ({ at: `T+${hours + after}h`, account: of, ...what });
    return [
      step(0, { do: 'renewal', invoice: `in_${index}` }),
      ...(index % 9 === 4 ? [step(20, { do: 'customer.pays', invoice: `in_${index}` })] : []),
      ...(index % 11 === 3 ? [step(16, { do: 'subscription.cancelled', when: 'now' })] : []),
      ...(index % 13 === 2
        ? [
            step(18, {
              do: 'card.added',
              card: {
                id: `pm_new_${index}`,
                brand: 'visa',
                fingerprint: `fp_new_${index}`,
                exp: '2029-03',
                charges: ['ok'],
              },
              default: true,
            }),
          ]
        : []),
      ...(index % 19 === 7 ? [step(10, { do: 'subscription.cancelled', when: 'period_end' })] : []),
    ];
  });
  const lost = { at: 'T', do: 'fault', target: 'webhooks', fault: 'drop', share: 0.3, for: `${days}d` };
  return {
    name: 'three of ten webhooks are lost',
    start: '2026-11-10T15:00:00Z',
    days: days + 1,
    seed: 7,
    config: { mode: { default: 'live' } },
    accounts,
    story: [lost, ...lives, { at: `T+${days}d`, do: 'run', schedule: 'reconcile' }],
  };
}

describe('a population that loses three webhooks of ten', () => {
  it('is as Stripe has it after one run, account by account, and the report lists each repair', async () => {
    const { world, report } = await playWorld(readStory(story()));
    const struck = report.timeline.filter(({ kind, text }) => kind === 'fault' && text === 'struck');
    const [run] = report.reconciled;

    expect(struck.length).toBeGreaterThan(150);
    expect(run).toMatchObject({ failed: 0 });
    expect(run?.repaired).toBeGreaterThan(10);
    expect(run?.repairs).toHaveLength(run?.repaired ?? 0);
    expect(report.violations).toEqual([]);
    expect(differences(world)).toEqual([]);
    expect((await reconcileNow(world, 'the test')).repaired).toBe(0);
  });
});

/** By hand, not by the reconciler's own rules: every subscription row, every invoice row, every case. */
function differences(world: World): string[] {
  const of = (entity: string, id: string) => items(world, entity).find((item) => item.id === id);
  const subscriptions = world.stripe.peek('subscriptions').flatMap((raw) => {
    const row = of('subscription', raw.id);
    return row ? differing({ ...readSubscription(raw) }, row).map((what) => `${raw.id}: ${what}`) : [];
  });
  const invoices = world.stripe.peek('invoices').flatMap(({ id, status, amount_remaining: left, auto_advance: on }) => {
    const row = of('invoice', id);
    if (!row) return [];
    const here = [row.status, Object(row.amountRemaining).amount, row.autoAdvance];
    return JSON.stringify(here) === JSON.stringify([status, left, on]) ? [] : [`${id}: ${JSON.stringify(here)}`];
  });
  const cases = world.stripe.peek('invoices').flatMap((raw) => {
    const { id, status, attempted } = raw;
    const subscription = world.stripe.peek('subscriptions').find(({ customer }) => customer === raw.customer);
    const slot = items(world, 'case').find(({ subject }) => subject === subscription?.id);
    const owed = status === 'open' && attempted && subscription?.status !== 'canceled';
    return owed === (slot !== undefined && slot.status !== 'closed')
      ? []
      : [`${id} is ${status}, its case ${slot?.status}`];
  });
  const accounts = world.stripe.peek('subscriptions').flatMap(({ customer, status }) => {
    const row = items(world, 'account').find(({ customers }) => (customers as string[]).includes(customer));
    const gone = row?.status === 'churned';
    return gone === (status === 'canceled') ? [] : [`${customer} is ${row?.status}, its subscription ${status}`];
  });
  return [...subscriptions, ...invoices, ...cases, ...accounts];
}
