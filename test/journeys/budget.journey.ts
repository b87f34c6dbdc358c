import { describe, expect, it } from '@jest/globals';
import { type Duration, toIso } from '../../lambdas/kernel/instant.ts';
import type { Recovery } from '../../lambdas/recovery/state.ts';
import type { Outcome } from '../../local/stripe/types.ts';
import type { World } from '../../local/world/world.ts';
import { acme, customersMails, pass, renew, worldWith } from './world.ts';

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

/** Instant, card and result of our own attempts. */
const own = (world: World): string[] =>
  world.stripe.charges
    .filter(({ actor }) => actor === 'us')
    .map(({ at, fingerprint, outcome }) => `${toIso(at as never).slice(5, 16)} ${fingerprint} ${outcome}`);

const deferrals = (world: World): string[] =>
  rows(world, 'case').flatMap(({ data }) => {
    const { lead, deferred = [] } = data as Recovery;
    return deferred.map(({ step, reason, until }) => `${lead} ${step} ${reason} ${until.slice(5, 16)}`);
  });

/** Why rungs passed without a charge. */
const reasons = (world: World): unknown[] =>
  rows(world, 'case').flatMap(({ data }) => Object.values((data as Recovery).results).map(({ reason }) => reason));

const second = (world: World, amount: number): unknown =>
  world.stripe.addSubscription({
    id: 'sub_two',
    customer: 'cus_acme',
    plan: 'solo',
    amount,
    currency: 'usd',
    interval: 'month',
    defaultCard: 'pm_1',
  });

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

describe('a bank that gives no reason', () => {
  it('is asked twice more on the same card, then another card is asked for, which starts its own count', async () => {
    const world = await failing(['do_not_honor'], { days: 4 });

    expect(rows(world, 'case')).toMatchObject([
      { stage: 'waiting_for_card', data: { asksForCard: 'unknown_retries' } },
    ]);
    expect(customersMails(world).at(-1)?.text).not.toMatch(/we(’|')ll try|try again on|next attempt/i);

    await pass(world, { days: 7 });
    expect(reasons(world)).toContain('unknown_retries');
    const fresh = { id: 'pm_n', brand: 'visa', fingerprint: 'fp_n', charges: ['do_not_honor'] };
    world.stripe.addCard('cus_acme', fresh, { default: true });
    await pass(world, { days: 11 });

    expect(own(world)).toEqual([
      '11-11T15:00 fp_1 do_not_honor',
      '11-13T15:00 fp_1 do_not_honor',
      '11-17T15:00 fp_n do_not_honor',
      '11-20T15:00 fp_n do_not_honor',
    ]);
  });
});

describe('a card that is to be left alone', () => {
  it.each<[string, Outcome, string, string]>([
    [
      'Mastercard asks for 72 hours',
      { code: 'insufficient_funds', network_advice_code: '02' },
      'mastercard',
      '11-13T15:00',
    ],
    ['Stripe blocks it behind a generic decline', 'previously_declined_do_not_retry', 'visa', '11-13T15:00'],
  ])('waits when %s, on every subscription it pays for', async (_name, outcome, brand, first) => {
    const world = await worldWith(scripted([outcome, 'insufficient_funds', 'ok'], brand));
    second(world, 9900);
    renew(world);
    await pass(world, { minutes: 5 });
    world.stripe.renew({ subscription: 'sub_two', invoice: 'in_2' });
    await pass(world, { days: 3, hours: 1 });

    expect(own(world).map((line) => line.slice(0, 11))).toEqual([first]);
    expect(deferrals(world)).toContainEqual(`in_2 retry-1 asked 11-13T15:00`);
  });
});

describe('two subscriptions on one card', () => {
  /** The second renewal fails an hour after the first, and is worth what the row says. */
  async function sharing(amount: number, charges: readonly Outcome[] = ['insufficient_funds']): Promise<World> {
    const world = await worldWith(scripted(charges));
    second(world, amount);
    renew(world);
    await pass(world, { hours: 1 });
    world.stripe.renew({ subscription: 'sub_two', invoice: 'in_2' });
    return world;
  }
  const ours = (world: World): string[] =>
    world.stripe.charges
      .filter(({ actor }) => actor === 'us')
      .map(({ at, invoice, outcome }) => `${toIso(at as never).slice(5, 16)} ${invoice} ${outcome}`);

  it('let the higher value go first, and tell why the other waits', async () => {
    const world = await sharing(9900);
    await pass(world, { days: 4 });

    expect(ours(world)).toEqual([
      '11-11T16:00 in_2 insufficient_funds',
      '11-12T12:00 in_1 insufficient_funds',
      '11-13T16:00 in_2 insufficient_funds',
      '11-14T12:00 in_1 insufficient_funds',
    ]);
    expect(deferrals(world)).toEqual(['in_1 retry-1 yields 11-12T12:00', 'in_1 retry-2 yields 11-14T12:00']);
    ledgerEqualsStripe(world);
  });

  it('let the first due go first when it is worth more', async () => {
    const world = await sharing(1900);
    await pass(world, { days: 2 });

    expect(ours(world)).toEqual(['11-11T15:00 in_1 insufficient_funds', '11-12T11:00 in_2 insufficient_funds']);
    expect(deferrals(world)).toEqual(['in_2 retry-1 gap 11-12T11:00']);
  });

  it('charge at once when the claim that goes first is gone', async () => {
    const world = await sharing(9900);
    await pass(world, { days: 1, minutes: 30 });
    world.stripe.customerPays('in_2');
    await pass(world, { days: 1, hours: 2 });

    expect(ours(world)).toEqual(['11-11T15:30 in_1 insufficient_funds']);
  });
});

describe('an attempt by somebody else after the take-over', () => {
  const alerts = (world: World): string[] =>
    world.events
      .filter(({ type }) => type === 'alert')
      .map(({ detail }) => `${String(detail.alert)} ${String(detail.invoice)}`);

  it('by Stripe itself is told, moves our next attempt and no stage', async () => {
    const world = await failing(['insufficient_funds'], { hours: 12 });
    world.stripe.stripeCharges('in_1');
    await pass(world, { days: 2, hours: 12 });

    expect(alerts(world)).toEqual(['foreign_attempt in_1']);
    expect(own(world)).toEqual(['11-11T23:00 fp_1 insufficient_funds']);
    expect(rows(world, 'case')).toMatchObject([{ data: { results: { 'retry-1': { kind: 'declined' } } } }]);
    ledgerEqualsStripe(world);
  });

  it('by Stripe itself is told when it goes through, too', async () => {
    const world = await failing(['insufficient_funds', 'ok'], { hours: 12 });
    world.stripe.stripeCharges('in_1');
    await pass(world, { days: 1 });

    expect(alerts(world)).toEqual(['foreign_attempt in_1']);
    ledgerEqualsStripe(world);
  });

  it('by the customer is no alarm', async () => {
    const world = await failing(['insufficient_funds'], { hours: 12 });
    world.stripe.customerPays('in_1', { outcome: 'insufficient_funds' });
    await pass(world, { days: 2, hours: 12 });

    expect(alerts(world)).toEqual([]);
    expect(own(world)).toEqual(['11-11T23:00 fp_1 insufficient_funds']);
    ledgerEqualsStripe(world);
  });
});

describe('a charge the bank calls a duplicate', () => {
  const duplicate: Outcome[] = ['insufficient_funds', 'duplicate_transaction', 'ok'];
  const tasks = (world: World): unknown[] => rows(world, 'task').map(({ kind }) => kind);

  it('waits three days for a person when another one went through outside the invoice, and says nothing', async () => {
    const world = await failing(duplicate, { hours: 23 });
    world.stripe.oneOffCharge('cus_acme', { amount: 4900, currency: 'usd', card: 'pm_1' });
    await pass(world, { days: 3, hours: 23 });

    expect(own(world)).toEqual(['11-11T15:00 fp_1 duplicate_transaction']);
    expect(tasks(world)).toEqual(['review_duplicate']);
    expect(customersMails(world)).toEqual([]);
    await pass(world, { days: 6, hours: 1 });

    expect(own(world).at(-1)).toBe('11-14T15:00 fp_1 ok');
  });

  it('is one without a reason when nothing went through, or only what paid another invoice', async () => {
    const world = await worldWith(scripted(duplicate));
    second(world, 4900);
    renew(world);
    await pass(world, { hours: 23 });
    world.stripe.renew({ subscription: 'sub_two', invoice: 'in_2' });
    world.stripe.customerPays('in_2');
    await pass(world, { days: 4 });

    expect(tasks(world)).toEqual([]);
    expect(rows(world, 'case').find(({ subject }) => subject === 'sub_acme')).not.toMatchObject({ data: { twin: {} } });
  });
});
