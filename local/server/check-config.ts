import { mergeConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import example from '../../retention.config.ts';

/** @throws BadInput with every mistake of retention.config.ts as it stands */
export function checkConfig(): void {
  resolveConfig(mergeConfig(example, {}));
}
