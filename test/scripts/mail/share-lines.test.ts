import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareLines } from '../../../scripts/mail/share-lines.ts';

const joined = ({ shared, texts }: ReturnType<typeof shareLines>): string[] =>
  texts.map((pieces) => pieces.map((piece) => (typeof piece === 'number' ? shared[piece] : piece)).join('\n'));

describe('shareLines', () => {
  it('stores once, as one piece, the lines that always stand together', () => {
    expect(shareLines(['head\nmore\nann\nfoot', 'head\nmore\nbob\nfoot'])).toEqual({
      shared: ['head\nmore', 'foot'],
      texts: [
        [0, 'ann', 1],
        [0, 'bob', 1],
      ],
    });
  });

  it.each([
    ['nothing', ['ann\nbob'], []],
    ['a line said twice by one text', ['a\nb\na'], ['a']],
    ['a line that repeats itself at once', ['a\na'], ['a']],
    ['an empty line between different lines', ['a\n\nb', 'c\n\nd'], ['']],
    ['the whole of two equal texts', ['a\nb', 'a\nb'], ['a\nb']],
  ])('shares %s', (_, texts, shared) => {
    expect(shareLines(texts).shared).toEqual(shared);
  });

  it('gives every text back, whatever its lines', () => {
    const text = fc.array(fc.constantFrom('', 'a', 'b', 'c'), { minLength: 1 }).map((lines) => lines.join('\n'));
    fc.assert(fc.property(fc.array(text), (texts) => expect(joined(shareLines(texts))).toEqual(texts)));
  });
});
