import {
  canonicalJson,
  migrateConfig,
  type Policy,
  policyHash,
  policyOf,
  type RetentionConfig,
  withPolicy,
} from '../kernel/config/index.ts';
import { NotFound } from '../kernel/failures.ts';
import type { Policies } from '../kernel/ports.ts';
import { ifAbsent, type Key, type Rows } from '../kernel/rows.ts';

const keyOf = (hash: string): Key => ({ pk: `POLICY#${hash}`, sk: 'POLICY' });

/** Stored once by the deploy and by `npm start`: a run finds the policy it was opened with, whatever the config says today. */
export async function storePolicy(rows: Rows, config: RetentionConfig): Promise<string> {
  const policy = policyOf(config);
  const hash = policyHash(policy);
  await rows.put({ ...keyOf(hash), entity: 'policy', hash, policy: canonicalJson(policy) }, ifAbsent);
  return hash;
}

/** `current` is a function, because a story or a deploy may bring a new configuration while runs go on. */
export function storedPolicies(rows: Rows, current: () => RetentionConfig): Policies {
  const known = new Map<string, Policy>();
  const hashes = new WeakMap<RetentionConfig, string>();
  const read = async (hash: string): Promise<Policy> => {
    const item = await rows.get(keyOf(hash));
    if (!item)
      throw new NotFound(
        `policy ${hash} is not stored: deploy again, or move the run with "ops restart --policy current"`,
      );
    return migrateConfig(JSON.parse(String(item.policy))).input as Policy;
  };
  return {
    async load(hash) {
      const policy = known.get(hash) ?? (await read(hash));
      known.set(hash, policy);
      return withPolicy(current(), policy);
    },
    async current() {
      const config = current();
      const hash = hashes.get(config) ?? policyHash(policyOf(config));
      hashes.set(config, hash);
      return { hash, config };
    },
  };
}
