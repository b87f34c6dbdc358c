import { describe, expect, it } from '@jest/globals';
import { sharedExists } from '../local/shared.ts';

const used = [
  ['data', 'stripe', 'manifest.json'],
  ['data', 'stripe', 'events'],
  ['data', 'ses'],
  ['conformance', 'cases.jsonl'],
  ['conformance', 'cases-validation.jsonl'],
];

describe('the shared folder', () => {
  it('is there as a whole or not at all: with it, no test on recordings may skip', () => {
    const found = used.filter((parts) => sharedExists(...parts));

    expect(found).toEqual(sharedExists() ? used : []);
  });
});
