import { describe, expect, it } from '@jest/globals';
import { functions } from '../../../lambdas/registry.ts';
import { bundleFigures } from '../../../local/bench/bundle-bench.ts';

describe('the figures of the bundles', () => {
  it('carry the names of the registry', async () => {
    const names = ['stripe-webhook'];
    expect(Object.keys(functions)).toEqual(expect.arrayContaining(names));

    const figures = await bundleFigures(names);

    expect(Object.keys(figures)).toEqual([
      'bundle_kb_stripe-webhook',
      'bundle_full_kb_stripe-webhook',
      'cold_import_ms_stripe-webhook',
    ]);
    expect(figures['bundle_full_kb_stripe-webhook']).toBeGreaterThan(Number(figures['bundle_kb_stripe-webhook']) + 50);
    for (const figure of Object.values(figures)) expect(figure).toBeGreaterThan(1);
  });
});
