import { describe, expect, it } from '@jest/globals';
import { projectSubscription } from '../../lambdas/billing/project.ts';
import { readSubscription } from '../../lambdas/billing/read-subscription.ts';
import { type Duration, instant, after as later } from '../../lambdas/kernel/instant.ts';
import type { World } from '../../local/world/world.ts';
import { at, charges, mails, pass, renew, T, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];

async function failing(days: number): Promise<World> {
  const world = await worldWith(withCharges('processing_error'));
  renew(world);
  await pass(world, { days });
  return world;
}

describe('a credit note', () => {
  it('that brings the invoice to nothing ends the case as voided, and thanks nobody for money', async () => {
    const world = await failing(4);
    const told = mails(world);

    world.stripe.creditNote('in_1', 4900);
    await pass(world, { days: 20 });

    expect(world.stripe.peek('invoices')).toMatchObject([{ status: 'paid', amount_paid: 0 }]);
    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'voided', closedAt: at({ days: 4 }) });
    expect(mails(world)).toEqual(told);
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: null }]);
  });

  it('over a part of it leaves the rest to the ladder', async () => {
    const world = await failing(2);

    world.stripe.creditNote('in_1', 4000);
    await pass(world, { days: 4 });

    expect(charges(world).filter((charge) => charge.includes(' us '))).toHaveLength(2);
    expect(world.mailbox.mails.at(-1)?.subject).toBe('$9.00 for your Team plan is still open');
  });
});

describe('a lead that is settled without money', () => {
  it.each<[string, (world: World) => unknown]>([
    ['voided', (world) => world.stripe.voidInvoice('in_1')],
    ['credited', (world) => world.stripe.creditNote('in_1', 4900)],
    ['uncollectible', (world) => world.stripe.markUncollectible('in_1')],
  ])('%s hands the lead to the next open invoice', async (_name, settle) => {
    const world = await failing(2);
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 2, minutes: 1 });

    settle(world);
    await pass(world, { days: 4 });

    expect(caseOf(world)).toMatchObject({ status: 'open', data: { lead: 'in_2' } });
    expect(world.stripe.charges.at(-1)).toMatchObject({ invoice: 'in_2', actor: 'us' });
  });
});

describe('a cancellation to the end of the period', () => {
  const cancelled = async (days: number): Promise<World> => {
    const world = await failing(days);
    world.stripe.cancelSubscription('sub_acme', { when: 'period_end' });
    return world;
  };
  /** Stripe ends by itself what was cancelled to the end of its period. */
  const passWithStripe = async (world: World, elapsed: Duration): Promise<void> => {
    const next = world.stripe.nextEnding();
    if (next && next.due <= later(T, elapsed)) {
      await world.runUntil(instant(next.due));
      if (world.stripe.nextEnding()?.due === next.due) world.stripe.endSubscription(next.subscription);
    }
    await pass(world, elapsed);
  };

  it('is charged, urged and paused no more, and ends the case with the period', async () => {
    const world = await cancelled(2);
    const before = { charges: charges(world), mails: mails(world) };

    await passWithStripe(world, { days: 40 });

    expect({ charges: charges(world), mails: mails(world) }).toEqual(before);
    expect(caseOf(world)).toMatchObject({
      status: 'closed',
      outcome: 'cancelled',
      closedAt: '2026-12-10T15:00:00.000Z',
    });
    expect(rows(world, 'account')).toMatchObject([{ status: 'churned', banner: null }]);
    expect(world.stripe.calls.filter(({ path }) => path.endsWith('/pause'))).toEqual([]);
  });

  it('still takes a payment, and thanks for it', async () => {
    const world = await cancelled(4);
    await passWithStripe(world, { days: 8 });

    world.stripe.customerPays('in_1');
    await passWithStripe(world, { days: 9 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 8 }) });
    expect(world.mailbox.mails).toHaveLength(3);
  });

  it('is not answered with an attempt on a new card', async () => {
    const world = await cancelled(2);

    world.stripe.addCard('cus_acme', { id: 'pm_2', fingerprint: 'fp_2', charges: ['ok'] }, { default: true });
    await passWithStripe(world, { days: 12 });

    expect(charges(world)).toHaveLength(2);
  });

  it('goes on where the ladder stood when it is taken back', async () => {
    const world = await cancelled(2);
    await passWithStripe(world, { days: 9 });

    world.stripe.resumeSubscription('sub_acme');
    await passWithStripe(world, { days: 22 });

    expect(charges(world).slice(2)).toEqual([
      '11-20T15:00:00 us processing_error',
      '11-23T15:00:00 us processing_error',
      '11-27T15:00:00 us processing_error',
    ]);
    expect(mails(world).map((mail) => mail.slice(0, 5))).toEqual(['11-11', '11-20', '11-27', '12-01']);
    expect(caseOf(world)).toMatchObject({ stage: 'paused' });
  });

  it('drops a mail that still waits for the morning', async () => {
    const world = await worldWith({ ...withCharges('lost_card'), zone: 'Asia/Tokyo' });
    renew(world);
    await pass(world, { minutes: 5 });
    expect(mails(world)).toEqual([]);

    world.stripe.cancelSubscription('sub_acme', { when: 'period_end' });
    await passWithStripe(world, { days: 3 });

    expect(mails(world)).toEqual([]);
    expect(rows(world, 'message')).toMatchObject([{ status: 'DROPPED', verdicts: [{}, { reason: 'goal.met' }] }]);
  });

  it('in the hold ends the hold', async () => {
    const world = await cancelled(20);

    await passWithStripe(world, { days: 21 });

    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'cancelled' });
  });
});

describe('a cancellation that meets a charge of ours in one second', () => {
  it('keeps the payment, promises no further plan, and leaves the rest to a person', async () => {
    const world = await worldWith(
      withCharges('processing_error', 'processing_error', 'ok'),
      {},
      {
        ports: (ports) => ({
          ...ports,
          billing: {
            ...ports.billing,
            pay: async (call) => {
              if (world.stripe.charges.length === 2) world.stripe.cancelSubscription('sub_acme', { when: 'now' });
              return ports.billing.pay(call);
            },
          },
        }),
      },
    );
    renew(world);
    await pass(world, { days: 20 });

    expect(charges(world).at(-1)).toBe('11-13T15:00:00 us ok');
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 3 }) });
    expect(rows(world, 'account')).toMatchObject([{ status: 'churned', banner: null }]);
    expect(mails(world)).toHaveLength(1);
    expect(rows(world, 'task')).toMatchObject([{ kind: 'paid_after_cancelling', facts: { invoice: 'in_1' } }]);
  });
});

describe('a mail that waits for the morning', () => {
  it.each<[string, (world: World) => unknown]>([
    ['cancelled', (world) => world.stripe.cancelSubscription('sub_acme', { when: 'now' })],
    ['disputed', (world) => world.stripe.dispute('in_1')],
  ])('is dropped when the case is %s in the night', async (outcome, ends) => {
    const world = await worldWith({ ...withCharges('lost_card'), zone: 'Asia/Tokyo' });
    renew(world);
    await pass(world, { minutes: 5 });

    ends(world);
    await pass(world, { days: 2 });

    expect(caseOf(world)).toMatchObject({ outcome });
    expect(mails(world)).toEqual([]);
  });
});

describe('a paused subscription that is resumed at Stripe', () => {
  it('ends the hold as recovered, forgives the old invoice and is never cancelled', async () => {
    const world = await worldWith(withCharges(...Array.from({ length: 5 }, () => 'processing_error'), 'ok'));
    renew(world);
    await pass(world, { days: 20 });

    world.stripe.resumeSubscription('sub_acme');
    await pass(world, { days: 120 });

    expect(charges(world).at(-1)).toBe('11-30T15:00:00 stripe ok');
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 20 }) });
    expect(world.stripe.peek('invoices').map(({ status }) => status)).toEqual(['void', 'paid']);
    expect(world.stripe.peek('subscriptions')).toMatchObject([{ status: 'active' }]);
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: null }]);
  });

  it('stays as it is when its card declines the new period', async () => {
    const world = await failing(20);

    world.stripe.resumeSubscription('sub_acme');
    await pass(world, { days: 21 });

    expect(caseOf(world)).toMatchObject({ status: 'open', stage: 'paused' });
  });
});

describe('a debt that is paid in the hold', () => {
  it('resumes the subscription at the price of what was not used', async () => {
    const world = await worldWith(withCharges(...Array.from({ length: 5 }, () => 'processing_error'), 'ok'));
    renew(world);
    await pass(world, { days: 20 });

    world.stripe.customerPays('in_1');
    await pass(world, { days: 21 });

    expect(world.stripe.charges.slice(-2).map(({ actor, amount }) => [actor, amount])).toEqual([
      ['customer', 4900],
      ['us', 4900 - Math.round((4900 * 16) / 30)],
    ]);
    expect(rows(world, 'account')).toMatchObject([{ status: 'active' }]);
  });

  it('tells a person when the resumption is declined', async () => {
    const world = await failing(20);

    world.stripe.customerPays('in_1');
    await pass(world, { days: 21 });

    expect(world.stripe.peek('subscriptions')).toMatchObject([{ status: 'paused' }]);
    expect(rows(world, 'account')).toMatchObject([{ status: 'paused' }]);
    const why = 'sub_acme is paid and still paused: resume it at Stripe';
    expect(world.events.filter(({ type }) => type === 'alert')).toMatchObject([{ detail: { why } }]);
  });
});

describe('one of two subscriptions of an account', () => {
  const two = async (): Promise<World> => {
    const world = await worldWith(withCharges('processing_error'));
    const other = world.stripe.addSubscription({
      id: 'sub_two',
      customer: 'cus_acme',
      plan: 'solo',
      amount: 1900,
      currency: 'usd',
      interval: 'month',
    });
    await projectSubscription('acme', readSubscription(other), T, world.ports);
    renew(world);
    return world;
  };

  it('that is cancelled leaves the account a customer', async () => {
    const world = await two();
    await pass(world, { days: 2 });

    world.stripe.cancelSubscription('sub_acme', { when: 'now' });
    await pass(world, { days: 3 });

    expect(caseOf(world)).toMatchObject({ outcome: 'cancelled' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active' }]);
  });

  it('counts when nothing was ever heard of it', async () => {
    const world = await failing(2);
    world.stripe.addSubscription({
      id: 'sub_quiet',
      customer: 'cus_acme',
      plan: 'solo',
      amount: 1900,
      currency: 'usd',
      interval: 'month',
    });

    world.stripe.cancelSubscription('sub_acme', { when: 'now' });
    await pass(world, { days: 3 });

    expect(caseOf(world)).toMatchObject({ outcome: 'cancelled' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active' }]);
  });

  it('that was the last one makes it churned', async () => {
    const world = await two();
    world.stripe.cancelSubscription('sub_two', { when: 'now' });
    await pass(world, { days: 2 });

    world.stripe.cancelSubscription('sub_acme', { when: 'now' });
    await pass(world, { days: 3 });

    expect(rows(world, 'account')).toMatchObject([{ status: 'churned' }]);
  });

  it('has a case of its own, and the account is past due until both are settled', async () => {
    const world = await two();
    await pass(world, { hours: 1 });
    world.stripe.renew({ subscription: 'sub_two', invoice: 'in_two' });
    await pass(world, { days: 2 });
    expect(rows(world, 'case').map(({ subject }) => subject)).toEqual(['sub_acme', 'sub_two']);

    world.stripe.customerPays('in_1');
    await pass(world, { days: 2, minutes: 1 });
    expect(rows(world, 'account')).toMatchObject([{ status: 'past_due' }]);

    world.stripe.customerPays('in_two');
    await pass(world, { days: 2, minutes: 2 });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: null }]);
  });
});
