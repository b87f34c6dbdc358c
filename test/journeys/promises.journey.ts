import { describe, expect, it } from '@jest/globals';
import { toIso } from '../../lambdas/kernel/instant.ts';
import { restart, stop } from '../../lambdas/ops/commands.ts';
import type { NewCard } from '../../local/stripe/index.ts';
import type { Outcome } from '../../local/stripe/types.ts';
import type { World } from '../../local/world/world.ts';
import { keepBack } from './keep-back.ts';
import { acme, at, mails, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];
const days = (world: World): string[] => mails(world).map((mail) => mail.slice(0, 14));
const templates = (world: World): string[] =>
  rows(world, 'message')
    .sort((a, b) => String(a.queuedAt).localeCompare(String(b.queuedAt)))
    .map(({ template }) => String(template).slice(17));
const name = { account: 'acme', subject: 'sub_acme' };
const by = { who: 'ines', why: 'a test' };

const own = (world: World): string[] =>
  world.stripe.charges
    .filter(({ actor }) => actor === 'us')
    .map(({ at: when, invoice, outcome }) => `${toIso(when as never).slice(5, 19)} ${invoice} ${outcome}`);

const withCard = (card: Partial<NewCard> & { readonly charges: readonly Outcome[] }) =>
  worldWith({
    ...acme,
    stripe: { ...acme.stripe, cards: [{ id: 'pm_1', brand: 'visa', fingerprint: 'fp_1', ...card }] },
  });

// biome-ignore lint/suspicious/noThenProperty: the word of the story format
const failsAfter = (pending: string): Outcome => ({ pending, then: 'insufficient_funds' });

describe('money on its way', () => {
  it('on day 14 pauses nobody, is paid on day 17 and ends the case', async () => {
    const world = await withCard({ type: 'sepa_debit', charges: ['insufficient_funds'] });
    renew(world);
    await pass(world, { days: 11 });
    world.stripe.customerPays('in_1', { outcome: { pending: '6d' } });
    await pass(world, { days: 16 });
    expect(rows(world, 'account')).toMatchObject([{ status: 'past_due' }]);

    await pass(world, { days: 18 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 17 }) });
    expect(templates(world)).not.toContain('paused');
  });

  it('that fails on day 17 gives fourteen more days where there is no card', async () => {
    const world = await withCard({ type: 'sepa_debit', charges: ['insufficient_funds'] });
    renew(world);
    await pass(world, { days: 11 });
    world.stripe.customerPays('in_1', { outcome: failsAfter('6d') });
    await pass(world, { days: 30, hours: 23 });
    expect(rows(world, 'account')).toMatchObject([{ status: 'past_due' }]);

    await pass(world, { days: 31, hours: 1 });

    expect(caseOf(world)).toMatchObject({ stage: 'paused', data: { paused: { at: at({ days: 31 }) } } });
  });

  it('of our own charge is silent until it fails, and is spoken of then', async () => {
    const world = await withCard({
      charges: ['insufficient_funds', failsAfter('30h'), 'insufficient_funds'],
    });
    renew(world);
    await pass(world, { days: 2 });
    expect(mails(world)).toEqual([]);

    await pass(world, { days: 4 });

    // The urgent mail of day 3 keeps a day's distance from the one that came late.
    expect(days(world)).toEqual(['11-12T21:00:00', '11-13T21:00:00']);
    expect(mails(world)[0]).toContain("payment didn't go through");
  });

  it('over several rungs leads to one mail, the one of the day it failed', async () => {
    const world = await withCard({ charges: ['processing_error', failsAfter('4d'), 'processing_error'] });
    renew(world);
    await pass(world, { days: 5, hours: 2 });

    expect(mails(world)).toEqual(['11-15T15:00:00 $49.00 for your Team plan is still open']);
    expect(rows(world, 'account')).toMatchObject([{ banner: 'payment_needs_attention' }]);
  });
});

describe('a promise of a next attempt', () => {
  it.each<[string, (world: World) => unknown]>([
    ['there is no card any more', (world) => world.stripe.removeCard('pm_1')],
  ])('is not made when %s', async (_name, change) => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { hours: 12 });
    change(world);
    await pass(world, { days: 4 });

    expect(days(world)).toEqual(['11-11T15:00:00', '11-13T15:00:00']);
    for (const { text } of world.mailbox.mails) expect(text).not.toContain('try again on');
  });

  it('is not sent after its day has come', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await keepBack(world, { days: 3 }, { days: 8 });
    await pass(world, { days: 9 });

    expect(days(world)).toEqual(['11-11T15:00:00']);
    const urgent = rows(world, 'message').find(({ template }) => template === 'payment-recovery/urgent');
    expect(urgent).toMatchObject({ status: 'DROPPED', deadline: at({ days: 6 }) });
  });

  it('names the day that is left when everything stood still', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { days: 2 });
    await stop(name, by, world.ports);
    await pass(world, { days: 5 });
    await restart(name, by, world.ports);
    await pass(world, { days: 5, hours: 2 });

    expect(world.mailbox.mails.at(-1)?.text).toContain('try again on Monday 16 November');
  });
});

describe('a new card that is declined', () => {
  it('for good leads to another request for a card', async () => {
    const world = await worldWith(withCharges('expired_card'));
    renew(world);
    await pass(world, { days: 1, hours: 2 });
    world.stripe.addCard(
      'cus_acme',
      { id: 'pm_2', brand: 'visa', fingerprint: 'fp_2', charges: ['incorrect_cvc'] },
      { default: true },
    );
    await pass(world, { days: 2 });

    expect(templates(world)).toEqual(['card-needed', 'card-needed']);
    expect(days(world)).toEqual(['11-10T15:00:00', '11-11T17:00:00']);
  });

  it('for now is told of with the day of the next attempt', async () => {
    const world = await worldWith(withCharges('expired_card'));
    renew(world);
    await pass(world, { days: 1, hours: 2 });
    world.stripe.addCard(
      'cus_acme',
      { id: 'pm_2', brand: 'visa', fingerprint: 'fp_2', charges: ['insufficient_funds', 'ok'] },
      { default: true },
    );
    await pass(world, { days: 4 });

    expect(templates(world)).toEqual(['card-needed', 'friendly', 'recovered']);
    expect(world.mailbox.mails[1]?.text).toContain('try again on Friday 13 November');
    expect(own(world)).toEqual(['11-11T17:00:00 in_1 insufficient_funds', '11-13T15:00:00 in_1 ok']);
  });
});

describe('the next open invoice', () => {
  it('is tried when the gap of the card is over, not at the next rung, and both are thanked for', async () => {
    const world = await worldWith(withCharges('insufficient_funds'));
    renew(world);
    await pass(world, { days: 5 });
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 6, hours: 2 });
    world.stripe.addCard(
      'cus_acme',
      { id: 'pm_n', brand: 'visa', fingerprint: 'fp_n', charges: ['ok'] },
      { default: true },
    );
    await pass(world, { days: 8 });

    expect(own(world).slice(-2)).toEqual(['11-16T17:00:00 in_1 ok', '11-17T13:00:00 in_2 ok']);
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
    expect(mails(world).at(-1)).toBe('11-17T13:00:00 Thank you, your payment of $98.00 has arrived');
  });
});
