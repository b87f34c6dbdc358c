import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { mails, pass, renew, withCharges, worldWith } from './world.ts';

/** One customer, two subscriptions, two cards: both renewals fail in the same minute. */
async function bothFail(config: object = {}): Promise<World> {
  const world = await worldWith(withCharges('insufficient_funds'), config);
  const second = { id: 'pm_2', brand: 'visa', fingerprint: 'fp_2', charges: ['insufficient_funds'] };
  world.stripe.addCard('cus_acme', second, { default: false });
  world.stripe.addSubscription({
    id: 'sub_two',
    customer: 'cus_acme',
    plan: 'solo',
    amount: 1900,
    currency: 'usd',
    interval: 'month',
    defaultCard: 'pm_2',
  });
  renew(world);
  world.stripe.renew({ subscription: 'sub_two', invoice: 'in_2' });
  return world;
}

const days = (world: World): string[] => mails(world).map((mail) => mail.slice(0, 11));

describe('two subscriptions of one customer that fail together', () => {
  it('write at most once a day, and each mail in its time', async () => {
    const world = await bothFail();
    await pass(world, { days: 9 });

    expect(days(world)).toEqual(['11-11T15:00', '11-12T15:00', '11-13T15:00', '11-14T15:00']);
    const waited = [...world.table.items()].flatMap(({ verdicts }) => (verdicts as { reason: string }[]) ?? []);
    expect(waited.filter(({ reason }) => reason === 'cap.24h')).toHaveLength(2);
  });

  it('write as the policy says', async () => {
    const world = await bothFail({ ladder: { mailFloor: '0h' } });
    await pass(world, { days: 9 });

    expect(days(world)).toEqual(['11-11T15:00', '11-11T15:00', '11-13T15:00', '11-13T15:00']);
  });
});
