import { describe, expect, it } from '@jest/globals';
import { storedPolicies, storePolicy } from '../../../lambdas/adapters/policies.ts';
import type { Item, Rows } from '../../../lambdas/kernel/rows.ts';
import { resolveWith } from '../kernel/config/example.ts';

/** One row, put and got back. */
function oneRow(): Pick<Rows, 'get' | 'put'> & { stored?: Item } {
  return {
    async get() {
      return this.stored;
    },
    async put(item) {
      this.stored = item;
      return { kind: 'done', item };
    },
  };
}

const rowsWith = (change: object) => {
  const rows = oneRow() as ReturnType<typeof oneRow> & Rows;
  return {
    rows,
    alter: () => {
      const policy = { ...JSON.parse(String(rows.stored?.policy)), ...change };
      rows.stored = { ...(rows.stored as Item), policy: JSON.stringify(policy) };
    },
  };
};

describe('storedPolicies', () => {
  const config = resolveWith({ highValueMrr: 70_000 });

  it('gives a run the policy of its day, with the people of today', async () => {
    const { rows } = rowsWith({});
    const hash = await storePolicy(rows, config);
    const today = resolveWith({ highValueMrr: 10_000, people: { founder: 'new@harbor.test' } });

    const loaded = await storedPolicies(rows, () => today).load(hash);

    expect([loaded.highValueMrr.amount, loaded.people.founder]).toEqual([70_000, 'new@harbor.test']);
  });

  it('refuses a policy of a later release in words, rather than half understand it', async () => {
    const { rows, alter } = rowsWith({ version: 2 });
    const hash = await storePolicy(rows, config);
    alter();

    await expect(storedPolicies(rows, () => config).load(hash)).rejects.toThrow('version: got 2, allowed is at most 1');
  });
});
