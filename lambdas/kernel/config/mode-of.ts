import { type JourneyName, type Mode, modes, type TierName } from './names.ts';
import type { RetentionConfig } from './resolved.ts';

export interface ModeQuestion {
  readonly journey: JourneyName;
  readonly tier: TierName;
  /** In [0, 1), from `stableFraction(journey, account)`: the same account stays on the same side of a rollout. */
  readonly fraction: number;
}

/** The mode one account is treated in: the journey's own where its tiers and percentage include it, else the default. */
export function modeOf(config: Pick<RetentionConfig, 'mode'>, { journey, tier, fraction }: ModeQuestion): Mode {
  const own = config.mode[journey];
  if (own === undefined) return config.mode.default;
  if (typeof own === 'string') return own;
  return own.tiers.includes(tier) && fraction * 100 < own.percent ? own.mode : config.mode.default;
}

/** The safer of two modes: a run keeps the mode it was opened in, but turning a switch back acts at once. */
export const saferMode = (a: Mode, b: Mode): Mode => (modes.indexOf(a) <= modes.indexOf(b) ? a : b);
