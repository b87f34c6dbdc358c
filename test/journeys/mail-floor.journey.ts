import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { mails, pass, renew, withCharges, worldWith } from './world.ts';

/** One customer, two subscriptions, two cards: both renewals fail in the same minute. */
async function bothFail(
  config: object = {},
  currency = 'usd',
  zone = 'America/New_York',
  outcome = 'insufficient_funds',
): Promise<World> {
  const world = await worldWith({ ...withCharges('insufficient_funds'), zone }, config);
  const second = { id: 'pm_2', brand: 'visa', fingerprint: 'fp_2', charges: [outcome] };
  world.stripe.addCard('cus_acme', second, { default: false });
  world.stripe.addSubscription({
    id: 'sub_two',
    customer: 'cus_acme',
    plan: 'solo',
    amount: 1900,
    currency,
    interval: 'month',
    defaultCard: 'pm_2',
  });
  renew(world);
  world.stripe.renew({ subscription: 'sub_two', invoice: 'in_2' });
  return world;
}

/** Of what was not sent when it was due. */
const reasons = (world: World): string[] =>
  [...world.table.items()]
    .filter((item) => item.entity === 'message')
    .flatMap(({ verdicts }) => (verdicts as { verdict: string; reason: string }[]) ?? [])
    .flatMap(({ verdict, reason }) => (verdict === 'sent' || reason === 'goal.met' ? [] : [reason]));

const days = (world: World): string[] => mails(world).map((mail) => mail.slice(0, 11));

describe('two subscriptions of one customer that fail together', () => {
  it('write at most once a day, in one mail that names both', async () => {
    const world = await bothFail();
    await pass(world, { days: 9 });

    expect(days(world)).toEqual(['11-11T15:00', '11-13T15:00']);
    expect(world.mailbox.mails[0]?.text).toContain(
      [
        'This is what is open:',
        '- $49.00, Team plan, invoice 0CUSACME-0001 of 10 November',
        '- $19.00, Solo plan, invoice 0CUSACME-0002 of 10 November',
        'Together that is $68.00.',
      ].join('\n'),
    );
    expect(world.mailbox.mails[1]?.subject).toBe('$49.00 for your Team plan is still open');
    expect(reasons(world)).toEqual(['duplicate', 'duplicate']);
  });

  it('keep a calendar each: the final notice of the second waits a day, and is not said by the first', async () => {
    const world = await bothFail();
    await pass(world, { days: 16 });

    expect(mails(world).slice(2)).toEqual([
      "11-20T15:00:00 We'll pause your account on Tuesday 24 November",
      "11-21T15:00:00 We'll pause your account on Tuesday 24 November",
      '11-24T15:00:00 Your Team plan is paused. Everything is saved.',
      '11-24T15:00:00 Your Solo plan is paused. Everything is saved.',
    ]);
    expect(reasons(world)).toEqual(['cap.24h', 'duplicate', 'duplicate']);
  });

  it('have each currency summed by itself', async () => {
    const world = await bothFail({}, 'eur');
    await pass(world, { days: 2 });

    expect(world.mailbox.mails[0]?.text).toContain('Together that is $49.00 and €19.00.');
  });

  it('are thanked for the one that was named in the mail of the other', async () => {
    const world = await bothFail();
    await pass(world, { days: 2 });
    world.stripe.customerPays('in_2');
    await pass(world, { days: 2, hours: 1 });

    expect(mails(world).at(-1)).toContain('Thank you, your payment of $19.00 has arrived');
    await pass(world, { days: 4 });
    expect(world.mailbox.mails.at(-1)?.text).not.toContain('$19.00');
  });

  it('name no more what was paid while the mail waited for the morning', async () => {
    const world = await bothFail({}, 'usd', 'Asia/Tokyo');
    await pass(world, { days: 1, hours: 3 });
    world.stripe.customerPays('in_2');
    await pass(world, { days: 2 });

    expect(days(world)).toEqual(['11-11T23:00']);
    expect(world.mailbox.mails[0]?.text).not.toContain('$19.00');
  });

  it('write apart where they ask for different things', async () => {
    const world = await bothFail({}, 'usd', 'America/New_York', 'authentication_required');
    await pass(world, { days: 2, seconds: 1 });

    expect(mails(world).map((mail) => mail.slice(0, 11) + mail.slice(14, 31))).toEqual([
      '11-10T15:00 Please confirm y',
      '11-11T15:00 Your Northwind M',
    ]);
  });
});
