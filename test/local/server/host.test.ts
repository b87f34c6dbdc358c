import { afterEach, describe, expect, it } from '@jest/globals';
import { after as later } from '../../../lambdas/kernel/instant.ts';
import { Host } from '../../../local/server/host.ts';
import type { World } from '../../../local/world/world.ts';
import { acme, T, worldWith } from '../../journeys/world.ts';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the host of a world', () => {
  const hosts: Host[] = [];
  const hostOf = (world: World, options: ConstructorParameters<typeof Host>[2] = {}, wallNow = () => T): Host => {
    const host = new Host(world, wallNow, options);
    hosts.push(host);
    return host;
  };
  afterEach(() => {
    for (const host of hosts.splice(0)) host.stop();
  });

  it('runs one thing at a time, and goes on after one that failed', async () => {
    const host = hostOf(await worldWith(acme));
    const order: string[] = [];
    const slow = host.act(async () => {
      await pause(20);
      order.push('slow');
    });
    const failing = host.act(async () => {
      order.push('failing');
      throw new Error('no');
    });
    const quick = host.act(async () => order.push('quick'));

    await expect(failing).rejects.toThrow('no');
    await Promise.all([slow, quick]);
    expect(order).toEqual(['slow', 'failing', 'quick']);
  });

  it('stores the world before it answers', async () => {
    const saved: number[] = [];
    const host = hostOf(await worldWith(acme), { keeper: { save: (world) => saved.push(world.simulator.now() - T) } });

    await host.act(() => host.jump(later(T, { hours: 5 })));

    expect(saved).toEqual([5 * 3_600_000]);
  });

  it('lets time run at a speed until it is paused', async () => {
    const world = await worldWith(acme);
    const host = hostOf(world);

    host.play(3600);
    await pause(600);
    host.pause();
    const reached = world.simulator.now();
    await pause(300);

    expect(reached - T).toBeGreaterThanOrEqual(900_000);
    expect(world.simulator.now()).toBe(reached);
    expect(host.pace).toEqual({ kind: 'jump' });
  });

  it('follows the wall and nothing else where real keys are in use', async () => {
    const world = await worldWith(acme);
    let wall = T;
    const host = hostOf(world, { wall: 'real keys' }, () => wall);
    wall = later(T, { minutes: 3 });

    await host.act(() => host.catchUp());
    host.play(86_400);
    await pause(300);

    expect(world.simulator.now()).toBe(wall);
    expect(host.pace).toEqual({ kind: 'wall', why: 'real keys' });
  });
});
