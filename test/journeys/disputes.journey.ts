import { describe, expect, it } from '@jest/globals';
import { takeInEvent } from '../../lambdas/billing/take-in-event.ts';
import { after as later } from '../../lambdas/kernel/instant.ts';
import type { World } from '../../local/world/world.ts';
import { charges, mails, pass, renew, T, taskMails, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const own = (world: World) => charges(world).filter((charge) => charge.includes(' us '));

async function disputed(): Promise<World> {
  const world = await worldWith(withCharges('insufficient_funds'));
  renew(world);
  await pass(world, { days: 2 });
  world.stripe.customerPays('in_1');
  await pass(world, { days: 3 });
  world.stripe.dispute('in_1');
  await pass(world, { days: 30 });
  return world;
}

/** The fake only opens disputes: what Stripe says at their end is told here. */
const closing = (charge: string): object => ({
  id: 'evt_closed',
  object: 'event',
  api_version: '2026-10-28.endive',
  created: Math.floor(later(T, { days: 30 }) / 1000),
  livemode: false,
  pending_webhooks: 1,
  request: null,
  type: 'charge.dispute.closed',
  data: { object: { id: 'du_1', object: 'dispute', charge, status: 'won' } },
});

describe('a dispute', () => {
  it('leaves the next failed renewal to a person: no charge, no mail, no pause of ours', async () => {
    const world = await disputed();
    const before = { own: own(world), mails: mails(world) };

    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 50 });

    expect({ own: own(world), mails: mails(world) }).toEqual(before);
    expect(rows(world, 'case')).toMatchObject([{ run: 1, status: 'closed' }]);
    expect(rows(world, 'task')).toMatchObject([{ kind: 'renewal_failed_in_dispute', facts: { invoice: 'in_2' } }]);
    expect(rows(world, 'task')).toMatchObject([{ duePk: expect.stringMatching(/^task#all#\d+$/) }]);
    expect(taskMails(world)).toEqual([
      '12-10T15:00:00 sam@northwind.test Decide about a payment that failed during a dispute',
      '12-11T15:00:00 sam@northwind.test Overdue: Decide about a payment that failed during a dispute',
    ]);
    expect(world.stripe.peek('subscriptions')).toMatchObject([{ status: 'past_due' }]);
  });

  it('that is over lets the next renewal walk its ladder again, and a person knows', async () => {
    const world = await disputed();
    const [open] = rows(world, 'dispute');
    await takeInEvent(closing(String(open?.charge)), world.ports);
    await pass(world, { days: 31 });
    expect(rows(world, 'dispute')).toMatchObject([{ charge: open?.charge, status: 'closed' }]);
    expect(rows(world, 'task')).toMatchObject([{ kind: 'dispute_closed' }]);

    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 33 });

    expect(rows(world, 'case')).toMatchObject([{ run: 2, status: 'open' }]);
  });
});
