import { describe, expect, it } from '@jest/globals';
import type { World } from '../../local/world/world.ts';
import { at, charges, mails, pass, renew, taskMails, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const caseOf = (world: World) => rows(world, 'case')[0];

async function weekly(...outcomes: string[]): Promise<World> {
  const world = await worldWith({ ...withCharges(...outcomes), interval: 'week' });
  renew(world);
  await pass(world, { days: 7, seconds: -1 });
  world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
  return world;
}

describe('a weekly plan with a second open invoice', () => {
  it('tries it at once when the first is paid, and says nothing again that was said', async () => {
    const world = await weekly('processing_error');
    await pass(world, { days: 8 });
    expect(Object.keys(Object(caseOf(world)?.data).taken)).toEqual(['in_2', 'in_1']);

    world.stripe.customerPays('in_1');
    await pass(world, { days: 15 });

    expect(caseOf(world)).toMatchObject({ status: 'open', data: { lead: 'in_2' } });
    expect(charges(world).slice(5)).toEqual([
      '11-18T15:00:00 customer ok',
      '11-18T15:00:00 us processing_error',
      '11-20T15:00:00 us processing_error',
    ]);
    expect(mails(world).map((mail) => mail.slice(0, 11) + mail.slice(14, 34))).toEqual([
      '11-11T15:00 Your Northwind Metr',
      '11-13T15:00 $11.31 for your Tea',
      "11-20T15:00 We'll pause your ac",
      '11-24T15:00 Your Team plan is p',
    ]);
  });

  it('ends as recovered only when none is open any more', async () => {
    const world = await weekly('processing_error');
    await pass(world, { days: 8 });
    world.stripe.customerPays('in_2');
    await pass(world, { days: 9 });
    expect(caseOf(world)).toMatchObject({ status: 'open', data: { lead: 'in_1' } });

    world.stripe.customerPays('in_1', { how: 'hosted' });
    await pass(world, { days: 10 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 9 }) });
    expect(world.mailbox.mails.at(-1)?.subject).toBe('Thank you, your payment of $22.62 has arrived');
  });
});

describe('two periods whose failures are heard of in the wrong order', () => {
  it('are led by the older one', async () => {
    const world = await worldWith({ ...withCharges('processing_error'), interval: 'week' });
    world.webhookDelayMs = 3_600_000;
    renew(world);
    await pass(world, { minutes: 1 });
    world.webhookDelayMs = 0;
    world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
    await pass(world, { days: 2 });

    expect(caseOf(world)).toMatchObject({ data: { lead: 'in_1', taken: { in_1: {}, in_2: {} } } });
    expect(world.stripe.charges.slice(2).map(({ actor, invoice }) => `${actor} ${invoice}`)).toEqual(['us in_1']);
  });
});

describe('an invoice that is marked as paid outside Stripe', () => {
  it('ends the case as recovered, and is thanked for', async () => {
    const world = await worldWith(withCharges('processing_error'));
    renew(world);
    await pass(world, { days: 2 });
    world.stripe.handle({ method: 'POST', path: '/v1/invoices/in_1/pay', params: { paid_out_of_band: 'true' } });
    await pass(world, { days: 3 });

    expect(caseOf(world)).toMatchObject({ outcome: 'recovered', closedAt: at({ days: 2 }) });
    expect(mails(world)).toHaveLength(2);
  });
});

describe('a customer whom nobody can reach', () => {
  it('is a task at the first mail that cannot leave, and only one', async () => {
    const world = await worldWith({ ...withCharges('processing_error'), contacts: [] });
    renew(world);
    await pass(world, { days: 12 });

    expect(mails(world)).toEqual([]);
    expect(rows(world, 'task')).toMatchObject([
      { kind: 'no_fact', at: at({ days: 1 }), facts: { template: 'payment-recovery/friendly' } },
    ]);
    expect(taskMails(world)[0]).toContain('Complete what a mail needs');
  });
});
