import { describe, expect, it } from '@jest/globals';
import { mergeConfig, resolveConfig } from '../../../lambdas/kernel/config/index.ts';
import { linesOf, readinessOf } from '../../../local/ready/readiness.ts';
import example from '../../fixtures/config/0.1.0.json' with { type: 'json' };

const own = {
  people: { founder: 'nora@northbeam.io', operations: 'ops@northbeam.io' },
  senders: { service: { address: 'billing@northbeam.io' }, replyTo: 'replies@northbeam.io' },
  mode: { default: 'live' },
};
const configWith = (...changes: object[]) => {
  let config: object = example;
  for (const change of changes) config = Object(mergeConfig(config as never, change));
  return resolveConfig(config as never);
};
const recovery = (...changes: object[]) => readinessOf(configWith(...changes))[0];

describe('readinessOf', () => {
  it.each<[string, object[], string, RegExp]>([
    [
      'the example’s own facts',
      [{ mode: { default: 'live' } }],
      'needs',
      /sender of your own domain: senders\.service/,
    ],
    ['an invented reply address', [own, { senders: { replyTo: 'x@in.northwind.test' } }], 'needs', /senders\.replyTo/],
    [
      'an invented person',
      [own, { people: { operations: 'ops@example.com', founder: 'a@b.test' } }],
      'needs',
      /people\./,
    ],
    ['facts of one’s own, watching', [own, { mode: { default: 'observe' } }], 'off', /mode is observe/],
    ['facts of one’s own, live', [own], 'ready', /mode live: it acts/],
    [
      'a mode of its own',
      [own, { mode: { default: 'observe', 'payment-recovery': 'mail-to-me' } }],
      'ready',
      /mode mail-to-me/,
    ],
  ])('says of %s: %#', (_name, changes, state, line) => {
    const found = recovery(...changes);

    expect(found?.state).toBe(state);
    expect(found?.lines.join('; ')).toMatch(line);
  });

  it('lists what is not in this release, by what it will need', () => {
    const lines = linesOf(readinessOf(configWith(own)));

    expect(lines.join('\n')).toMatch(/later\s+onboarding .*not in this release/);
    expect(lines.filter((line) => line.startsWith('Level'))).toHaveLength(3);
  });
});
