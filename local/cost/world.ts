import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import { parseInstant } from '../../lambdas/kernel/instant.ts';
import example from '../../retention.config.ts';
import { World } from '../world/world.ts';

/** Seven minutes past: no round time, so that nothing falls on a tick by chance. */
export const start = parseInstant('2026-11-01T00:07:00Z');

/** Your company with every journey on: what costs nothing because it is switched off would cost tomorrow. */
export const emptyWorld = (): Promise<World> =>
  World.create(start, resolveConfig(mergeConfig(example, { mode: { default: 'live' } })));
