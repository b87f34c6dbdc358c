import { describe, expect, it } from '@jest/globals';
import { type Duration, toIso } from '../../lambdas/kernel/instant.ts';
import type { NewCard } from '../../local/stripe/index.ts';
import type { Outcome } from '../../local/stripe/types.ts';
import type { World } from '../../local/world/world.ts';
import { acme, at, mails, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World, subject = 'sub_acme') => rows(world, 'case').find((row) => row.subject === subject);

/** Instant, card and outcome of our own attempts. */
const own = (world: World): string[] =>
  world.stripe.charges
    .filter(({ actor }) => actor === 'us')
    .map(({ at: when, card, outcome }) => `${toIso(when as never).slice(5, 19)} ${card} ${outcome}`);

const card = (id: string, ...charges: Outcome[]): NewCard => ({
  id,
  brand: 'visa',
  fingerprint: id.replace('pm', 'fp'),
  charges,
});

async function failing(charges: readonly string[], until: Duration): Promise<World> {
  const world = await worldWith(withCharges(...charges));
  renew(world);
  await pass(world, until);
  return world;
}

/** The customer chooses a card in the portal, which sets their own default only. */
const choose = (world: World, of: NewCard) => world.stripe.addCard('cus_acme', of, { default: true });

describe('a card that stood behind the default', () => {
  it.each([['insufficient_funds'], ['expired_card']])('is not charged when the default gives %s', async (outcome) => {
    const world = await worldWith(withCharges(outcome));
    world.stripe.addCard('cus_acme', card('pm_b', 'ok'), { default: true, on: 'customer', silent: true });
    world.stripe.addCard('cus_acme', card('pm_c', 'ok'), { default: false, silent: true });
    renew(world);
    await pass(world, { days: 11 });

    expect(own(world).filter((charge) => !charge.includes('pm_1'))).toEqual([]);
    expect(world.stripe.peek('subscriptions')).toMatchObject([{ default_payment_method: 'pm_1' }]);
  });

  it('is tried at once when the customer makes it the default', async () => {
    const world = await worldWith(withCharges('expired_card'));
    world.stripe.addCard('cus_acme', card('pm_b', 'ok'), { default: false, silent: true });
    renew(world);
    await pass(world, { hours: 5 });
    world.stripe.setDefaultCard('pm_b');
    await pass(world, { days: 1 });

    expect(own(world)).toEqual(['11-10T20:00:00 pm_b ok']);
  });
});

describe('a card replaced before the failure was heard of', () => {
  it('is tried at once, and the one that failed is the dead one', async () => {
    const world = await worldWith(withCharges('expired_card'));
    world.webhookDelayMs = 600_000;
    renew(world);
    await pass(world, { minutes: 2 });
    world.stripe.addCard('cus_acme', card('pm_n', 'insufficient_funds', 'ok'), { default: true, on: 'subscription' });
    world.webhookDelayMs = 0;
    await pass(world, { days: 2 });

    expect(caseOf(world)).toMatchObject({ data: { hardCards: ['fp_1'] } });
    expect(own(world)).toEqual(['11-10T15:10:00 pm_n insufficient_funds', '11-11T15:00:00 pm_n ok']);
    expect(rows(world, 'card').map(({ pk }) => pk)).toEqual(expect.arrayContaining(['CARD#fp_1', 'CARD#fp_n']));
  });
});

describe('a new card that was declined for now', () => {
  it('stays the one that is charged, also beside an old one that still works', async () => {
    const world = await failing(['processing_error'], { hours: 1 });
    choose(world, card('pm_n', 'insufficient_funds', 'insufficient_funds', 'ok'));
    await pass(world, { days: 4 });

    expect(own(world)).toEqual([
      '11-10T16:00:00 pm_n insufficient_funds',
      '11-11T15:00:00 pm_n insufficient_funds',
      '11-13T15:00:00 pm_n ok',
    ]);
  });
});

describe('the card that was declined for good, with a new date', () => {
  const again = (id: string, exp: string, ...charges: Outcome[]): NewCard => ({
    ...card(id, ...charges),
    fingerprint: 'fp_1',
    exp,
  });

  it('is tried once the gap is over, and becomes the subscription’s own when it pays', async () => {
    const world = await failing(['expired_card'], { hours: 2 });
    choose(world, again('pm_2', '2030-01', 'ok'));
    await pass(world, { days: 2 });

    expect(own(world)).toEqual(['11-11T11:00:00 pm_2 ok']);
    expect(world.stripe.peek('subscriptions')).toMatchObject([{ default_payment_method: 'pm_2' }]);
  });

  it('is tried once, not for every event, and not at all under the old date', async () => {
    const world = await failing(['expired_card'], { hours: 2 });
    choose(world, again('pm_2', '2027-03', 'ok'));
    await pass(world, { days: 2 });
    expect(own(world)).toEqual([]);

    world.stripe.updateCard('pm_1', { exp: '2030-01', charges: ['expired_card'] });
    world.stripe.setDefaultCard('pm_1');
    await pass(world, { days: 8 });
    expect(own(world)).toEqual(['11-12T15:00:00 pm_1 expired_card']);
  });
});

describe('two new cards inside one step', () => {
  it('are tried once each, however often Stripe tells of them', async () => {
    const world = await failing(['expired_card'], { hours: 2 });
    choose(world, card('pm_n', 'generic_decline'));
    await pass(world, { hours: 3 });
    choose(world, card('pm_m', 'generic_decline'));
    for (const id of ['pm_n', 'pm_m', 'pm_n', 'pm_m']) {
      await pass(world, { hours: 4 });
      world.stripe.setDefaultCard(id);
    }
    await pass(world, { hours: 20 });

    expect(own(world)).toEqual(['11-10T17:00:00 pm_n generic_decline', '11-10T18:00:00 pm_m generic_decline']);
  });
});

describe('one new card for two subscriptions', () => {
  it('pays the first at once and the second when the gap of the card is over', async () => {
    const world = await worldWith(withCharges('expired_card'));
    world.stripe.addSubscription({
      id: 'sub_b',
      customer: 'cus_acme',
      plan: 'solo',
      amount: 1900,
      currency: 'usd',
      interval: 'month',
      billingMode: 'flexible',
      defaultCard: 'pm_1',
    });
    renew(world);
    world.stripe.renew({ subscription: 'sub_b', invoice: 'in_b' });
    await pass(world, { days: 1 });
    choose(world, card('pm_n', 'ok'));
    await pass(world, { days: 3 });

    expect(own(world)).toEqual(['11-11T15:00:00 pm_n ok', '11-12T11:00:00 pm_n ok']);
    expect([caseOf(world), caseOf(world, 'sub_b')]).toMatchObject([{ outcome: 'recovered' }, { outcome: 'recovered' }]);
  });
});

describe('an automatic update', () => {
  it('inside the gap is tried as soon as the gap is over', async () => {
    const world = await failing(['expired_card'], { hours: 2 });
    world.stripe.updateCard('pm_1', { automatic: true, exp: '2030-01', charges: ['ok'] });
    await pass(world, { days: 2 });

    expect(own(world)).toEqual(['11-11T11:00:00 pm_1 ok']);
  });

  it('of another card does not bring back a stolen one', async () => {
    const world = await worldWith(withCharges('stolen_card'));
    world.stripe.addCard('cus_acme', card('pm_o', 'ok'), { default: false, silent: true });
    renew(world);
    await pass(world, { days: 2 });
    world.stripe.updateCard('pm_o', { automatic: true, exp: '2029-01' });
    await pass(world, { days: 4 });

    expect(own(world)).toEqual([]);
  });
});

describe('a first challenge by the bank', () => {
  it('is not retried off session: the customer is asked to confirm at once', async () => {
    const first = { ...acme.stripe.cards[0], id: 'pm_1' };
    const charges: Outcome[] = [{ code: 'authentication_required', challenge: true }];
    const world = await worldWith({ ...acme, stripe: { ...acme.stripe, cards: [{ ...first, charges }] } });
    renew(world);
    await pass(world, { days: 2 });

    expect(own(world)).toEqual([]);
    expect(caseOf(world)).toMatchObject({ data: { class: 'AUTH' } });
    expect(rows(world, 'message')).toMatchObject([{ template: 'payment-recovery/authenticate', sentAt: at({}) }]);
    expect(mails(world)).toHaveLength(1);
  });
});

describe('a retry of ours that Stripe itself blocks', () => {
  it('rests the card for three days, though the code names no reason', async () => {
    const blocked = ['insufficient_funds', 'previously_declined_do_not_retry', 'ok'];
    const world = await failing(blocked, { days: 3, hours: 23 });
    expect(own(world)).toEqual(['11-11T15:00:00 pm_1 generic_decline']);
    expect(caseOf(world)).toMatchObject({ data: { class: 'BLOCKED' } });

    await pass(world, { days: 4 });
    expect(own(world).at(-1)).toBe('11-14T15:00:00 pm_1 ok');
  });

  it('as risky is not made again, and a person looks at it', async () => {
    const rule = {
      code: 'card_declined',
      decline_code: 'generic_decline',
      outcome_type: 'blocked',
      outcome_reason: 'rule',
    };
    const cards = [{ id: 'pm_1', fingerprint: 'fp_1', charges: ['insufficient_funds', rule] }];
    const world = await worldWith({ ...acme, stripe: { ...acme.stripe, cards } });
    renew(world);
    await pass(world, { days: 12 });

    expect(own(world)).toHaveLength(1);
    expect(caseOf(world)).toMatchObject({ data: { class: 'RISK', hardCards: ['fp_1'] } });
    expect(rows(world, 'task')).toMatchObject([{ kind: 'review_risk' }]);
  });
});
