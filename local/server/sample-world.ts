import { mergeConfig, type RetentionConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { after, before, type Instant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import type { WorldOptions } from '../world/options.ts';
import { settleIn } from '../world/settle-in.ts';
import type { StoredWorld } from '../world/stored.ts';
import { World } from '../world/world.ts';
import { checkConfig } from './check-config.ts';
import { sampleCustomers } from './sample-customers.ts';

/** The renewals lie five hours and seven minutes apart: 40 of them cover eight and a half days, at no round time. */
const apart = { hours: 5, minutes: 7 };
const period = { days: 30 } as const;

/** Where `examples/react` is served from. */
const exampleOrigin = 'http://localhost:5173';

const laidOver = {
  mode: { default: 'live' },
  fx: { rates: { jpy: 0.0066 } },
  access: { origins: [new URL(example.company.urls.app).origin, exampleOrigin] },
};

/** Your company, live here, with a rate for its customers in Japan. What is laid over must not hide a mistake below it. */
function sampleConfig(): RetentionConfig {
  checkConfig();
  return resolveConfig(mergeConfig(example, laidOver));
}

/** The customers' world as it stands at `now`, begun four days earlier so that something has happened already. */
export async function sampleWorld(now: Instant, options: WorldOptions = {}): Promise<World> {
  const start = before(now, { days: 4 });
  const world = renewing(await World.create(start, sampleConfig(), options));
  for (const [index, customer] of sampleCustomers.entries()) {
    await settleIn(world, customer);
    const due = after(start, { hours: apart.hours * index, minutes: apart.minutes * index });
    planRenewal(world, due, customer.stripe.subscription);
  }
  await world.runUntil(now);
  return world;
}

/** The same customers where an earlier process left them. */
export const sampleWorldOf = async (stored: StoredWorld, options: WorldOptions = {}): Promise<World> =>
  renewing(await World.restore(stored, sampleConfig(), options));

/** Stripe bills every 30 days for as long as the subscription lives. */
function renewing(world: World): World {
  world.simulator.on('renewal', (subscription: string) => {
    world.stripe.renew({ subscription });
    const { status } = Object(world.stripe.peek('subscriptions').find(({ id }) => id === subscription));
    if (status !== 'canceled') planRenewal(world, after(world.simulator.now(), period), subscription);
  });
  return world;
}

const planRenewal = (world: World, due: Instant, subscription: string): unknown =>
  world.simulator.plan(due, 'story', `renewal of ${subscription}`, { kind: 'renewal', payload: subscription });
