import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OrderedLines } from '../../../local/console/board-order.ts';

interface Line {
  readonly key: string;
  readonly rank: number;
}

const byRank = (a: Line, b: Line): number => a.rank - b.rank || (a.key < b.key ? -1 : 1);

describe('lines in order', () => {
  it('are what sorting all of them gives, however they came, changed and went', () => {
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      rank: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      looks: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const lines = new OrderedLines<Line>(byRank);
        const known = new Map<string, Line>();
        for (const { key, rank, looks } of changes) {
          const line = rank === undefined ? undefined : { key, rank };
          lines.set(key, line);
          if (line) known.set(key, line);
          else known.delete(key);
          if (looks) expect(lines.list()).toEqual([...known.values()].sort(byRank));
        }
        expect(lines.list()).toEqual([...known.values()].sort(byRank));
      }),
    );
  });

  it('are the same list as long as nothing changes', () => {
    const lines = new OrderedLines<Line>(byRank);
    lines.set('a', { key: 'a', rank: 1 });

    expect(lines.list()).toBe(lines.list());
  });
});
