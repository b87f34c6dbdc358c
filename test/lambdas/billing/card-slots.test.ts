import { describe, expect, it } from '@jest/globals';
import { type CardRules, freeAt, type Slot } from '../../../lambdas/billing/card-slots.ts';
import { after, before, type Duration, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';

const now = parseInstant('2026-11-10T15:00:00Z');
const ago = (elapsed: Duration): Slot => ({
  key: toIso(before(now, elapsed)),
  at: toIso(before(now, elapsed)),
  actor: 'us',
  state: 'counted',
});
const later = (elapsed: Duration) => after(now, elapsed);
const rules: CardRules = { minimumGap: { hours: 20 }, caps: [{ max: 3, within: { days: 30 } }] };
const days = (...numbers: number[]): Slot[] => numbers.map((number) => ago({ days: number }));

describe('freeAt', () => {
  it.each<[string, Slot[], Duration]>([
    ['no attempt', [], {}],
    ['a gap one second short', [ago({ hours: 20, seconds: -1 })], { seconds: 1 }],
    ['a gap just over', [ago({ hours: 20 })], {}],
    ['an attempt this instant', [ago({})], { hours: 20 }],
    ['a held attempt of this instant', [{ ...ago({}), state: 'held' }], { hours: 20 }],
    ['one attempt below the cap', days(5, 2), {}],
    ['the cap reached', days(20, 5, 2), { days: 10 }],
    ['more than the cap, unsorted', days(2, 20, 25, 5), { days: 10 }],
    ['the oldest a second inside the window', [ago({ days: 30, seconds: -1 }), ...days(5, 2)], { seconds: 1 }],
    ['the oldest just out of the window', days(30, 5, 2), {}],
    ['a gap that ends after the cap', [ago({ days: 29, hours: 23 }), ...days(5), ago({})], { hours: 20 }],
  ])('waits the right time after %s', (_name, slots, wait) => {
    expect(toIso(freeAt(slots, rules, now))).toBe(toIso(after(now, wait)));
  });

  it('keeps the strictest of several caps', () => {
    const two = { ...rules, caps: [...rules.caps, { max: 2, within: { days: 7 } }] };

    expect(freeAt(days(20, 5, 2), two, now)).toBe(later({ days: 10 }));
    expect(freeAt(days(5, 2), two, now)).toBe(later({ days: 2 }));
  });
});
