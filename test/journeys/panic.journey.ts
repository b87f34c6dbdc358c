import { describe, expect, it } from '@jest/globals';
import { pauseAll, resumeAll } from '../../lambdas/ops/commands.ts';
import type { World } from '../../local/world/world.ts';
import { at, charges, mails, pass, renew, withCharges, worldWith } from './world.ts';

const by = { who: 'ines', why: 'a wrong price' };
const rows = (world: World, entity: string) => [...world.table.items()].filter((item) => item.entity === entity);

async function paused(from: number, until: number): Promise<World> {
  const world = await worldWith(withCharges('processing_error'));
  renew(world);
  await pass(world, { days: from });
  await pauseAll(by, world.ports);
  await pass(world, { days: until });
  return world;
}

describe('pause-all', () => {
  it('stops mails and charges at once, and writes down who did it, when and why', async () => {
    const world = await paused(2, 4);

    expect(charges(world)).toHaveLength(2);
    expect(mails(world)).toHaveLength(1);
    expect(rows(world, 'act')).toMatchObject([{ act: 'pause-all', at: at({ days: 2 }), ...by }]);
  });

  it('stops a mail that was queued before it', async () => {
    const world = await worldWith({ ...withCharges('lost_card'), zone: 'Asia/Tokyo' });
    renew(world);
    await pass(world, { minutes: 5 });

    await pauseAll(by, world.ports);
    await pass(world, { days: 1 });

    expect(mails(world)).toEqual([]);
  });
});

describe('resume-all', () => {
  it('goes on without a burst: one charge and at most one mail in the first hour', async () => {
    const world = await paused(2, 4);

    await resumeAll(by, world.ports);
    await pass(world, { days: 4, hours: 1 });

    expect(charges(world)).toHaveLength(3);
    expect(mails(world).length).toBeLessThanOrEqual(2);
    expect(rows(world, 'act').map(({ act }) => act)).toEqual(['pause-all', 'resume-all']);
  });

  it('sends nothing whose deadline has passed meanwhile', async () => {
    const world = await worldWith({ ...withCharges('lost_card'), zone: 'Asia/Tokyo' });
    renew(world);
    await pass(world, { minutes: 5 });
    await pauseAll(by, world.ports);
    await pass(world, { days: 3, hours: 2 });

    await resumeAll(by, world.ports);
    await pass(world, { days: 4 });

    const verdicts = rows(world, 'message').map(({ key, status, verdicts: all }) => [
      String(key).split('/').at(-1),
      status,
      Object(all).at(-1).reason,
    ]);
    expect(verdicts).toContainEqual(['card-needed', 'DROPPED', 'deadline']);
    expect(mails(world).every((mail) => mail >= '11-13T17')).toBe(true);
  });
});
