import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { at, charges, mails, pass, T, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);

/** Acme's 14 days of trial end at T, and the first charge meets this. */
async function trialEnds(...outcomes: string[]): Promise<World> {
  const world = await worldWith(withCharges(...outcomes));
  world.stripe.cancelSubscription('sub_acme', { when: 'now' });
  world.stripe.startTrial({
    id: 'sub_trial',
    customer: 'cus_acme',
    plan: 'team',
    amount: 4900,
    currency: 'usd',
    interval: 'month',
    trialDays: 14,
  });
  await world.ports.rows.update({ pk: 'A#acme', sk: 'ACCOUNT' }, { set: [['status', 'trialing']] });
  await world.runUntil(T);
  world.stripe.convertTrial('sub_trial', { invoice: 'in_first' });
  return world;
}

describe('the first payment after a trial', () => {
  it('walks the ladder when it fails, and ends the plan on day 14 instead of pausing it', async () => {
    const world = await trialEnds('processing_error');
    await pass(world, { days: 120 });

    expect(charges(world)).toHaveLength(5);
    expect(mails(world)).toEqual([
      "11-11T15:00:00 Your Northwind Metrics payment didn't go through",
      '11-13T15:00:00 $49.00 for your Team plan is still open',
      '11-20T15:00:00 Your Team plan ends on Tuesday 24 November',
    ]);
    expect(world.mailbox.mails[0]?.text).toContain('your trial has ended, and the first payment of $49.00');
    expect(world.stripe.peek('subscriptions').at(-1)).toMatchObject({ id: 'sub_trial', status: 'canceled' });
    expect(rows(world, 'case')).toMatchObject([
      { subject: 'sub_trial', outcome: 'cancelled', closedAt: at({ days: 14 }) },
    ]);
  });

  it('makes nobody churned who never was a customer', async () => {
    const world = await trialEnds('processing_error');
    await pass(world, { days: 20 });

    expect(rows(world, 'account')).toMatchObject([{ status: 'none', banner: null }]);
    expect(world.events.map(({ type }) => type)).toEqual(['recovery.cancelled']);
  });

  it('recovers like any other', async () => {
    const world = await trialEnds('processing_error', 'processing_error', 'ok');
    await pass(world, { days: 4 });

    expect(rows(world, 'case')).toMatchObject([{ outcome: 'recovered' }]);
    expect(rows(world, 'account')).toMatchObject([{ status: 'active' }]);
  });

  it('opens nothing when it is paid at once', async () => {
    const world = await trialEnds('ok');
    await pass(world, { days: 1 });

    expect(rows(world, 'case')).toEqual([]);
  });

  it('is a renewal like any other from the second period on', async () => {
    const world = await trialEnds('ok', 'processing_error');
    await pass(world, { days: 30 });
    world.stripe.renew({ subscription: 'sub_trial', invoice: 'in_second' });
    await pass(world, { days: 45 });

    expect(mails(world).at(-1)).toContain('Your Team plan is paused');
  });
});
