import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Account } from '../../../lambdas/accounts/account.ts';
import { loadAccount } from '../../../lambdas/accounts/load-account.ts';
import { markStale } from '../../../lambdas/billing/project.ts';
import { freshen } from '../../../lambdas/billing/project-account.ts';
import { takeInEvent } from '../../../lambdas/billing/take-in-event.ts';
import { shardOf } from '../../../lambdas/kernel/ids.ts';
import type { World } from '../../../local/world/world.ts';
import { acme, pass, renew, T, withCharges, worldWith } from '../../journeys/world.ts';

let world: World;

/** Somebody Stripe knows and nobody imported. */
beforeEach(async () => {
  world = await worldWith(acme);
  world.stripe.addCustomer({ id: 'cus_new', name: 'Newcomer', email: 'nell@newcomer.test', country: 'DE' });
  world.stripe.addCard(
    'cus_new',
    { id: 'pm_new', brand: 'visa', last4: '4242', exp: '2027-03' },
    { default: true, silent: true },
  );
});

const subscribe = (id: string, amount: number, plan = 'team') =>
  world.stripe.addSubscription({ id, customer: 'cus_new', plan, amount, currency: 'usd', interval: 'month' });

let events = 0;

const hear = (type: string, object: object, previous?: object): Promise<void> => {
  events += 1;
  const data = { object, ...(previous ? { previous_attributes: previous } : {}) };
  return takeInEvent(
    { id: `evt_${events}`, object: 'event', type, created: T / 1000, livemode: false, data },
    world.ports,
  );
};

const subscriptionNews = (id: string) =>
  hear('customer.subscription.updated', { id, object: 'subscription', customer: 'cus_new' });
const customerNews = (id = 'cus_new') => hear('customer.updated', { id, object: 'customer' });

async function account(id = 'cus_new'): Promise<Account> {
  const found = await loadAccount(world.ports.rows, id);
  if (!found) throw new Error(`there is no account ${id}`);
  return found;
}

const rows = (entity: string) => [...world.table.items()].filter((item) => item.entity === entity);

describe('an account that came from Stripe', () => {
  it('is worth what all of its subscriptions cost together, also those no event was about', async () => {
    subscribe('sub_a', 490_000);
    subscribe('sub_b', 4900, 'solo');
    await subscriptionNews('sub_b');
    expect(await account()).toMatchObject({
      mrr: { amount: 494_900, currency: 'usd' },
      tier: 'mid_market',
      plan: 'team',
    });

    subscribe('sub_c', 20_000);
    await subscriptionNews('sub_c');
    expect(await account()).toMatchObject({
      mrr: { amount: 514_900 },
      tier: 'enterprise',
      listPk: `account:enterprise#${shardOf('cus_new')}`,
    });
  });

  it('is listed by its tier, also when it is from before there was a list', async () => {
    const place = { listPk: `account:smb#${shardOf('acme')}`, listSk: 'acme' };
    expect(await account('acme')).toMatchObject(place);
    await hear('customer.updated', { id: 'cus_acme', object: 'customer' });
    await freshen('acme', 'reread', world.ports);
    await world.ports.rows.update({ pk: 'A#acme', sk: 'ACCOUNT' }, { remove: ['listPk', 'listSk'] });

    await markStale('acme', 'evt_later', world.ports);
    await freshen('acme', 'reread', world.ports);

    expect(await account('acme')).toMatchObject(place);
  });

  it('shows name, country and default card as they are at Stripe now', async () => {
    await customerNews();
    expect(await account()).toMatchObject({
      name: 'Newcomer',
      country: 'DE',
      card: { id: 'pm_new', last4: '4242', expYear: 2027 },
    });

    const [customer] = world.stripe.peek('customers').filter(({ id }) => id === 'cus_new');
    world.stripe.adopt({
      id: 'evt_adopted',
      type: 'customer.updated',
      data: {
        object: { ...customer, name: 'Newcomer GmbH', address: { country: 'AT' } },
        previous_attributes: { name: '', address: {} },
      },
    });
    await pass(world, { seconds: 10 });
    await customerNews();
    expect(await account()).toMatchObject({ name: 'Newcomer GmbH', country: 'AT' });
  });

  it('shows the new date of its card when the card has one', async () => {
    await customerNews();
    world.stripe.updateCard('pm_new', { exp: '2031-07' });
    await hear('payment_method.updated', {
      id: 'pm_new',
      object: 'payment_method',
      customer: 'cus_new',
      type: 'card',
      card: {},
    });

    expect((await account()).card).toMatchObject({ id: 'pm_new', expMonth: 7, expYear: 2031 });
    expect(rows('card-ref').filter(({ id }) => id === 'pm_new')).toMatchObject([{ expMonth: 7, expYear: 2031 }]);
  });
});

describe('an account that was imported', () => {
  it('keeps its name and country, and takes the card from Stripe', async () => {
    const before = await account('acme');
    const [customer] = world.stripe.peek('customers').filter(({ id }) => id === 'cus_acme');
    world.stripe.adopt({
      id: 'evt_a',
      type: 'customer.updated',
      data: {
        object: { ...customer, name: 'Other', address: { country: 'FR' } },
        previous_attributes: { name: '', address: {} },
      },
    });
    await customerNews('cus_acme');

    expect(await account('acme')).toMatchObject({ name: before.name, country: before.country, card: { id: 'pm_1' } });
  });
});

describe('an invoice', () => {
  it.each<[string, string, (of: World) => unknown]>([
    ['invoice.paid', 'paid', ({ stripe }) => stripe.customerPays('in_1')],
    ['invoice.voided', 'void', ({ stripe }) => stripe.voidInvoice('in_1')],
    ['invoice.marked_uncollectible', 'uncollectible', ({ stripe }) => stripe.markUncollectible('in_1')],
    ['invoice.updated', 'open', () => undefined],
  ])('stands on the account as of %s: %s', async (type, status, act) => {
    world = await worldWith(withCharges('insufficient_funds'));
    world.webhookDelayMs = 365 * 86_400_000;
    renew(world);
    act(world);
    await hear(type, { id: 'in_1', object: 'invoice', customer: 'cus_acme' });

    expect(rows('invoice')).toMatchObject([{ id: 'in_1', account: 'acme', status }]);
  });
});

describe('a stale account', () => {
  const stale = async () => (await account('acme')).stale;

  it('is read whole when it is needed, and is not stale then', async () => {
    await markStale('acme', 'evt_1', world.ports);
    await freshen('acme', 'reread', world.ports);

    expect(await stale()).toBeUndefined();
    expect(rows('subscription')).toMatchObject([{ id: 'sub_acme', account: 'acme' }]);
    expect(await account('acme')).toMatchObject({ mrr: acme.mrr, plan: 'team' });
  });

  it('stays stale when something happened while it was read', async () => {
    await markStale('acme', 'evt_1', world.ports);
    const billing = {
      ...world.ports.billing,
      subscriptionsOf: async (...of: Parameters<typeof world.ports.billing.subscriptionsOf>) => {
        await markStale('acme', 'evt_2', world.ports);
        return world.ports.billing.subscriptionsOf(...of);
      },
    };
    await freshen('acme', 'reread', { ...world.ports, billing });

    expect(await stale()).toBe('evt_2');
  });

  it('knows of a subscription that ended unseen', async () => {
    await freshen('acme', 'reread', world.ports);
    world.webhookDelayMs = 365 * 86_400_000;
    world.stripe.cancelSubscription('sub_acme', { when: 'now' });
    await markStale('acme', 'evt_1', world.ports);
    await freshen('acme', 'reread', world.ports);

    expect(rows('subscription')).toMatchObject([{ id: 'sub_acme', status: 'canceled' }]);
    expect((await account('acme')).mrr).toMatchObject({ amount: 0 });
  });

  it('is read before a case opens, whose mode then follows the tier', async () => {
    const mode = { default: 'observe', 'payment-recovery': { mode: 'live', tiers: ['enterprise'], percent: 100 } };
    world = await worldWith(withCharges('processing_error'), { mode });
    world.stripe.addCustomer({ id: 'cus_new', name: 'Newcomer' });
    world.stripe.addCard('cus_new', { id: 'pm_new', charges: ['processing_error'] }, { default: true, silent: true });
    subscribe('sub_a', 4900);
    subscribe('sub_b', 600_000);
    world.stripe.renew({ subscription: 'sub_a', invoice: 'in_a' });
    await pass(world, { seconds: 30 });

    expect(rows('case')).toMatchObject([{ account: 'cus_new', mode: 'live' }]);
    expect(await account()).toMatchObject({ tier: 'enterprise' });
  });
});
