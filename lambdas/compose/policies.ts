import input from '../../retention.config.ts';
import { storedPolicies, storePolicy } from '../adapters/policies.ts';
import { resolveConfig } from '../kernel/config/index.ts';
import type { Policies } from '../kernel/ports.ts';
import { once } from './once.ts';
import { rows } from './table.ts';

const config = once(() => resolveConfig(input));
const stored = once(() => storePolicy(rows(), config()));

/** The configuration this bundle was built with. Its row is there before anybody is told its hash, deploy step or not. */
const compose = once((): Policies => {
  const known = storedPolicies(rows(), config);
  return {
    load: (hash) => known.load(hash),
    current: async () => {
      await stored();
      return known.current();
    },
  };
});

export const policies = () => ({ policies: compose() });
