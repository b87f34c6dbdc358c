import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, policyHash, policyOf, withPolicy } from '../../../../lambdas/kernel/config/index.ts';
import { resolveWith } from './example.ts';

const hashWith = (partial: unknown) => policyHash(policyOf(resolveWith(partial)));

describe('policy', () => {
  it.each([
    ['a colleague', { people: { operations: 'new@harbor.test' } }],
    ['where my own mail goes', { mailTo: 'me@harbor.test' }],
    ['a colour', { brand: { color: '#000000' } }],
    ['an allowed address', { allowList: ['qa@harbor.test'] }],
    ['who may act from the console', { console: { writers: ['ada'] } }],
    ['a default written out', { ladder: { pauseAt: '14d' } }],
  ])('is the same policy after a change of %s', (_what, partial) => {
    expect(hashWith(partial)).toBe(hashWith({}));
  });

  it.each([
    ['the pause', { ladder: { pauseAt: '15d' } }],
    ['a cap', { caps: { '7d': 4 } }],
    ['the mode', { mode: { default: 'live' } }],
    ['a price', { plans: [{ id: 'solo', prices: { usd: 1900 } }] }],
    ['a threshold', { highValueMrr: 60_000 }],
  ])('is another policy after a change of %s', (_what, partial) => {
    expect(hashWith(partial)).not.toBe(hashWith({}));
    expect(hashWith(partial)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('holds no address of a person', () => {
    expect(canonicalJson(policyOf(resolveWith({ allowList: ['qa@harbor.test'] })))).not.toMatch(/ada@harbor|qa@harbor/);
  });

  it('survives being stored, and is completed with the people of today', () => {
    const then = resolveWith({ ladder: { pauseAt: '15d' } });
    const now = resolveWith({ people: { founder: 'bo@harbor.test' } });
    const stored = JSON.parse(canonicalJson(policyOf(then)));
    const acted = withPolicy(now, stored);

    expect(policyHash(stored)).toBe(policyHash(policyOf(then)));
    expect(acted.ladder.pauseAt).toBe('15d');
    expect(acted.people.founder).toBe('bo@harbor.test');
  });
});

describe('canonicalJson', () => {
  it.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, c: [undefined] }, '{"c":[null]}'],
    [{ ä: 1, z: 2, Z: 3 }, '{"Z":3,"z":2,"ä":1}'],
    [{ a: 'quote " and \n' }, '{"a":"quote \\" and \\n"}'],
    [-0, '0'],
  ])('writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow(/no JSON for/);
  });

  it('reads back as the same value and ignores the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
