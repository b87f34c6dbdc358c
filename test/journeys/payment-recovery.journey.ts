import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { acme, at, charges, mails, pass, renew, withCharges, worldWith } from './world.ts';

const caseOf = (world: World) => [...world.table.items()].find((item) => item.entity === 'case');
const account = (world: World) => [...world.table.items()].find((item) => item.entity === 'account');
const statuses = (world: World) => world.executions().map(({ frame }) => frame.status);

describe('payment recovery', () => {
  it('walks the ladder to the second, with the mails of the table, and pauses on day 14', async () => {
    const world = await worldWith(withCharges('processing_error'));
    renew(world);

    await pass(world, { days: 15 });

    expect(charges(world)).toEqual([
      '11-10T15:00:00 stripe processing_error',
      '11-11T15:00:00 us processing_error',
      '11-13T15:00:00 us processing_error',
      '11-16T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
    ]);
    expect(mails(world)).toEqual([
      "11-11T15:00:00 Your Northwind Metrics payment didn't go through",
      '11-13T15:00:00 $49.00 for your Team plan is still open',
      "11-20T15:00:00 We'll pause your account on Tuesday 24 November",
      '11-24T15:00:00 Your Team plan is paused. Everything is saved.',
    ]);
    expect(caseOf(world)).toMatchObject({ status: 'open', stage: 'paused' });
    expect(account(world)).toMatchObject({ status: 'paused', banner: 'paused' });
  });

  it('cancels the subscription at the end of the hold and leaves nothing scheduled', async () => {
    const world = await worldWith(withCharges('processing_error'));
    renew(world);

    await pass(world, { days: 105 });

    expect(caseOf(world)).toMatchObject({
      status: 'closed',
      outcome: 'expired_hold',
      closedAt: at({ days: 104 }),
    });
    expect(statuses(world)).toEqual(['SUCCEEDED']);
    // The card's own last day is another matter.
    expect(world.simulator.queue.pending().filter(({ what }) => what !== 'card-scan')).toEqual([]);
  });

  it('ends recovered without a mail when the first retry is paid', async () => {
    const world = await worldWith(withCharges('processing_error', 'ok'));
    renew(world);

    await pass(world, { days: 3 });

    expect(charges(world)).toEqual(['11-10T15:00:00 stripe processing_error', '11-11T15:00:00 us ok']);
    expect(mails(world)).toEqual([]);
    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'recovered' });
    expect(statuses(world)).toEqual(['SUCCEEDED']);
  });

  it('thanks a customer who pays after two mails, and stops at once', async () => {
    const world = await worldWith(withCharges('processing_error'));
    renew(world);
    await pass(world, { days: 4 });

    world.stripe.customerPays('in_1');
    await pass(world, { days: 20 });

    expect(mails(world).map((mail) => mail.slice(0, 14))).toEqual([
      '11-11T15:00:00',
      '11-13T15:00:00',
      '11-14T15:00:00',
    ]);
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 4 }) });
    expect(account(world)).toMatchObject({ status: 'active', banner: null });
    expect(charges(world).filter((charge) => charge.includes(' us '))).toHaveLength(2);
  });

  it('does not charge when the customer paid a second before and the webhook is ten minutes late', async () => {
    const world = await worldWith(withCharges('processing_error'));
    renew(world);
    await pass(world, { hours: 23, minutes: 59, seconds: 59 });

    world.webhookDelayMs = 600_000;
    world.stripe.customerPays('in_1');
    await pass(world, { days: 2 });

    expect(charges(world).filter((charge) => charge.includes(' us '))).toEqual([]);
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ hours: 24 }) });
    expect(mails(world)).toEqual([]);
  });

  it('asks for a card at once when the card is dead, and tries a new one the moment it arrives', async () => {
    const world = await worldWith(withCharges('lost_card'));
    renew(world);
    await pass(world, { days: 2 });
    expect(mails(world).map((mail) => mail.slice(0, 14))).toEqual(['11-10T15:00:00']);

    world.stripe.addCard(
      'cus_acme',
      { id: 'pm_2', brand: 'mastercard', fingerprint: 'fp_2', charges: ['ok'] },
      { default: true },
    );
    await pass(world, { days: 20 });

    expect(charges(world)).toEqual(['11-10T15:00:00 stripe lost_card', '11-12T15:00:00 us ok']);
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
    expect(world.stripe.peek('subscriptions')).toMatchObject([{ default_payment_method: 'pm_2' }]);
  });

  it('stops when the customer cancels in the middle', async () => {
    const world = await worldWith(withCharges('processing_error'));
    renew(world);
    await pass(world, { hours: 30 });

    world.stripe.cancelSubscription('sub_acme', { when: 'now' });
    await pass(world, { days: 20 });

    expect(caseOf(world)).toMatchObject({ outcome: 'cancelled', closedAt: at({ hours: 30 }) });
    expect(charges(world).filter((charge) => charge.includes(' us '))).toHaveLength(1);
  });

  it('says once that the payment failed, and gives the usual reason instead of the code', async () => {
    const world = await worldWith(withCharges('processing_error'));
    renew(world);

    await pass(world, { days: 2 });

    const [friendly] = world.mailbox.mails;
    expect(friendly?.text.match(/go through/g)).toHaveLength(1);
    expect(friendly?.text).toContain('This usually happens when a card has expired');
    expect(friendly?.text).not.toContain('processing_error');
  });

  it('holds a mail that falls due at night until eight in the morning of the reader', async () => {
    const world = await worldWith({ ...withCharges('processing_error'), zone: 'Asia/Tokyo' });
    renew(world);

    await pass(world, { days: 2 });

    expect(mails(world).map((mail) => mail.slice(0, 14))).toEqual(['11-11T23:00:00']);
  });

  it('changes nothing at Stripe and sends nothing while it observes', async () => {
    const world = await worldWith(withCharges('processing_error'), { mode: { default: 'observe' } });
    renew(world);

    await pass(world, { days: 20 });

    expect(world.stripe.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(mails(world)).toEqual([]);
    expect([...world.table.items()].filter((item) => item.entity === 'would-charge')).toMatchObject([
      { invoice: 'in_1', card: 'pm_1', at: at({ hours: 24 }) },
    ]);
  });

  it('makes a task for the account manager before a high-value account is paused', async () => {
    const world = await worldWith({ ...withCharges('processing_error'), mrr: { amount: 50_000, currency: 'usd' } });
    renew(world);

    await pass(world, { days: 11 });

    const tasks = [...world.table.items()].filter((item) => item.entity === 'task');
    expect(tasks).toMatchObject([
      { kind: 'account_manager_recovery', assignee: acme.owner?.email, at: at({ days: 10 }) },
    ]);
  });
});
