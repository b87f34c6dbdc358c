import { resolveConfig } from '../../lambdas/kernel/config/index.ts';
import input from '../../retention.config.ts';

/** The domains of both senders, each once. */
export function mailDomains(): readonly string[] {
  const { service, lifecycle } = resolveConfig(input).senders;
  return [...new Set([service.address, lifecycle.address].map((address) => address.slice(address.indexOf('@') + 1)))];
}
