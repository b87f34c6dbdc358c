import { ConfigError, mergeConfig, type RetentionConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import type { DueStep } from './read-story.ts';
import type { Step } from './step-schema.ts';

/** The resolved configuration, or one mistake per problem, each with the path inside the story. */
export function configOf(input: unknown, path: string, mistakes: string[]): RetentionConfig | undefined {
  try {
    return resolveConfig(input);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    mistakes.push(...error.message.split('\n').map((line) => `${path}.${line}`));
    return undefined;
  }
}

/** What a step lays over the configuration, and under which field it says so. */
export function configIn(step: Step): { readonly field: string; readonly set: unknown } | undefined {
  if (step.do === 'config') return { field: 'set', set: step.set };
  return step.do === 'deploy' && step.config ? { field: 'config', set: step.config } : undefined;
}

/** Lays the story's changes over each other in time, so that a wrong one is found before anything is played. */
export function configsOf(steps: readonly DueStep[], input: unknown, mistakes: string[]): void {
  let laid = input;
  for (const { step, index } of [...steps].sort((a, b) => a.due - b.due)) {
    const change = configIn(step);
    if (!change) continue;
    laid = mergeConfig(laid, change.set);
    configOf(laid, `story[${index}].${change.field}`, mistakes);
  }
}
