import { describe, expect, it } from '@jest/globals';
import { before, type Duration, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { type Address, addressKey, freshAddress, parseAddress, recentOf } from '../../../lambdas/messaging/address.ts';

const now = parseInstant('2026-11-10T15:00:00Z');
const fresh = freshAddress(addressKey('ada@acme.test'));
const slot = (ago: Duration, key = 'm-1'): Address['slots'][number] => ({
  key,
  at: toIso(before(now, ago)),
  class: 'service',
  state: 'sent',
});

describe('addressKey', () => {
  it.each([' Ada@Acme.test', 'ADA@ACME.TEST ', 'ada@acme.test'])('is one row for %j', (email) => {
    expect(addressKey(email)).toEqual(addressKey('ada@acme.test'));
  });

  it('is another row for another mailbox, and shows no address', () => {
    expect(addressKey('ada@acme.test').pk).not.toBe(addressKey('adam@acme.test').pk);
    expect(addressKey('ada@acme.test').pk).toMatch(/^E#[0-9a-f]{64}$/);
  });
});

describe('recentOf', () => {
  it.each<[Duration, boolean]>([
    [{ days: 30 }, true],
    [{ days: 31, seconds: -1 }, true],
    [{ days: 31 }, false],
  ])('keeps a slot of %j ago: %s', (ago, kept) => {
    expect(recentOf({ ...fresh, slots: [slot(ago)] }, now)).toHaveLength(kept ? 1 : 0);
  });

  it('keeps the newest hundred', () => {
    const slots = Array.from({ length: 101 }, (_, index) => slot({ hours: 101 - index }, `m-${index}`));
    const kept = recentOf({ ...fresh, slots }, now);

    expect([kept.length, kept[0]?.key, kept.at(-1)?.key]).toEqual([100, 'm-1', 'm-100']);
  });
});

describe('parseAddress', () => {
  it('reads what a fresh address looks like', () => {
    expect(parseAddress({ ...fresh })).toEqual(fresh);
  });

  it.each<[string, object]>([
    ['an address in clear', { email: 'ada@acme.test' }],
    ['a suppression without a reason', { suppressed: { at: toIso(now), source: 'ses' } }],
    ['a slot of an unknown state', { slots: [{ ...slot({}), state: 'maybe' }] }],
  ])('refuses %s', (_name, over) => {
    expect(() => parseAddress({ ...fresh, ...over })).toThrow();
  });
});
