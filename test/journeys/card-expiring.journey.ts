import { describe, expect, it } from '@jest/globals';
import { scanCards } from '../../lambdas/cards/scan-cards.ts';
import type { Mode } from '../../lambdas/kernel/config/index.ts';
import type { Duration } from '../../lambdas/kernel/instant.ts';
import type { NewCard } from '../../local/stripe/index.ts';
import type { Customer } from '../../local/world/settle-in.ts';
import type { World } from '../../local/world/world.ts';
import { acme, agree, customersMails, mails, pass, renew, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const due = (world: World) => rows(world, 'card-ref').map(({ id, dueSk }) => `${id} ${String(dueSk).slice(0, 10)}`);

const december: NewCard = {
  id: 'pm_1',
  brand: 'visa',
  fingerprint: 'fp_1',
  last4: '4242',
  exp: '2026-12',
  charges: ['ok'],
};

/** Billed on the 10th: the charge of 10 December works, the one of 10 January would not. */
const expiring = (over: Partial<Customer> = {}, card: Partial<NewCard> = {}): Customer => ({
  ...acme,
  ...over,
  stripe: { ...acme.stripe, cards: [{ ...december, ...card }] },
});

const scan = (world: World) => world.act('card-scan', scanCards);

/** To the day after the last charge that works, and past the spread. */
const pastSpread: Duration = { days: 38 };

async function playedTo(until: Duration, customer = expiring(), overrides: object = {}): Promise<World> {
  const world = await worldWith(customer, overrides);
  await pass(world, until);
  return world;
}

const subject = 'The card for your Team plan expires soon';

describe('a card that expires before its next charge', () => {
  it('is announced once, after the charge that still works, in the reader\u2019s daytime', async () => {
    const world = await playedTo(pastSpread);

    expect(customersMails(world).map((mail) => mail.subject)).toEqual([subject]);
    const [mail] = customersMails(world);
    expect(mail?.at).toMatch(/^2026-12-1[2-8]T13:00:00/);
    expect(mail?.text).toContain(
      "The Visa card ending in 4242 that pays for Acme Ltd's Team plan is valid until the end of December 2026.",
    );
    expect(mail?.text).toContain('The next payment of $49.00 is due on Sunday 10 January 2027, after that.');
    expect(mail?.text).toMatch(/\/p\/update-card\/[\s\S]+\/p\/backup-card\//);
    expect(due(world)).toEqual(['pm_1 undefined']);
  });

  it.each<[string, (world: World) => unknown]>([
    ['was renewed by its network', (world) => world.stripe.updateCard('pm_1', { automatic: true, exp: '2030-01' })],
    [
      'was replaced',
      (world) =>
        world.stripe.addCard(
          'cus_acme',
          { ...december, id: 'pm_2', fingerprint: 'fp_2', exp: '2029-05' },
          { default: true, on: 'subscription' },
        ),
    ],
    ['left the customer', (world) => world.stripe.removeCard('pm_1')],
    [
      'pays a plan that is cancelled to its end',
      (world) => world.stripe.cancelSubscription('sub_acme', { when: 'period_end' }),
    ],
    ['has a backup card beside it', (world) => withBackup(world)],
  ])('is not announced when it %s', async (_name, happens) => {
    const world = await playedTo({ days: 20 });
    await happens(world);
    await pass(world, pastSpread);

    expect(mails(world)).toEqual([]);
  });

  it('is announced all the same beside a backup card that expires as early', async () => {
    const world = await playedTo({ days: 20 });
    await withBackup(world, '2026-12');
    await pass(world, pastSpread);

    expect(customersMails(world).map((mail) => mail.subject)).toEqual([subject]);
  });

  it('is left to the mails of recovery while a payment is being recovered', async () => {
    const world = await worldWith(expiring({}, { charges: ['expired_card'] }));
    await pass(world, { days: 30 });
    renew(world);
    await pass(world, { days: 45 });

    expect(customersMails(world).filter((mail) => mail.subject === subject)).toEqual([]);
  });

  it('of a yearly plan is announced before its renewal, months after it expired', async () => {
    const world = await playedTo({ days: 100 }, expiring({ interval: 'year' }, { exp: '2027-06' }));
    expect(mails(world)).toEqual([]);

    await pass(world, { days: 345 });
    const [mail] = customersMails(world);
    expect(mail?.subject).toBe('The card for your Team plan has expired');
    expect(mail?.at.slice(0, 7)).toBe('2027-10');
    expect(mail?.text).toContain(
      'was valid until the end of June 2027. The next payment of $588.00 is due on Wednesday 10 November, after that.',
    );
    expect(mail?.text).not.toMatch(/month/i);
  });
});

describe('the scan', () => {
  it('writes one mail however often it runs, also when it dies between the mail and the index', async () => {
    const world = await playedTo({ days: 31, hours: 1 });
    const { rows: table } = world.ports;
    const { update } = table;
    let died = 0;
    Object.assign(table, {
      update: async (...of: Parameters<typeof update>) => {
        const leaves = of[0].sk === 'CARDREF#pm_1' && of[1].remove?.includes('dueSk');
        if (!leaves || died > 0) return update.apply(table, of);
        died += 1;
        throw new Error('the process is gone');
      },
    });
    await pass(world, pastSpread);
    for (let times = 0; times < 3; times += 1) await scan(world);
    await pass(world, { days: 45 });

    expect(died).toBe(1);
    expect(customersMails(world).map((mail) => mail.subject)).toEqual([subject]);
    expect(due(world)).toEqual(['pm_1 undefined']);
  });

  it('does not walk over cards that expire later, and asks Stripe nothing about them', async () => {
    const world = await playedTo({ days: 40 }, expiring({}, { exp: '2028-01' }));
    const asked = world.stripe.calls.length;
    const ending = await scan(world);

    expect(ending).toMatchObject({ kind: 'returned', value: { cards: 0 } });
    expect(world.stripe.calls).toHaveLength(asked);
    expect(due(world)).toEqual(['pm_1 2027-12-31']);
  });

  it.each<[Mode, number]>([
    ['observe', 0],
    ['mail-to-me', 1],
  ])('keeps to the mode %s', async (mode, sent) => {
    const world = await playedTo(pastSpread, expiring(), { mode: { default: mode }, mailTo: 'me@northwind.test' });

    expect(customersMails(world).map(({ to }) => to.join())).toEqual(
      Array.from({ length: sent }, () => 'me@northwind.test'),
    );
    expect(rows(world, 'message')).toMatchObject([{ status: mode === 'observe' ? 'WOULD_SEND' : 'SENT', mode }]);
  });
});

async function withBackup(world: World, exp = '2029-01'): Promise<void> {
  world.stripe.addCard('cus_acme', { ...december, id: 'pm_b', fingerprint: 'fp_b', exp }, { default: false });
  await agree(world, 'pm_b');
}
