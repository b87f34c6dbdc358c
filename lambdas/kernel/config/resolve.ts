import type { Check } from './check.ts';
import { complain } from './check.ts';
import { brandChecks } from './check-brand.ts';
import { clientAuthChecks } from './check-client-auth.ts';
import { healthChecks } from './check-health.ts';
import { messagingChecks } from './check-messaging.ts';
import { planChecks } from './check-plans.ts';
import { ladderChecks } from './check-recovery.ts';
import { migrateConfig } from './migrations/migrate.ts';
import { ConfigError, type ConfigProblem } from './problems.ts';
import { problemsOf } from './read-issues.ts';
import { complete, type RetentionConfig } from './resolved.ts';
import { configSchema, type RetentionConfigInput } from './schema.ts';

const checks: readonly Check[] = [
  ...ladderChecks,
  ...planChecks,
  ...healthChecks,
  ...messagingChecks,
  ...brandChecks,
  ...clientAuthChecks,
];

/** Identity: gives `retention.config.ts` its types and nothing else. */
export const defineConfig = (input: RetentionConfigInput): RetentionConfigInput => input;

/**
 * Migrates what an earlier release wrote, fills every default and checks every field, then the fields against each other. What it returns may be resolved again.
 * @throws ConfigError with every problem found, each with path, value, what is allowed and the likely repair
 */
export function resolveConfig(input: unknown): RetentionConfig {
  const { input: current } = migrateConfig(input);
  const parsed = configSchema.safeParse(current);
  if (!parsed.success) throw new ConfigError(problemsOf(parsed.error.issues, configSchema, current));
  const config = complete(parsed.data);
  const problems = checks.flatMap((check) => check(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Usable, but probably not what was meant; printed by `doctor` and at start. */
export function configWarnings({ events, plans }: RetentionConfig): readonly ConfigProblem[] {
  const few = events.keyFeatures.length > 0 && events.keyFeatures.length < 4;
  return [
    ...(few
      ? complain(['events', 'keyFeatures'], events.keyFeatures.length, {
          allowed: 'four or more key features',
          fix: 'with fewer, no account can reach ten points of core_feature_adoption',
        })
      : []),
    ...(plans.length === 0
      ? complain(['plans'], 'none', {
          allowed: 'the plans you sell',
          fix: 'without them no limit, successor or smaller plan can be offered',
        })
      : []),
  ];
}
