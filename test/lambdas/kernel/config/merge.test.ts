import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeConfig, resolveConfig } from '../../../../lambdas/kernel/config/index.ts';
import { leastConfig } from './example.ts';

describe('mergeConfig', () => {
  it.each([
    ['objects merge', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['lists replace', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['null replaces', { a: { b: 1 } }, { a: null }, { a: null }],
    ['undefined changes nothing', { a: 1 }, { a: undefined }, { a: 1 }],
    ['an object replaces a shorthand', { a: 'live' }, { a: { mode: 'live' } }, { a: { mode: 'live' } }],
    ['a shorthand replaces an object', { a: { amount: 1 } }, { a: 5 }, { a: 5 }],
    ['a new key is added', { a: 1 }, { b: { c: 2 } }, { a: 1, b: { c: 2 } }],
  ])('%s', (_what, base, partial, expected) => {
    expect(mergeConfig(base, partial)).toEqual(expected);
  });

  it('changes neither of its arguments, nor any prototype', () => {
    const base = { a: { b: 1 } };
    const merged = mergeConfig(base, JSON.parse('{"a":{"c":2},"__proto__":{"polluted":true}}'));

    expect(base).toEqual({ a: { b: 1 } });
    expect(Object.hasOwn(Object(merged), '__proto__')).toBe(true);
    expect(Object('x').polluted).toBeUndefined();
  });

  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const tree = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.array(fc.integer()), fc.constant(null), tie('object')),
    object: fc.dictionary(key, tie('node'), { noNullPrototype: true }),
  })).object;

  it('leaves a tree as it is when merged with nothing or with itself', () => {
    fc.assert(
      fc.property(tree, (base) => {
        expect(mergeConfig(base, {})).toEqual(base);
        expect(mergeConfig(base, base)).toEqual(base);
        expect(mergeConfig({}, base)).toEqual(base);
      }),
    );
  });

  it('lets every leaf of the partial win', () => {
    fc.assert(
      fc.property(tree, tree, (base, partial) => {
        const merged = mergeConfig(base, partial);
        expect(mergeConfig(merged, partial)).toEqual(merged);
        expect(merged).toMatchObject(Object(partial));
      }),
    );
  });

  it('reaches one number of a deep row and keeps the rest of it', () => {
    const config = resolveConfig(mergeConfig(leastConfig, { ladder: { jitter: { above: 5 } }, caps: { '7d': 4 } }));

    expect(config.ladder.jitter).toMatchObject({ above: 5, per: '1m', max: '10m' });
    expect(config.caps).toMatchObject({ '24h': 1, '7d': 4, '30d': 8 });
  });
});
