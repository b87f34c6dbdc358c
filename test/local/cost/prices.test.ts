import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openQuota } from '../../../local/cost/open-executions.ts';
import { type Price, prices } from '../../../local/cost/prices.ts';
import { sharedExists, sharedPath } from '../../../local/shared.ts';

interface Fact {
  readonly id: string;
  readonly usd: number;
  readonly unit: string;
  readonly confidence: string;
}

const rows: [string, Price][] = Object.entries(prices);
const file = ['facts', 'aws-prices.json'] as const;
const here = sharedExists(...file) ? describe : describe.skip;
const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(sharedPath(...path), 'utf8'));

describe('the price list', () => {
  it.each(rows)('says where %s comes from', (_id, { usd, unit, source, date }) => {
    expect(usd).toBeGreaterThan(0);
    expect([unit, source, date].every((text) => text.length > 1)).toBe(true);
  });
});

here('the price list, beside the facts', () => {
  it.each(rows)('has the price, unit and confidence of %s', (id, { usd, unit, confidence }) => {
    const { prices: facts } = json(...file) as { prices: Fact[] };
    expect(facts.find((fact) => fact.id === id)).toMatchObject({ usd, unit, confidence });
  });

  it('has the quota of open executions', () => {
    expect(json('facts', 'aws-quotas.json')).toMatchObject({ step_functions: { open_executions: openQuota } });
  });
});
