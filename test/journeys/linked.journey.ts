import { describe, expect, it } from '@jest/globals';
import { takeInEvent } from '../../lambdas/billing/take-in-event.ts';
import { link, stop } from '../../lambdas/ops/commands.ts';
import type { World } from '../../local/world/world.ts';
import { acme, at, charges, mails, pass, renew, withCharges, worldWith } from './world.ts';

const by = { who: 'ines', why: 'two rows of one company' };
const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const own = (world: World) => charges(world).filter((charge) => charge.includes(' us '));

async function linked(days: number, first: (world: World) => unknown = renew): Promise<World> {
  const world = await worldWith(withCharges('insufficient_funds'));
  first(world);
  await pass(world, { days });
  await link('cus_acme', 'bigco', by, world.ports);
  return world;
}

describe('a customer linked to another account', () => {
  it('keeps the case that is open, and no second one opens for another attempt on the same invoice', async () => {
    const world = await linked(4);
    world.stripe.stripeCharges('in_1');
    await pass(world, { days: 12 });

    expect(rows(world, 'case')).toMatchObject([{ account: 'acme', status: 'open' }]);
    expect(own(world)).toHaveLength(4);
    expect(mails(world)).toHaveLength(3);

    world.stripe.customerPays('in_1');
    await pass(world, { days: 12, minutes: 1 });
    expect(rows(world, 'case')).toMatchObject([{ outcome: 'recovered', closedAt: at({ days: 12 }) }]);
    expect(mails(world)).toHaveLength(4);
  });

  it('has what was given up before left alone by later attempts', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { days: 4 });
    await stop({ account: 'acme', subject: 'sub_acme' }, by, world.ports);
    await link('cus_acme', 'bigco', by, world.ports);

    world.stripe.stripeCharges('in_1');
    await pass(world, { days: 20 });

    expect(rows(world, 'case')).toMatchObject([{ account: 'acme', outcome: 'stopped' }]);
    expect(own(world)).toHaveLength(2);
  });

  it('walks its next renewal in the new account', async () => {
    const world = await linked(0, () => undefined);
    renew(world);
    await pass(world, { days: 2 });

    expect(rows(world, 'case')).toMatchObject([{ account: 'bigco', status: 'open' }]);
  });

  it('is still left to a person while a dispute of before is open, and no longer', async () => {
    const world = await linked(4, (at) => {
      renew(at);
      at.stripe.customerPays('in_1');
      at.stripe.dispute('in_1');
    });
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 6 });
    expect(rows(world, 'case').filter(({ status }) => status === 'open')).toEqual([]);
    expect(rows(world, 'task')).toMatchObject([{ account: 'bigco', kind: 'renewal_failed_in_dispute' }]);

    const [{ charge } = {}] = rows(world, 'dispute');
    const object = { id: 'du_1', object: 'dispute', charge, status: 'won' };
    const event = {
      id: 'evt_won',
      object: 'event',
      type: 'charge.dispute.closed',
      livemode: false,
      created: 1_800_000_000,
    };
    await takeInEvent({ ...event, pending_webhooks: 1, request: null, data: { object } }, world.ports);
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_3' });
    await pass(world, { days: 7 });
    expect(rows(world, 'case')).toMatchObject([{ account: 'bigco', status: 'open', data: { lead: 'in_2' } }]);
  });
});

describe('two customers of one account', () => {
  it('both stand on it, so that the end of one subscription is no churn', async () => {
    const world = await worldWith(acme);
    const { stripe } = world;
    stripe.addCustomer({ id: 'cus_two', name: 'Acme Two', metadata: { account_id: 'acme' } });
    const card = { id: 'pm_9', brand: 'visa', fingerprint: 'fp_9', charges: ['ok'] };
    stripe.addCard('cus_two', card, { default: true });
    stripe.createSubscription({ id: 'sub_two', customer: 'cus_two', plan: 'team', amount: 4900, currency: 'usd' });
    await pass(world, { days: 1 });

    expect(rows(world, 'account')).toMatchObject([{ account: 'acme', customers: ['cus_acme', 'cus_two'] }]);
  });
});
