import { describe, expect, it } from '@jest/globals';
import { toIso } from '../../../lambdas/kernel/instant.ts';
import { firstFailure, noRetryClasses, parseRecovery } from '../../../lambdas/recovery/state.ts';

const stored = {
  customer: 'cus_acme',
  subscription: 'sub_acme',
  lead: 'in_1',
  firstFailureAt: '2026-11-10T15:00:00.000Z',
  taken: { in_1: { at: '2026-11-10T15:00:00.000Z', amount: { amount: 4900, currency: 'usd' } } },
  knownCards: ['fp_1'],
  hardCards: [],
  results: { 'take-over': { at: '2026-11-10T15:00:00.000Z', kind: 'done', invoice: 'in_1' } },
  spent: {},
  banner: false,
  mails: [],
};

describe('the stored state', () => {
  it('is read as it was written', () => {
    expect(parseRecovery(stored)).toEqual(stored);
    expect(toIso(firstFailure(parseRecovery(stored)))).toBe(stored.firstFailureAt);
  });

  it.each<[string, object]>([
    ['a field nobody knows', { ladder: 5 }],
    ['no lead', { lead: undefined }],
    ['a class nobody knows', { class: 'SOFT' }],
    ['a result of an unknown kind', { results: { 'retry-1': { at: stored.firstFailureAt, kind: 'maybe' } } }],
    ['an instant that is none', { firstFailureAt: 'yesterday' }],
    ['a pause of an unknown kind', { paused: { at: stored.firstFailureAt, how: 'politely' } }],
  ])('is refused with %s', (_name, over) => {
    expect(() => parseRecovery({ ...stored, ...over })).toThrow();
  });
});

describe('classes without a retry', () => {
  it('are the five that only the customer can cure', () => {
    expect([...noRetryClasses].sort()).toEqual(['AUTH', 'NEW_CARD', 'NOT_A_CARD', 'REVOKED', 'RISK']);
  });
});
