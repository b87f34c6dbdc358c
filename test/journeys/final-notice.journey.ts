import { describe, expect, it } from '@jest/globals';
import { suppress } from '../../lambdas/messaging/address-book.ts';
import { restart, stop } from '../../lambdas/ops/commands.ts';
import type { World } from '../../local/world/world.ts';
import { keepBack } from './keep-back.ts';
import { at, mails, pass, renew, withCharges, worldWith } from './world.ts';

const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);
const pausedAt = (world: World): unknown => Object(rows(world, 'case')[0]?.data).paused?.at;
const tasks = (world: World) => rows(world, 'task').map(({ kind }) => kind);
const name = { account: 'acme', subject: 'sub_acme' };
const by = { who: 'ines', why: 'a test' };
/** Midnight in Tokyo at T: what the ladder writes there waits for the morning. */
const atNight = { ...withCharges('insufficient_funds'), zone: 'Asia/Tokyo' };

/** Until the final notice waits for the morning. */
async function waiting(customer = atNight): Promise<World> {
  const world = await worldWith(customer);
  renew(world);
  await pass(world, { days: 7 });
  if (customer.interval === 'week') world.stripe.renew({ subscription: 'sub_acme', invoice: 'in_2' });
  await pass(world, { days: 10, hours: 1 });
  return world;
}
const notices = (world: World) => mails(world).filter((mail) => mail.includes("We'll pause"));

async function failing(days: number, hours = 0): Promise<World> {
  const world = await worldWith(withCharges('insufficient_funds'));
  renew(world);
  await pass(world, { days, hours });
  return world;
}

describe('the pause', () => {
  it('follows the notice on day 14 when it left on day 10', async () => {
    const world = await failing(15);

    expect(pausedAt(world)).toBe(at({ days: 14 }));
    expect(tasks(world)).toEqual([]);
  });

  it('gives two days when the case stood still from day 9 to day 15', async () => {
    const world = await failing(9);
    await stop(name, by, world.ports);
    await pass(world, { days: 15 });
    await restart(name, by, world.ports);
    await pass(world, { days: 18 });

    expect(mails(world).slice(2)).toEqual([
      "11-25T15:00:00 We'll pause your account on Friday 27 November",
      '11-27T15:00:00 Your Team plan is paused. Everything is saved.',
    ]);
    expect(pausedAt(world)).toBe(at({ days: 17 }));
  });

  it('names another day when the notice did not leave before its own', async () => {
    const world = await failing(9);
    await keepBack(world, { days: 10 }, { days: 20 });
    await pass(world, { days: 17 });

    expect(mails(world).slice(2)).toEqual([
      expect.stringContaining("We'll pause your account on Thursday 26 November"),
      '11-26T15:00:00 Your Team plan is paused. Everything is saved.',
    ]);
  });

  it('comes in the end when no notice ever leaves, and a person knows', async () => {
    const world = await failing(9);
    for (const days of [10, 14, 16, 18]) await keepBack(world, { days }, { days: 30 });
    await pass(world, { days: 22 });

    expect(pausedAt(world)).toBe(at({ days: 20 }));
    expect(tasks(world)).toEqual(['paused_without_notice']);
  });

  it('comes on day 14 to an address that bounced, and a person knows', async () => {
    const world = await failing(1, 1);
    await suppress(world.ports, 'ada@acme.test', 'bounce', 'x');
    await pass(world, { days: 15 });

    expect(pausedAt(world)).toBe(at({ days: 14 }));
    expect(tasks(world)).toEqual(['paused_without_notice']);
  });
});

describe('a final notice that was dropped before it left is written again', () => {
  it('after a case was stopped over it and runs again', async () => {
    const world = await waiting();
    await stop(name, by, world.ports);
    await pass(world, { days: 10, hours: 12 });
    await restart(name, by, world.ports);
    await pass(world, { days: 18 });

    expect(notices(world)).toEqual(["11-24T23:00:00 We'll pause your account on Friday 27 November"]);
    expect(pausedAt(world)).toBe(at({ days: 16 }));
    expect(tasks(world)).toEqual([]);
  });

  it('after a cancellation to the period’s end was taken back', async () => {
    const world = await waiting();
    world.stripe.cancelSubscription('sub_acme', { when: 'period_end' });
    await pass(world, { days: 12 });
    world.stripe.resumeSubscription('sub_acme');
    await pass(world, { days: 20 });

    expect(notices(world)).toHaveLength(1);
    expect(pausedAt(world)).toBe(at({ days: 17, hours: 23 }));
    expect(tasks(world)).toEqual([]);
  });

  it('after the invoice it was about was paid and another one is still open', async () => {
    const world = await waiting({ ...atNight, interval: 'week' });
    world.stripe.customerPays('in_1');
    await pass(world, { days: 18 });

    expect(notices(world)).toHaveLength(1);
    expect(tasks(world)).toEqual([]);
  });
});
