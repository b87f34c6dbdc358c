import { describe, expect, it } from '@jest/globals';
import { loadCase } from '../../lambdas/cases/load-case.ts';
import type { Duration } from '../../lambdas/kernel/instant.ts';
import { offeredDays, raisePromise } from '../../lambdas/recovery/promise.ts';
import { parseRecovery } from '../../lambdas/recovery/state.ts';
import type { World } from '../../local/world/world.ts';
import { charges, customersMails, mails, pass, renew, withCharges, worldWith } from './world.ts';

const about = { account: 'acme', case: 'CASE#payment-recovery#sub_acme' };

const promise = (world: World, on: string) => raisePromise({ ...about, on, by: 'ada@acme.test' }, world.ports);

const dataOf = async (world: World) => {
  const row = await loadCase(world.ports.rows, about.account, about.case);
  return parseRecovery(row?.data);
};

/** A renewal that fails for lack of funds on a Tuesday at ten in New York; the customer names a day after the friendly mail. */
async function promised(
  on: string,
  outcomes: string[],
  days = 16,
  at: Duration = { days: 1, hours: 6 },
): Promise<World> {
  const world = await worldWith(withCharges(...outcomes));
  renew(world);
  await pass(world, at);
  expect(await promise(world, on)).toEqual({ kind: 'promised', on });
  await pass(world, { days });
  return world;
}

const short = 'insufficient_funds';

describe('a customer who asks to be charged on a day', () => {
  it('is charged on that day and not before, and a payment then ends it', async () => {
    const world = await promised('2026-11-18', [short, short, 'ok']);

    expect(charges(world)).toEqual([
      `11-10T15:00:00 stripe ${short}`,
      `11-11T15:00:00 us ${short}`,
      '11-18T15:00:00 us ok',
    ]);
    expect(mails(world)).toEqual([
      "11-11T15:00:00 Your Northwind Metrics payment didn't go through",
      expect.stringMatching(/^11-18T15:00:00 /),
    ]);
    expect((await dataOf(world)).results['retry-2']).toMatchObject({
      kind: 'paid',
      why: 'promise: the customer asked to be charged on 2026-11-18',
    });
  });

  it('has broken a promise: the rungs that are left follow at their distance, and day 10 keeps its day', async () => {
    const world = await promised('2026-11-18', [short]);

    expect(charges(world)).toEqual([
      `11-10T15:00:00 stripe ${short}`,
      `11-11T15:00:00 us ${short}`,
      `11-18T15:00:00 us ${short}`,
      `11-19T11:00:00 us ${short}`,
      `11-20T15:00:00 us ${short}`,
    ]);
  });

  it('names day 12: the last attempt goes there, and its notice goes on day 10 and names the day', async () => {
    const world = await promised('2026-11-22', [short]);

    expect(charges(world)).toEqual([
      `11-10T15:00:00 stripe ${short}`,
      `11-11T15:00:00 us ${short}`,
      `11-22T15:00:00 us ${short}`,
    ]);
    expect(customersMails(world).map(({ at, text }) => [at.slice(5, 13), text.includes('Sunday 22 November')])).toEqual(
      [
        ['11-11T15', false],
        ['11-20T15', true],
        ['11-24T15', false],
      ],
    );
  });

  it('is heard once, may change their mind, and is told where a day cannot be kept', async () => {
    const world = await worldWith(withCharges(short));
    renew(world);
    await pass(world, { days: 1, hours: 6 });
    const news = async () => (await loadCase(world.ports.rows, about.account, about.case))?.news;

    expect(await offeredDays(about, world.ports)).toMatchObject({ kind: 'days', zone: 'America/New_York' });
    expect(await promise(world, '2026-11-20')).toMatchObject({ kind: 'promised' });
    const heard = await news();
    expect(await promise(world, '2026-11-20')).toMatchObject({ kind: 'repeat' });
    expect(await news()).toBe(heard);
    expect(await promise(world, '2026-11-24')).toEqual({ kind: 'refused', reason: 'out_of_bounds' });
    await pass(world, { days: 1, hours: 7 });
    expect(await promise(world, '2026-11-16')).toMatchObject({ kind: 'promised' });
    await pass(world, { days: 1, hours: 8 });
    expect(await promise(world, '2026-11-20')).toMatchObject({ kind: 'promised' });
    expect((await dataOf(world)).promise).toMatchObject({ on: '2026-11-20', by: 'ada@acme.test' });
    expect(await raisePromise({ ...about, run: 2, on: '2026-11-20', by: 'ada' }, world.ports)).toEqual({
      kind: 'over',
    });
  });
});
