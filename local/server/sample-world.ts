import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { after, before, type Instant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import { settleIn } from '../world/settle-in.ts';
import { World } from '../world/world.ts';
import { sampleCustomers } from './sample-customers.ts';

/** The renewals lie five hours and seven minutes apart: 40 of them cover eight and a half days, at no round time. */
const apart = { hours: 5, minutes: 7 };

/** The customers' world as it stands at `now`, begun four days earlier so that something has happened already. */
export async function sampleWorld(now: Instant): Promise<World> {
  const start = before(now, { days: 4 });
  const config = resolveConfig(
    mergeConfig(mergeConfig(example, { mode: { default: 'live' } }), { fx: { rates: { jpy: 0.0066 } } }),
  );
  const world = await World.create(start, config);
  for (const [index, customer] of sampleCustomers.entries()) {
    await settleIn(world, customer);
    const due = after(start, { hours: apart.hours * index, minutes: apart.minutes * index });
    const { subscription } = customer.stripe;
    world.simulator.at(due, 'story', `renewal of ${customer.name}`, () => void world.stripe.renew({ subscription }));
  }
  await world.runUntil(now);
  return world;
}
