import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { parseInstant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import type { WorldOptions } from './options.ts';
import { type Customer, settleIn } from './settle-in.ts';
import { World } from './world.ts';

/** A Tuesday, 10:00 in New York: where every story of this customer begins. */
export const T = parseInstant('2026-11-10T15:00:00Z');

/** One owner, one monthly plan, one card that declines until `withCharges` says otherwise. */
export const acme: Customer = {
  id: 'acme',
  name: 'Acme Ltd',
  zone: 'America/New_York',
  country: 'US',
  plan: 'team',
  mrr: { amount: 4900, currency: 'usd' },
  interval: 'month',
  since: '2026-01-10',
  status: 'active',
  contacts: [{ email: 'ada@acme.test', name: 'Ada Byron', role: 'owner' }],
  owner: { name: 'Sam Okafor', email: 'sam@northwind.test' },
  stripe: {
    customer: 'cus_acme',
    subscription: 'sub_acme',
    billingMode: 'flexible',
    cards: [{ id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', exp: '2027-03', charges: ['processing_error'] }],
  },
};

/** The outcomes of the card's charges in their order; the last one repeats. */
export const withCharges = (...charges: string[]): Customer => ({
  ...acme,
  stripe: { ...acme.stripe, cards: [{ id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', exp: '2027-03', charges }] },
});

/** A live world at T with one customer in it. */
export async function worldWith(
  customer: Customer,
  overrides: object = {},
  options: WorldOptions = {},
): Promise<World> {
  const config = resolveConfig(mergeConfig(mergeConfig(example, { mode: { default: 'live' } }), overrides));
  const world = await World.create(T, config, options);
  await settleIn(world, customer);
  return world;
}
