import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { reasonSentence, templateWords, withheldReasons } from '../../../local/console/words.ts';
import { sharedExists, sharedPath } from '../../../local/shared.ts';

const format = 'scenario-format.md';
if (!sharedExists(format))
  process.stdout.write(`${format} is not here, the reasons of the contract are not compared\n`);

describe('a reason', () => {
  (sharedExists(format) ? it : it.skip)('of the contract has its sentence, every one of them', () => {
    const line = /^- `withheld\.reason`: (.+)$/m.exec(readFileSync(sharedPath(format), 'utf8'))?.[1] ?? '';
    const codes = [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => withheldReasons[code] === undefined)).toEqual([]);
  });

  it('is one sentence or two, for people', () => {
    for (const sentence of Object.values(withheldReasons)) expect(sentence).toMatch(/^[A-Z].{20,140}\.$/);
  });

  it('nobody has words for is shown by its code', () => {
    expect(reasonSentence('of.tomorrow')).toBe('Its reason is "of.tomorrow", which this console has no sentence for.');
  });
});

describe('the name of a mail', () => {
  it('is what its template is called, without the journey', () => {
    expect(templateWords('payment-recovery/card-needed')).toBe('Card needed');
  });
});
