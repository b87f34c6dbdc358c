import { describe, expect, it } from '@jest/globals';
import { attributionOf } from '../../../lambdas/recovery/attribution.ts';
import type { Recovery, StepResult } from '../../../lambdas/recovery/state.ts';

const at = '2026-11-11T15:00:00.000Z';
const recovery = (over: Partial<Recovery> = {}): Recovery => ({
  customer: 'cus_1',
  subscription: 'sub_1',
  lead: 'in_1',
  firstFailureAt: at,
  taken: {},
  knownCards: ['fp_1'],
  hardCards: [],
  results: {},
  spent: {},
  banner: false,
  mails: [],
  ...over,
});
const result = (kind: StepResult['kind'], over: Partial<StepResult> = {}): StepResult => ({
  at,
  kind,
  invoice: 'in_1',
  card: 'pm_1',
  budget: 'fp_1',
  ...over,
});
const paid = (over: Partial<StepResult> = {}) => result('paid', over);
const other = { card: 'pm_2', budget: 'fp_2' };
const payer = (by: 'customer' | 'stripe') => ({ invoice: 'in_1', by, at });
const update = { event: 'evt_1', card: 'pm_1', at };

describe('attributionOf', () => {
  it.each<[string, Partial<Recovery>, object]>([
    ['paid by hand', { payer: payer('customer') }, { cause: 'customer_paid' }],
    ['Stripe’s own retry', { payer: payer('stripe') }, { cause: 'external' }],
    ['nobody was heard of', {}, { cause: 'external' }],
    ['our page', { results: { 'customer:1': paid() } }, { cause: 'customer_paid' }],
    ['a retry', { results: { 'retry-1': paid() } }, { cause: 'retry', rung: 'retry-1' }],
    [
      'the last retry',
      { results: { 'retry-1': result('declined'), final: paid() } },
      { cause: 'retry', rung: 'final' },
    ],
    ['a new card at once', { results: { 'card:pm_2:fp_2:in_1': paid(other) } }, { cause: 'card_updated' }],
    [
      'a rung on the card that was given before it',
      { results: { 'card:pm_2:fp_2:in_1': result('declined', other), 'retry-3': paid(other) } },
      { cause: 'card_updated' },
    ],
    [
      'an automatic update',
      { updates: [update], results: { 'update:evt_1:in_1': paid() } },
      { cause: 'automatic_update' },
    ],
    [
      'a rung after an automatic update',
      { updates: [update], results: { final: paid() } },
      { cause: 'automatic_update' },
    ],
    [
      'a rung although another card was updated',
      { updates: [{ ...update, card: 'pm_9' }], results: { final: paid() } },
      { cause: 'retry', rung: 'final' },
    ],
    [
      'a backup card beside its rung',
      { results: { 'retry-2': result('declined'), 'backup:retry-2:pm_3': paid({ card: 'pm_3', budget: 'fp_3' }) } },
      { cause: 'backup', rung: 'retry-2' },
    ],
    [
      'the charge of the invoice that leads now',
      { results: { final: paid(), 'retry-1': paid({ invoice: 'in_0' }) } },
      { cause: 'retry', rung: 'final' },
    ],
  ])('credits %s', (_name, over, expected) => {
    expect(attributionOf(recovery(over))).toEqual(expected);
  });
});
