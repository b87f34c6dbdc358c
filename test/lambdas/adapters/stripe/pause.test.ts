import { describe, expect, it } from '@jest/globals';
import { PermanentFailure } from '../../../../lambdas/kernel/failures.ts';
import { acme } from '../../../../local/world/acme.ts';
import type { World } from '../../../../local/world/world.ts';
import { worldWith } from '../../../journeys/world.ts';

const posts = (world: World) =>
  world.stripe.calls.filter(({ method }) => method === 'POST').map(({ path, status }) => `${path.slice(18)} ${status}`);

const pause = async (world: World) => {
  const read = await world.ports.billing.subscription('sub_acme', 'attempt');
  // As an older read would have it: what stands at Stripe is seen only by the call.
  return world.ports.billing.pause({ ...read, billingMode: 'flexible', status: 'past_due' }, 'key');
};

const worldOf = (billingMode: 'flexible' | 'classic') =>
  worldWith({ ...acme, stripe: { ...acme.stripe, billingMode } });

describe('pausing', () => {
  it('is a true pause where the subscription allows it', async () => {
    const world = await worldOf('flexible');

    expect(await pause(world)).toBe('subscription');
    expect(posts(world)).toEqual(['sub_acme/pause 200']);
  });

  it('falls back for a subscription of the older billing mode', async () => {
    const world = await worldOf('classic');

    expect(await pause(world)).toBe('collection');
    expect(posts(world)).toEqual(['sub_acme/pause 400', 'sub_acme 200']);
  });

  it('takes one that was paused meanwhile for what it is', async () => {
    const world = await worldOf('flexible');
    await pause(world);
    const read = await world.ports.billing.subscription('sub_acme', 'attempt');

    expect(await world.ports.billing.pause({ ...read, status: 'past_due' }, 'another')).toBe('subscription');
    expect(await world.ports.billing.pause(read, 'third')).toBe('subscription');
    expect(posts(world)).toEqual(['sub_acme/pause 200', 'sub_acme/pause 400']);
  });

  it('does not put a weaker pause in place of one that is refused for another reason', async () => {
    const world = await worldOf('flexible');
    world.stripe.cancelSubscription('sub_acme', { when: 'now' });

    await expect(pause(world)).rejects.toThrow(PermanentFailure);
    expect(posts(world)).toEqual(['sub_acme/pause 400']);
  });
});
