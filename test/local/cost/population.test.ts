import { describe, expect, it } from '@jest/globals';
import { happensTo, lifeOf, lives } from '../../../local/cost/population.ts';

describe('the population', () => {
  it('has lives whose shares add up to everybody', () => {
    expect(lives.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('gives every life nearly its share of 500 accounts', () => {
    for (const { name, share } of lives) {
      const found = Array.from({ length: 500 }, (_, index) => lifeOf(index)).filter((life) => life.name === name);
      expect(Math.abs(found.length - 500 * share)).toBeLessThan(3);
    }
  });

  it('gives one in twenty a large plan, among those who pay and those who fail', () => {
    const large = Array.from({ length: 1000 }, (_, index) => index).filter((index) => happensTo(index, 'highValue'));
    expect(large.length).toBeGreaterThan(45);
    expect(large.length).toBeLessThan(55);
    expect(large.some((index) => lifeOf(index).name !== 'pays')).toBe(true);
  });
});
