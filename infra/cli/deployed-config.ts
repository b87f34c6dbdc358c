import { type RetentionConfig, resolveConfig } from '../../lambdas/kernel/config/index.ts';
import input from '../../retention.config.ts';

/** The configuration of this checkout. */
export const deployedConfig = (): RetentionConfig => resolveConfig(input);

/** The domains of both senders, each once. */
export function mailDomains(): readonly string[] {
  const { service, lifecycle } = deployedConfig().senders;
  return [...new Set([service.address, lifecycle.address].map((address) => address.slice(address.indexOf('@') + 1)))];
}
