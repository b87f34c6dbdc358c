import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { pass, withCharges, worldWith } from './world.ts';

/** Somebody we know from Stripe alone, as everybody is whose first webhook comes in. */
async function stranger(
  price: { plan: string; amount: number; currency: string },
  config: object = {},
): Promise<World> {
  const world = await worldWith(withCharges('ok'), config);
  world.stripe.addCustomer({ id: 'cus_new', email: 'lin@new.test', name: 'New Ltd', country: 'US' });
  const card = { id: 'pm_n', brand: 'visa', fingerprint: 'fp_n', charges: ['insufficient_funds'] };
  world.stripe.addCard('cus_new', card, { default: true });
  world.stripe.addSubscription({ id: 'sub_new', customer: 'cus_new', interval: 'month', ...price });
  world.stripe.renew({ subscription: 'sub_new', invoice: 'in_n' });
  await pass(world, { days: 4 });
  return world;
}

describe('the plan a mail names', () => {
  it.each([
    ['by its name at Stripe', { plan: 'solo', amount: 700, currency: 'usd' }, 'Solo plan'],
    ['by its price, where Stripe has an id alone', { plan: 'price_1Nx', amount: 4500, currency: 'eur' }, 'Team plan'],
    ['as the subscription, where nobody knows it', { plan: 'price_1Ny', amount: 777, currency: 'usd' }, 'subscription'],
  ])('is called %s', async (_how, price, name) => {
    const world = await stranger(price);
    const [friendly, urgent] = world.mailbox.mails;

    expect(friendly?.text).toContain(`New Ltd's ${name}`);
    expect(urgent?.subject).toContain(`your ${name} is still open`);
    expect(friendly?.text).not.toContain('price_');
  });

  it('is the one of the subscription that failed, not of the account', async () => {
    const world = await worldWith(withCharges('ok', 'insufficient_funds'));
    const second = { id: 'pm_2', brand: 'visa', fingerprint: 'fp_2', charges: ['insufficient_funds'] };
    world.stripe.addCard('cus_acme', second, { default: false });
    const solo = { plan: 'solo', amount: 1900, currency: 'usd', interval: 'month', defaultCard: 'pm_2' } as const;
    world.stripe.addSubscription({ id: 'sub_two', customer: 'cus_acme', ...solo });
    world.stripe.renew({ subscription: 'sub_two', invoice: 'in_2' });
    await pass(world, { days: 2 });

    expect(world.mailbox.mails.at(-1)?.text).toContain("Acme Ltd's Solo plan");
  });
});
