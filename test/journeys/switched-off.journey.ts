import { describe, expect, it } from '@jest/globals';
import { type Mode, mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { attention } from '../../lambdas/ops/commands.ts';
import type { World } from '../../local/world/world.ts';
import example from '../../retention.config.ts';
import { charges, mails, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];
const writes = (world: World) => world.stripe.calls.filter(({ method }) => method !== 'GET');

const switchTo = (world: World, mode: Mode) =>
  world.configure(resolveConfig(mergeConfig(example, { mode: { default: mode } })));

async function failing(days: number, ...outcomes: string[]): Promise<World> {
  const world = await worldWith(withCharges('processing_error', ...outcomes));
  renew(world);
  await pass(world, { days });
  return world;
}

describe.each<Mode>(['observe', 'mail-to-me'])('a run switched from live to %s in the middle', (mode) => {
  it('changes nothing more at Stripe and mails no customer', async () => {
    const world = await failing(4);
    const before = { writes: writes(world), mails: mails(world) };

    await switchTo(world, mode);
    await pass(world, { days: 120 });

    expect(writes(world)).toEqual(before.writes);
    const sent = world.mailbox.mails.slice(before.mails.length);
    expect(sent.filter(({ to }) => !to.includes('nora@northwind.test'))).toEqual([]);
  });

  it('says within a minute that nobody collects the invoice', async () => {
    const world = await failing(4);
    await switchTo(world, mode);
    await pass(world, { days: 4, minutes: 2 });

    expect(world.stripe.peek('invoices')).toMatchObject([{ status: 'open', auto_advance: false }]);
    expect(caseOf(world)).toMatchObject({ status: 'attention', attention: expect.stringContaining('nobody collects') });
    expect(await attention(world.ports)).toMatchObject([{ subject: 'sub_acme' }]);
    const alert = { alert: 'case_attention', invoices: ['in_1'], why: expect.stringContaining('auto_advance') };
    expect(world.events.filter(({ type }) => type === 'alert')).toMatchObject([{ detail: alert }]);
  });

  it('goes on when it is live again, and is flagged no longer', async () => {
    const world = await failing(4);
    await switchTo(world, mode);
    await pass(world, { days: 7 });

    await switchTo(world, 'live');
    await pass(world, { days: 7, minutes: 2 });
    expect(caseOf(world)).toMatchObject({ status: 'open' });
    expect(caseOf(world)).not.toHaveProperty('attention');
    await pass(world, { days: 11 });
    expect(charges(world).at(-1)).toBe('11-20T15:00:00 us processing_error');
  });

  it('pauses nobody over a final notice that was only observed', async () => {
    const world = await worldWith({ ...withCharges('insufficient_funds'), zone: 'Asia/Tokyo' });
    renew(world);
    await pass(world, { days: 10, hours: 1 });
    await switchTo(world, mode);
    await pass(world, { days: 11 });
    await switchTo(world, 'live');
    await pass(world, { days: 18 });

    const told = world.mailbox.mails.find(
      ({ subject, to }) => subject.startsWith("We'll") && to.includes('ada@acme.test'),
    );
    expect(told?.at).toBe('2026-11-24T23:00:00.000Z');
    expect(caseOf(world)).toMatchObject({ data: { paused: { at: '2026-11-26T15:00:00.000Z' } } });
  });

  it.each([9, 12])(
    'switched off from day %i to day 15 it pauses after its notice, and never cancels unpaused',
    async (day) => {
      const world = await failing(day);
      await switchTo(world, mode);
      await pass(world, { days: 15 });
      await switchTo(world, 'live');
      await pass(world, { days: 18 });

      const toAda = world.mailbox.mails.filter(({ to }) => to.includes('ada@acme.test')).map(({ subject }) => subject);
      expect(toAda.slice(2)).toEqual([expect.stringContaining("We'll pause"), expect.stringContaining('is paused')]);
      expect(world.stripe.peek('subscriptions')).toMatchObject([{ status: 'paused' }]);
      const from = Date.parse(Object(caseOf(world)?.data).paused.at);
      await world.runUntil((from + 90 * 86_400_000 - 1000) as never);
      expect(caseOf(world)).toMatchObject({ status: 'open' });
      await world.runUntil((from + 90 * 86_400_000 + 1000) as never);
      expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'expired_hold' });
    },
  );

  it.each([
    ['the ladder', 4, 'in_1'],
    ['the hold', 16, undefined],
  ])('tries a card that was chosen meanwhile in %s as soon as it is live again', async (_where, day, invoice) => {
    const world = await failing(day);
    await switchTo(world, mode);
    await pass(world, { days: day + 1 });
    const card = { id: 'pm_2', brand: 'visa', fingerprint: 'fp_2', charges: ['ok'] };
    world.stripe.addCard('cus_acme', card, { default: true });
    await pass(world, { days: day + 1, hours: 5 });
    expect(charges(world).filter((charge) => charge.endsWith('ok'))).toEqual([]);

    await switchTo(world, 'live');
    await pass(world, { days: day + 1, hours: 5, minutes: 2 });

    expect(world.stripe.charges.at(-1)).toMatchObject({ actor: 'us', card: 'pm_2', ...(invoice ? { invoice } : {}) });
    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'recovered' });
  });

  it('is flagged each time it is switched off', async () => {
    const world = await failing(4);
    const statuses: unknown[] = [];
    for (const [minutes, next] of [mode, 'live', mode, 'live'].entries()) {
      await switchTo(world, next as Mode);
      await pass(world, { days: 4, minutes: 3 * (minutes + 1) });
      statuses.push(caseOf(world)?.status);
    }

    expect(statuses).toEqual(['attention', 'open', 'attention', 'open']);
  });

  it('ends by itself when the customer pays', async () => {
    const world = await failing(4);
    await switchTo(world, mode);
    await pass(world, { days: 7 });

    world.stripe.customerPays('in_1');
    await pass(world, { days: 8 });

    expect(caseOf(world)).toMatchObject({ status: 'closed', outcome: 'recovered' });
    expect(await attention(world.ports)).toEqual([]);
  });

  it('calls no account churned at the end of a hold that cancelled nothing', async () => {
    const world = await failing(15);
    await switchTo(world, mode);
    await pass(world, { days: 110 });

    expect(world.stripe.peek('subscriptions')).toMatchObject([{ status: 'paused' }]);
    expect(rows(world, 'account')).toMatchObject([{ status: 'paused' }]);
  });

  it('leaves it to a person to resume what was paid while paused', async () => {
    const world = await failing(15);
    await switchTo(world, mode);

    world.stripe.customerPays('in_1');
    await pass(world, { days: 16 });

    expect(world.stripe.peek('subscriptions')).toMatchObject([{ status: 'paused' }]);
    expect(rows(world, 'account')).toMatchObject([{ status: 'paused' }]);
    const why = 'sub_acme is paid and still paused: resume it at Stripe';
    expect(world.events.at(-1)).toMatchObject({ type: 'alert', detail: { why } });
  });
});
