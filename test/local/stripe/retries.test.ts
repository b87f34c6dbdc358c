import { describe, expect, it } from '@jest/globals';
import { DAY, openShop, T } from './shop.ts';

describe('a payment in processing', () => {
  it.each<[string, string, string]>([
    ['ok', 'paid', 'active'],
    ['insufficient_funds', 'open', 'past_due'],
  ])('settles as %s after its days', async (then, invoice, subscription) => {
    const shop = openShop({ charges: [{ pending: '3d', then }] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    expect(shop.fake.charges[0]?.outcome).toBe('pending');
    const next = shop.fake.nextSettlement();
    expect(next?.due).toBe(T + 3 * DAY);
    shop.wait(3 * DAY);
    shop.fake.settle(next?.intent ?? '');
    expect((await shop.stripe.invoices.retrieve('in_1')).status).toBe(invoice);
    expect((await shop.stripe.subscriptions.retrieve('sub_ada')).status).toBe(subscription);
    expect([shop.fake.charges[0]?.outcome, shop.fake.nextSettlement()]).toEqual([then, undefined]);
  });
});

describe("Stripe's own retries", () => {
  it('come 3, 5 and 7 days apart and then stop', () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const days: number[] = [];
    for (let next = shop.fake.nextAutomaticAttempt(); next !== undefined; next = shop.fake.nextAutomaticAttempt()) {
      shop.wait(next.due - shop.now());
      days.push((next.due - T) / DAY);
      shop.fake.automaticAttempt(next.invoice);
    }
    expect(days).toEqual([3, 8, 15]);
  });

  it('do not come once auto_advance is off', async () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    await shop.stripe.invoices.update('in_1', { auto_advance: false });
    expect((await shop.stripe.invoices.retrieve('in_1')).next_payment_attempt).toBeNull();
    expect(shop.fake.nextAutomaticAttempt()).toBeUndefined();
  });

  it('stop when the customer pays', () => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    shop.fake.customerPays('in_1', { how: 'hosted' });
    expect([shop.fake.nextAutomaticAttempt(), shop.fake.customerPays('in_1')]).toEqual([undefined, undefined]);
  });
});
