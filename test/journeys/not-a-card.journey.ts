import { describe, expect, it } from '@jest/globals';
import { type Duration, instant, after as later } from '../../lambdas/kernel/instant.ts';
import type { World } from '../../local/world/world.ts';
import { acme, at, charges, mails, pass, renew, T, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];

const paying = (type: string, ...outcomes: object[]): Promise<World> =>
  worldWith({
    ...acme,
    stripe: { ...acme.stripe, cards: [{ id: 'pm_1', type, fingerprint: 'fp_1', charges: outcomes as never }] },
  });

/** With what Stripe does by itself: settles what is on its way, and retries where it may. */
async function passWithStripe(world: World, elapsed: Duration): Promise<void> {
  const end = later(T, elapsed);
  for (;;) {
    const due = Math.min(world.stripe.nextSettlement()?.due ?? end, world.stripe.nextAutomaticAttempt()?.due ?? end);
    if (due >= end) return world.runUntil(end);
    await world.runUntil(instant(due));
    const settlement = world.stripe.nextSettlement();
    const retry = world.stripe.nextAutomaticAttempt();
    if (settlement?.due === due) world.stripe.settle(settlement.intent);
    else if (retry?.due === due) world.stripe.automaticAttempt(retry.invoice);
  }
}

/** As stories spell it: on its way for so long, then refused. */
const bouncing = (pending: string): object => JSON.parse(`{ "pending": "${pending}", "then": "insufficient_funds" }`);
const failsAtOnce = { code: 'insufficient_funds' };

describe('a bank debit', () => {
  it('in processing is no failure: nothing opens until it has bounced', async () => {
    const world = await paying('sepa_debit', bouncing('4d'));
    renew(world);

    await passWithStripe(world, { days: 3, hours: 23 });
    expect(caseOf(world)).toBeUndefined();
    await passWithStripe(world, { days: 4, minutes: 1 });
    expect(caseOf(world)).toMatchObject({ status: 'open', openedAt: at({ days: 4 }), data: { class: 'NOT_A_CARD' } });
  });

  it('gets no retry of ours, the mails of the ladder without a promised try, and the pause', async () => {
    const world = await paying('sepa_debit', failsAtOnce);
    renew(world);
    await passWithStripe(world, { days: 15 });

    expect(charges(world)).toEqual(['11-10T15:00:00 stripe insufficient_funds']);
    expect(mails(world).map((mail) => mail.slice(0, 14))).toEqual([
      '11-11T15:00:00',
      '11-13T15:00:00',
      '11-20T15:00:00',
      '11-24T15:00:00',
    ]);
    expect(world.mailbox.mails.filter(({ text }) => /try (again|once more)/i.test(text))).toEqual([]);
  });

  it.each(['sepa_debit', 'bacs_debit', 'paypal', 'link'])('%s is never charged by us', async (type) => {
    const world = await paying(type, failsAtOnce);
    renew(world);
    await passWithStripe(world, { days: 110 });

    expect(charges(world).filter((charge) => charge.includes(' us '))).toEqual([]);
    expect(caseOf(world)).toMatchObject({ outcome: 'expired_hold' });
  });

  it('of every week is paused on day 14, whatever the later weeks bring', async () => {
    const world = await paying('sepa_debit', failsAtOnce);
    renew(world);
    for (const week of [1, 2, 3]) {
      await passWithStripe(world, { days: 7 * week - 1 });
      world.stripe.renew({ subscription: 'sub_acme', invoice: `in_${week + 1}` });
    }
    await passWithStripe(world, { days: 21 });

    expect(caseOf(world)).toMatchObject({ data: { paused: { at: at({ days: 14 }) } } });
  });

  it('that is ACH keeps the two retries of Stripe, and is paused 14 days after the last of them failed', async () => {
    const world = await paying('us_bank_account', failsAtOnce);
    renew(world);
    await passWithStripe(world, { days: 40 });

    const attempts = world.stripe.charges.map(({ at: when }) => when);
    expect(world.stripe.charges.every(({ actor }) => actor === 'stripe')).toBe(true);
    expect(attempts.length).toBeGreaterThan(1);
    const last = instant(Math.max(...attempts));
    expect(rows(world, 'case')).toMatchObject([
      { data: { paused: { at: new Date(later(last, { days: 14 })).toISOString() } } },
    ]);
    expect(world.stripe.peek('invoices')).toMatchObject([{ auto_advance: false }]);
  });

  it('that the customer sends is waited for, without a word, and thanked for', async () => {
    const world = await paying('sepa_debit', failsAtOnce);
    renew(world);
    await passWithStripe(world, { days: 2 });

    world.stripe.customerPays('in_1', { outcome: { pending: '6d' } });
    await passWithStripe(world, { days: 7 });
    expect(mails(world)).toHaveLength(1);
    await passWithStripe(world, { days: 9 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 8 }) });
    expect(world.mailbox.mails.at(-1)?.subject).toContain('Thank');
  });

  it('that the customer sends and that bounces is spoken of once, not three times', async () => {
    const world = await paying('sepa_debit', failsAtOnce);
    renew(world);
    await passWithStripe(world, { hours: 12 });

    world.stripe.customerPays('in_1', { outcome: bouncing('7d') });
    await passWithStripe(world, { days: 8 });

    expect(mails(world)).toEqual(['11-18T13:00:00 $49.00 for your Team plan is still open']);
  });

  it('drops a mail that waits for the morning when money is on its way by then', async () => {
    const world = await worldWith({
      ...acme,
      zone: 'Asia/Tokyo',
      stripe: { ...acme.stripe, cards: [{ id: 'pm_1', fingerprint: 'fp_1', charges: ['lost_card'] }] },
    });
    renew(world);
    await pass(world, { hours: 1 });

    world.stripe.customerPays('in_1', { outcome: { pending: '3d' } });
    await pass(world, { days: 2 });

    expect(mails(world)).toEqual([]);
  });
});
