import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import { type JourneyRow, journeyRows } from './journeys.ts';

export type State = 'ready' | 'needs' | 'off' | 'later';

export interface Readiness {
  readonly name: string;
  readonly level: JourneyRow['level'];
  readonly state: State;
  /** One line each: what is missing and where it is set, or how it runs. */
  readonly lines: readonly string[];
}

/** Per journey, from the configuration alone: it says what is missing, and keeps nothing from running. */
export const readinessOf = (config: RetentionConfig): Readiness[] => journeyRows.map((row) => ofRow(row, config));

function ofRow(row: JourneyRow, config: RetentionConfig): Readiness {
  const { name, level, runs, needs = [], does } = row;
  if (!runs) return { name, level, state: 'later', lines: [`${does}; not in this release`] };
  const missing = needs.filter((need) => need.missing(config));
  if (missing.length > 0)
    return { name, level, state: 'needs', lines: missing.map(({ fact, where }) => `${fact}: ${where}`) };
  const own = config.mode[runs];
  const mode = typeof own === 'string' ? own : (own?.mode ?? config.mode.default);
  if (mode === 'observe')
    return {
      name,
      level,
      state: 'off',
      lines: [`mode is observe: it writes down what it would do (mode in retention.config.ts)`],
    };
  const live = mode === 'live' ? 'it acts' : 'all mail goes to you, nothing changes at Stripe';
  return { name, level, state: 'ready', lines: [`${does}; mode ${mode}: ${live}`] };
}

const levels: Readonly<Record<JourneyRow['level'], string>> = {
  1: 'Level 1: Stripe alone',
  2: 'Level 2: and product events',
  3: 'Level 3: and goals and KPIs',
};

export function linesOf(all: readonly Readiness[]): string[] {
  return ([1, 2, 3] as const).flatMap((level) => [
    levels[level],
    ...all
      .filter((one) => one.level === level)
      .flatMap(({ name, state, lines }) =>
        lines.map((line, at) => `  ${(at === 0 ? state : '').padEnd(6)}${(at === 0 ? name : '').padEnd(18)}${line}`),
      ),
    '',
  ]);
}
