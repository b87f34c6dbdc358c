import { mergeConfig, migrateConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import example from '../../retention.config.ts';

/**
 * What should be changed in retention.config.ts when there is time.
 * @throws BadInput with every mistake of retention.config.ts as it stands
 */
export function checkConfig(): readonly string[] {
  resolveConfig(mergeConfig(example, {}));
  return migrateConfig(example).notes;
}
