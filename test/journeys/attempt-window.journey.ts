import { describe, expect, it } from '@jest/globals';
import { charges, pass, renew, withCharges, worldWith } from './world.ts';

/** A renewal that fails at 22:00 in New York; paydays move attempts too, and are not what this is about. */
async function lateFailure(attemptWindow: object): Promise<string[]> {
  const world = await worldWith(withCharges('insufficient_funds'), { attemptWindow, payday: { enabled: false } });
  await pass(world, { hours: 12 });
  renew(world);
  await pass(world, { days: 16 });
  return charges(world);
}

describe('a renewal that fails at ten in the evening', () => {
  it('is tried in the account’s office hours where the policy says so; day 10 keeps its hour', async () => {
    expect(await lateFailure({ enabled: true })).toEqual([
      '11-11T03:00:00 stripe insufficient_funds',
      '11-12T14:00:00 us insufficient_funds',
      '11-14T14:00:00 us insufficient_funds',
      '11-17T14:00:00 us insufficient_funds',
      '11-21T03:00:00 us insufficient_funds',
    ]);
  });

  it('is tried at ten in the evening by default', async () => {
    expect(await lateFailure({})).toEqual([
      '11-11T03:00:00 stripe insufficient_funds',
      '11-12T03:00:00 us insufficient_funds',
      '11-14T03:00:00 us insufficient_funds',
      '11-17T03:00:00 us insufficient_funds',
      '11-21T03:00:00 us insufficient_funds',
    ]);
  });
});
