import { describe, expect, it } from '@jest/globals';
import { FakeStripe } from '../../../local/stripe/index.ts';
import { connect, DAY, T } from './shop.ts';

describe('a stored fake', () => {
  const play = async (restoreAt: number): Promise<unknown> => {
    const clock = { now: T };
    const events: unknown[] = [];
    const options = { now: () => clock.now, emit: (event: unknown) => events.push(event) };
    let fake = new FakeStripe(options);
    fake.addCustomer({ id: 'cus_ada' });
    // biome-ignore lint/suspicious/noThenProperty: the story format's name
    const late = { pending: '2d', then: 'do_not_honor' };
    fake.addCard('cus_ada', { id: 'pm_1', charges: ['insufficient_funds', late, 'ok'] }, { silent: true });
    fake.addSubscription({ id: 'sub_ada', customer: 'cus_ada', plan: 'team', amount: 4900, currency: 'usd' });
    const key = { idempotencyKey: 'k' };
    const steps: (() => unknown)[] = [
      () => fake.renew({ subscription: 'sub_ada', invoice: 'in_1' }),
      () => connect(fake).invoices.pay('in_1', {}, key),
      () => (clock.now += 2 * DAY),
      () => fake.settle(fake.nextSettlement()?.intent ?? ''),
      () => connect(fake).subscriptions.pause('sub_ada', { bill_for: { unused_time_from: { type: 'none' } } }),
      () =>
        connect(fake).subscriptions.resume(
          'sub_ada',
          { payment_behavior: 'resume_on_payment_success' },
          { idempotencyKey: 'r' },
        ),
      () =>
        connect(fake).subscriptions.resume(
          'sub_ada',
          { payment_behavior: 'resume_on_payment_success' },
          { idempotencyKey: 'r' },
        ),
      () =>
        connect(fake)
          .invoices.pay('in_1', {}, { idempotencyKey: 'l' })
          .catch(() => undefined),
    ];
    for (const [index, step] of steps.entries()) {
      if (index === restoreAt) fake = FakeStripe.restore(options, JSON.parse(JSON.stringify(fake)));
      await step();
    }
    return { events, charges: fake.charges, calls: fake.calls, whole: fake.toJSON() };
  };

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('goes on identically when it is restored before step %i', async (step) => {
    expect(await play(step)).toEqual(await play(-1));
  });

  it('refuses what is not a stored fake', () => {
    expect(() => FakeStripe.restore({ now: () => T, emit: () => undefined }, {})).toThrow(/no part "counters"/);
  });
});
