import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { after, type Duration, parseInstant, toIso } from '../../lambdas/kernel/instant.ts';
import { type Customer, settleIn } from '../../local/world/settle-in.ts';
import { World } from '../../local/world/world.ts';
import example from '../../retention.config.ts';

export const T = parseInstant('2026-11-10T15:00:00Z');

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

export const withCharges = (...charges: string[]): Customer => ({
  ...acme,
  stripe: { ...acme.stripe, cards: [{ id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', exp: '2027-03', charges }] },
});

/** A live world at T with one customer in it. */
export async function worldWith(customer: Customer, overrides: object = {}): Promise<World> {
  const config = resolveConfig(mergeConfig(mergeConfig(example, { mode: { default: 'live' } }), overrides));
  const world = await World.create(T, config);
  await settleIn(world, customer);
  return world;
}

export const renew = (world: World): unknown => world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_1' });

export const pass = (world: World, elapsed: Duration): Promise<void> => world.runUntil(after(T, elapsed));

export const charges = (world: World): string[] =>
  world.stripe.charges.map(({ at, actor, outcome }) => `${toIso(at as never).slice(5, 19)} ${actor} ${outcome}`);

export const mails = (world: World): string[] =>
  world.mailbox.mails.map(({ at, subject }) => `${at.slice(5, 19)} ${subject}`);

/** The instant that long after T, as rows spell it. */
export const at = (elapsed: Duration): string => toIso(after(T, elapsed));
