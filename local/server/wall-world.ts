import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import type { WorldOptions } from '../world/options.ts';
import type { StoredWorld } from '../world/stored.ts';
import { World } from '../world/world.ts';

export interface RealStripe {
  readonly key: string;
  readonly webhookSecrets: readonly string[];
}

/** Why a key cannot be used from here; undefined when it can. */
export function keyProblem(key: string, secret: string | undefined): string | undefined {
  if (/^(sk|rk)_live_/.test(key))
    return 'STRIPE_SECRET_KEY is a live key, from a laptop only a test key (sk_test_…) is used: live customers are for the deployed stage';
  if (!/^(sk|rk)_test_/.test(key)) return 'STRIPE_SECRET_KEY is no Stripe key, set a test key (sk_test_…) or unset it';
  if (!secret?.startsWith('whsec_'))
    return 'STRIPE_WEBHOOK_SECRET is missing, set what "stripe listen --forward-to localhost:4242/webhooks/stripe" prints (whsec_…)';
  return undefined;
}

export const whyWall =
  'Real Stripe keys are in use, so time is the wall’s: Stripe’s own timers and signatures cannot be moved. Mail stays in the mailbox here.';

/** No sample customers: whoever Stripe's webhooks name. The configured mode holds, `observe` until you change it. */
export async function wallWorld(
  now: Instant,
  realStripe: RealStripe,
  stored: StoredWorld | undefined,
  more: Pick<WorldOptions, 'checkpoint' | 'linkBase'>,
): Promise<World> {
  const options: WorldOptions = { ...more, realStripe };
  const config = resolveConfig(mergeConfig(example, {}));
  return stored ? World.restore(stored, config, options) : World.create(now, config, options);
}
