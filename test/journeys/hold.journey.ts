import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, PermanentFailure } from '../../lambdas/kernel/failures.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import type { NewCard } from '../../local/stripe/index.ts';
import type { World } from '../../local/world/world.ts';
import { at, mails, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];
const alerts = (world: World) => world.events.filter(({ type }) => type === 'alert');
const locks = (world: World): string[] =>
  world.events
    .filter(({ type }) => type.startsWith('account.'))
    .map(({ type, detail }) => `${type} ${detail.subscription}${detail.holdUntil ? ` until ${detail.holdUntil}` : ''}`);
const statuses = (world: World) => world.stripe.peek('invoices').map(({ status }) => status);
const subscription = (world: World) => world.stripe.peek('subscriptions')[0];

const chargesFrom = (world: World, day: number): string[] =>
  world.stripe.charges
    .filter(({ at: when }) => toIso(when as never) >= at({ days: day }))
    .map(({ at: when, actor, card, amount, outcome }) =>
      [toIso(when as never).slice(5, 19), actor, card, amount, outcome].join(' '),
    );

const declining = (billingMode: 'flexible' | 'classic' = 'flexible') => {
  const customer = withCharges('insufficient_funds');
  return { ...customer, stripe: { ...customer.stripe, billingMode } };
};

async function paused(until: number, customer = declining(), config: object = {}): Promise<World> {
  const world = await worldWith(customer, config);
  renew(world);
  await pass(world, { days: until });
  return world;
}

async function weekly(): Promise<World> {
  const world = await worldWith({ ...declining(), interval: 'week' });
  renew(world);
  for (const week of [1, 2]) {
    await pass(world, { days: 7 * week, seconds: -1 });
    world.stripe.renew({ subscription: 'sub_acme', invoice: `in_${week + 1}` });
  }
  return world;
}

const choose = (world: World, ...charges: string[]) =>
  world.stripe.addCard('cus_acme', card('pm_n', ...charges), { default: true });

const card = (id: string, ...charges: string[]): NewCard => ({ id, brand: 'visa', fingerprint: `fp_${id}`, charges });

describe('a new card in the hold', () => {
  it('pays one price: the new period, and the old invoice is forgiven', async () => {
    const world = await paused(20);
    choose(world, 'ok');
    await pass(world, { days: 22 });

    expect(chargesFrom(world, 15)).toEqual(['11-30T15:00:00 us pm_n 4900 ok']);
    expect(statuses(world)).toEqual(['void', 'paid']);
    expect(subscription(world)).toMatchObject({ status: 'active', default_payment_method: 'pm_n' });
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 20 }) });
    expect(locks(world)).toEqual([`account.paused sub_acme until ${at({ days: 104 })}`, 'account.resumed sub_acme']);
    expect(world.mailbox.mails.at(-1)?.text).toContain('Your account is active again');
    expect(mails(world).at(-1)).toContain('your payment of $49.00 has arrived');
  });

  it('that is declined leaves everything as it was, until another one works', async () => {
    const world = await paused(20, declining(), { ladder: { tail: { attempts: 0 } } });
    const told = mails(world);
    choose(world, 'insufficient_funds');
    await pass(world, { days: 22 });
    expect(caseOf(world)).toMatchObject({ status: 'open', stage: 'paused' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'paused', banner: 'paused' }]);
    expect(mails(world)).toEqual(told);
    expect(statuses(world)).toEqual(['open', 'void']);

    world.stripe.addCard('cus_acme', card('pm_o', 'ok'), { default: true });
    await pass(world, { days: 23 });

    expect(chargesFrom(world, 15)).toEqual([
      '11-30T15:00:00 us pm_n 4900 insufficient_funds',
      '12-02T15:00:00 us pm_o 4900 ok',
    ]);
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
  });

  it('pays both where the policy collects the old invoice, one after the gap of the card', async () => {
    const world = await paused(20, declining(), { ladder: { oldInvoice: 'collect' } });
    choose(world, 'ok');
    await pass(world, { days: 20, hours: 1 });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: 'payment_needs_attention' }]);

    await pass(world, { days: 22 });

    expect(chargesFrom(world, 15)).toEqual(['11-30T15:00:00 us pm_n 4900 ok', '12-01T11:00:00 us pm_n 4900 ok']);
    expect(statuses(world)).toEqual(['paid', 'paid']);
    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: null }]);
    expect(locks(world).slice(1)).toEqual(['account.resumed sub_acme']);
  });

  it('gives a later period that fails a ladder of its own', async () => {
    const world = await paused(20, declining(), { ladder: { oldInvoice: 'collect' } });
    choose(world, 'ok', 'insufficient_funds');
    await pass(world, { days: 50 });
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 60, seconds: 1 });

    expect(rows(world, 'closed-run')).toMatchObject([{ run: 1, outcome: 'uncollectible' }]);
    expect(caseOf(world)).toMatchObject({ run: 2, status: 'open', data: { lead: 'in_2' } });
    expect(chargesFrom(world, 51).map((charge) => charge.slice(0, 22))).toEqual([
      '12-31T15:00:00 us pm_n',
      '01-02T15:00:00 us pm_n',
      '01-05T15:00:00 us pm_n',
      '01-09T15:00:00 us pm_n',
    ]);
    expect(mails(world).at(-1)).toContain("We'll pause your account");
    expect(world.executions().map(({ frame }) => frame.status)).toEqual(['ABORTED', 'RUNNING']);
  });

  it('ends nobody who runs again and still owes the old invoice at the end of the hold', async () => {
    const world = await paused(20, declining(), { ladder: { oldInvoice: 'collect' } });
    choose(world, 'ok', 'insufficient_funds', 'ok');
    await pass(world, { days: 105 });

    expect(subscription(world)?.status).not.toBe('canceled');
    expect(caseOf(world)).toMatchObject({ outcome: 'uncollectible' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: null }]);
  });
});

describe('an old invoice that is paid in the hold', () => {
  it('stays paused and says nothing of "active again" while the resumption is declined', async () => {
    const world = await paused(20);
    world.stripe.customerPays('in_1');
    await pass(world, { days: 25 });

    expect(subscription(world)).toMatchObject({ status: 'paused' });
    expect(caseOf(world)).toMatchObject({ status: 'open', stage: 'paused' });
    expect(mails(world).at(-1)).toContain('is paused');
    expect(alerts(world)).toHaveLength(1);
    expect(world.stripe.peek('customers')).toMatchObject([{ balance: -2613 }]);

    choose(world, 'ok');
    await pass(world, { days: 26 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
    expect(chargesFrom(world, 25)).toEqual(['12-05T15:00:00 us pm_n 2287 ok']);
  });

  it('is not cancelled with the hold: it stays for a person, and nobody is thanked months later', async () => {
    const world = await paused(20);
    world.stripe.customerPays('in_1');
    await pass(world, { days: 105 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 104 }) });
    expect(subscription(world)).toMatchObject({ status: 'paused' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'paused' }]);
    expect(mails(world).at(-1)).toContain('is paused');
    expect(alerts(world)).toHaveLength(2);
  });

  it.each([[['in_3', 'in_1', 'in_2']], [['in_1', 'in_2', 'in_3']]])(
    'in whatever order (%p), gives back what was locked of each',
    async (order) => {
      const world = await weekly();
      for (const [index, id] of order.entries()) {
        await pass(world, { days: 15 + index });
        world.stripe.customerPays(id);
      }
      await pass(world, { days: 20 });

      // The first two weeks were used; all of the third was locked, and pays for the week that begins.
      expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
      expect(world.stripe.peek('invoices')[3]).toMatchObject({ status: 'paid', amount_due: 0 });
      expect(world.stripe.peek('customers')).toMatchObject([{ balance: 0 }]);
    },
  );

  it('beside others is given back before a new card resumes the subscription', async () => {
    const world = await weekly();
    await pass(world, { days: 15 });
    world.stripe.customerPays('in_3');
    await pass(world, { days: 16 });
    choose(world, 'ok');
    await pass(world, { days: 17 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
    expect(statuses(world).slice(0, 3)).toEqual(['void', 'void', 'paid']);
    // The balance pays the new week.
    expect(world.stripe.peek('invoices')[3]).toMatchObject({ status: 'paid', amount_due: 0 });
    expect(world.stripe.peek('customers')).toMatchObject([{ balance: 0 }]);
  });

  it('gives the locked days back where only collection was paused', async () => {
    const world = await paused(18, declining('classic'));
    world.stripe.customerPays('in_1');
    await pass(world, { days: 19 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered' });
    expect(subscription(world)).toMatchObject({ pause_collection: null });
    expect(world.stripe.peek('customers')).toMatchObject([{ balance: -Math.round((4900 * 4) / 30) }]);
  });
});

describe('an old invoice that is forgiven in the hold', () => {
  it.each<[string, (world: World) => unknown]>([
    ['voided', (world) => world.stripe.voidInvoice('in_1')],
    ['uncollectible', (world) => world.stripe.markUncollectible('in_1')],
  ])(
    '(%s) keeps its case: a person is told, a card resumes it, the end of the hold ends it',
    async (_name, forgive) => {
      const world = await paused(20);
      forgive(world);
      await pass(world, { days: 30 });
      expect(caseOf(world)).toMatchObject({ status: 'open', stage: 'paused' });
      expect(alerts(world)).toMatchObject([{ detail: { alert: 'case_attention' } }]);

      await pass(world, { days: 105 });

      expect(subscription(world)).toMatchObject({ status: 'canceled' });
      expect(caseOf(world)).toMatchObject({ outcome: 'expired_hold' });
    },
  );

  it('and is resumed by a new card is recovered, with thanks for what was paid', async () => {
    const world = await paused(20);
    world.stripe.voidInvoice('in_1');
    await pass(world, { days: 21 });
    choose(world, 'ok');
    await pass(world, { days: 22 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 21 }) });
    expect(mails(world).at(-1)).toContain('your payment of $49.00 has arrived');
  });

  it('lifts the older pause at once', async () => {
    const world = await paused(20, declining('classic'));
    world.stripe.voidInvoice('in_1');
    await pass(world, { days: 21 });

    expect(subscription(world)).toMatchObject({ pause_collection: null });
    expect(caseOf(world)).toMatchObject({ outcome: 'voided' });
    expect(rows(world, 'account')).toMatchObject([{ status: 'active', banner: null }]);
  });
});

describe('a pause that Stripe does not carry out', () => {
  it.each([
    ['refuses for good', () => new PermanentFailure('no')],
    ['does not answer', () => new OutcomeUnknown('500')],
  ])('locks all the same, alerts, and is made up for later: Stripe %s', async (_name, failure) => {
    let broken = true;
    const world = await worldWith(
      declining(),
      {},
      {
        ports: (ports) => ({
          ...ports,
          billing: {
            ...ports.billing,
            pause: async (...of) => {
              if (broken) throw failure();
              return ports.billing.pause(...of);
            },
          },
        }),
      },
    );
    renew(world);
    await pass(world, { days: 14, hours: 3 });

    expect(rows(world, 'account')).toMatchObject([{ status: 'paused', banner: 'paused' }]);
    expect(world.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['account.paused', 'alert']));
    expect(alerts(world).filter(({ detail }) => detail.alert === 'access_lock_failed')).toMatchObject([
      { detail: { why: expect.stringMatching(/^sub_acme is locked and not paused at Stripe: /) } },
    ]);
    expect(mails(world).at(-1)).toContain('is paused');
    expect(subscription(world)).toMatchObject({ status: 'past_due' });

    broken = false;
    await pass(world, { days: 16 });

    expect(subscription(world)).toMatchObject({ status: 'paused' });
    expect(caseOf(world)).toMatchObject({
      status: 'open',
      data: { paused: { at: at({ days: 14 }), how: 'subscription' } },
    });
  });
});

describe('the price in the paused mail', () => {
  it('is the one of today, not of the old invoice', async () => {
    const world = await worldWith(declining());
    renew(world);
    await pass(world, { days: 5 });
    world.stripe.changeSubscription('sub_acme', { plan: 'business', amount: 49_900 });
    await pass(world, { days: 15 });

    expect(world.mailbox.mails.at(-1)?.text).toContain('Resuming costs $499.00');
  });
});
