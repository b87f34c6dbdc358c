import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { connect, DAY, errorOf, openShop } from './shop.ts';

const KEY = { idempotencyKey: 'case-1-retry-2' };

describe('idempotency keys', () => {
  it('replay a success without a second charge', async () => {
    const shop = openShop({ charges: ['insufficient_funds', 'ok'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const first = await shop.stripe.invoices.pay('in_1', {}, KEY);
    const again = await shop.stripe.invoices.pay('in_1', {}, KEY);
    expect(again).toEqual(first);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(shop.fake.charges).toHaveLength(2);
  });

  it('replay a decline, so that a retry needs a key of its own', async () => {
    const shop = openShop({ charges: ['insufficient_funds', 'insufficient_funds', 'ok'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const first = await errorOf(shop.stripe.invoices.pay('in_1', {}, KEY));
    const again = await errorOf(shop.stripe.invoices.pay('in_1', {}, KEY));
    expect([again.charge, again.decline_code]).toEqual([first.charge, 'insufficient_funds']);
    expect((await shop.stripe.invoices.pay('in_1', {}, { idempotencyKey: 'another' })).status).toBe('paid');
  });

  it.each([
    [DAY - 1, 2],
    [DAY, 3],
  ])('are forgotten after 24 hours: after %i ms there are %i charges', async (waited, charges) => {
    const shop = openShop({ charges: ['insufficient_funds'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    await errorOf(shop.stripe.invoices.pay('in_1', {}, KEY));
    shop.wait(waited);
    await errorOf(shop.stripe.invoices.pay('in_1', {}, KEY));
    expect(shop.fake.charges).toHaveLength(charges);
  });

  it.each([
    [500, true],
    [503, true],
    [429, false],
  ])('store a fault with status %i: %s', async (status, stored) => {
    const shop = openShop();
    const failing = connect(shop.fake, async (request) => shop.fake.handle({ ...request, fault: { status } }));
    expect((await errorOf(failing.customers.update('cus_ada', { name: 'New' }, KEY))).statusCode).toBe(status);
    const again = shop.stripe.customers.update('cus_ada', { name: 'New' }, KEY);
    expect(stored ? (await errorOf(again)).statusCode : (await again).name).toBe(stored ? status : 'New');
  });

  it('keep the effect of a call whose answer is a fault', async () => {
    const shop = openShop({ charges: ['insufficient_funds', 'ok'] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const failing = connect(shop.fake, async (request) =>
      shop.fake.handle({ ...request, fault: { status: 500, after: true } }),
    );
    await errorOf(failing.invoices.pay('in_1', {}, KEY));
    expect((await shop.stripe.invoices.retrieve('in_1')).status).toBe('paid');
    expect((await errorOf(shop.stripe.invoices.pay('in_1', {}, KEY))).statusCode).toBe(500);
  });
});

describe('lost answers', () => {
  it('surface as a timeout after the charge happened, and the same key tells the truth', async () => {
    const shop = openShop({ charges: ['insufficient_funds', { code: 'ok', afterwards: 'timeout' }] });
    shop.fake.renew({ subscription: 'sub_ada', invoice: 'in_1' });
    const error = await errorOf(shop.stripe.invoices.pay('in_1', {}, KEY));
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(error.message).toMatch(/timeout/);
    expect((await shop.stripe.invoices.retrieve('in_1')).status).toBe('paid');
    expect((await shop.stripe.invoices.pay('in_1', {}, KEY)).status).toBe('paid');
    expect(shop.fake.charges).toHaveLength(2);
  });

  it.each(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ETIMEDOUT'])(
    'surface a rejection with %s once, without a retry',
    async (code) => {
      let tries = 0;
      const shop = openShop({
        intercept: async () => {
          tries += 1;
          throw Object.assign(new Error('cut'), { code });
        },
      });
      expect(await errorOf(shop.stripe.customers.retrieve('cus_ada'))).toBeInstanceOf(
        Stripe.errors.StripeConnectionError,
      );
      expect([tries, shop.fake.calls.length]).toEqual([1, 0]);
    },
  );
});
