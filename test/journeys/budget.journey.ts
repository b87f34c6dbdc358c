import { describe, expect, it } from '@jest/globals';
import type { Duration } from '../../lambdas/kernel/instant.ts';
import type { Outcome } from '../../local/stripe/types.ts';
import type { World } from '../../local/world/world.ts';
import { acme, pass, renew, worldWith } from './world.ts';

type Row = Readonly<Record<string, unknown>>;
const rows = (world: World, entity: string): Row[] => [...world.table.items()].filter((item) => item.entity === entity);

const scripted = (charges: readonly Outcome[], brand = 'visa') => ({
  ...acme,
  stripe: { ...acme.stripe, cards: [{ id: 'pm_1', brand, fingerprint: 'fp_1', exp: '2027-03', charges }] },
});

async function failing(charges: readonly Outcome[], until: Duration, brand?: string): Promise<World> {
  const world = await worldWith(scripted(charges, brand));
  renew(world);
  await pass(world, until);
  return world;
}

/** Instant, actor and result of every attempt the ledger has on the card, oldest first. */
const tries = (world: World): string[] =>
  rows(world, 'attempt')
    .map(({ at, actor, outcome, code }) => `${String(at).slice(5, 16)} ${actor} ${code ?? outcome}`)
    .sort();

/** The ledger knows what Stripe knows: every charge, once. */
const ledgerEqualsStripe = (world: World): void =>
  expect(
    rows(world, 'attempt')
      .map(({ charge }) => charge)
      .sort(),
  ).toEqual(world.stripe.charges.map(({ charge }) => charge).sort());

describe('the attempt ledger of a card', () => {
  it('has the attempts of Stripe, ours and the customer, each once, with class and rung', async () => {
    const world = await failing(['insufficient_funds', 'insufficient_funds', 'do_not_honor', 'ok'], { days: 4 });
    world.stripe.customerPays('in_1');
    await pass(world, { days: 5 });

    expect(tries(world)).toEqual([
      '11-10T15:00 stripe insufficient_funds',
      '11-11T15:00 us insufficient_funds',
      '11-13T15:00 us do_not_honor',
      '11-14T15:00 customer paid',
    ]);
    ledgerEqualsStripe(world);
    expect(rows(world, 'attempt')).toContainEqual(
      expect.objectContaining({ rung: 'retry-1', class: 'FUNDS', why: 'ladder', invoice: 'in_1', account: 'acme' }),
    );
  });

  it('learns from the echo which charge our own payment was', async () => {
    const world = await failing(['insufficient_funds', 'ok'], { days: 2 });

    expect(tries(world)).toEqual(['11-10T15:00 stripe insufficient_funds', '11-11T15:00 us paid']);
    ledgerEqualsStripe(world);
  });
});
