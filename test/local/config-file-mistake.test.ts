import { describe, expect, it } from '@jest/globals';
import { configFileMistake } from '../../local/config-file-mistake.ts';

/** As Node 24 throws it: the place stands before the words for what cannot be parsed, after them for what cannot be run. */
const thrown = (message: string, stack: string): Error => Object.assign(new Error(message), { stack });

describe('a configuration file that does not load', () => {
  it.each([
    [
      'a comma too few',
      thrown(
        "Expected ',', got ';'",
        'file:///home/me/retention.config.ts:78\n  },\n});\n  ^\n\nSyntaxError: Expected',
      ),
      "retention.config.ts cannot be loaded at line 78: Expected ',', got ';'",
    ],
    [
      'a name it does not know',
      thrown(
        'acme is not defined',
        'ReferenceError: acme is not defined\n    at file:///home/me/retention.config.ts:11:9',
      ),
      'retention.config.ts cannot be loaded at line 11: acme is not defined',
    ],
    [
      'an import that is not there',
      thrown(
        "Cannot find module 'a' imported from /home/me/retention.config.ts",
        "Error: Cannot find module 'a' imported from /home/me/retention.config.ts\n    at resolve",
      ),
      "retention.config.ts cannot be loaded: Cannot find module 'a' imported from /home/me/retention.config.ts",
    ],
  ])('is told in one line with its place: %s', (_what, error, words) => {
    expect(configFileMistake(error)).toBe(words);
  });

  it.each([
    [
      'a fault of ours that passed through it',
      thrown('no', 'TypeError: no\n    at a (lambdas/a.ts:1:1)\n    at b (b.ts:1:1)\n    at retention.config.ts:1:1'),
    ],
    ['no error at all', 'retention.config.ts'],
  ])('is not %s', (_what, error) => {
    expect(configFileMistake(error)).toBeUndefined();
  });
});
