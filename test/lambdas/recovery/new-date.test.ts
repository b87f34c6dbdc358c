import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../../lambdas/billing/model.ts';
import { cardToCharge } from '../../../lambdas/recovery/card-choice.ts';
import { newDateOf } from '../../../lambdas/recovery/new-date.ts';
import type { StepResult } from '../../../lambdas/recovery/state.ts';

const at = '2026-11-10T15:00:00.000Z';
const dead = (month?: string, reason = 'expired_card'): StepResult => ({
  at,
  kind: 'done',
  budget: 'fp_1',
  reason,
  ...(month ? { month } : {}),
});
const card = (id: string, expYear: number, expMonth: number, fingerprint = 'fp_1'): Card => ({
  id,
  type: 'card',
  fingerprint,
  expMonth,
  expYear,
});

describe('a card that was declined for good', () => {
  it.each<[string, Card, string[], Record<string, StepResult>, string | undefined]>([
    [
      'entered again with a later date is tried once',
      card('pm_2', 2030, 1),
      ['fp_1'],
      { 'take-over': dead('2026-11') },
      'card:pm_2:fp_1:2030-01',
    ],
    [
      'corrected in the portal as well',
      card('pm_1', 2026, 12),
      ['fp_1'],
      { 'take-over': dead('2026-11') },
      'card:pm_1:fp_1:2026-12',
    ],
    [
      'entered again with the same date is the same dead card',
      card('pm_2', 2026, 11),
      ['fp_1'],
      { 'take-over': dead('2026-11') },
      undefined,
    ],
    ...['lost_card', 'stolen_card', 'do_not_try_again', 'mastercard:03', 'advice:do_not_try_again'].map(
      (reason): [string, Card, string[], Record<string, StepResult>, undefined] => [
        `and said ${reason} is not cured by a date`,
        card('pm_2', 2030, 1),
        ['fp_1'],
        { 'take-over': dead('2026-11', reason) },
        undefined,
      ],
    ),
    ['with an earlier date too', card('pm_2', 2026, 10), ['fp_1'], { 'take-over': dead('2026-11') }, undefined],
    [
      'was tried with that date already',
      card('pm_2', 2030, 1),
      ['fp_1'],
      { 'take-over': dead('2026-11'), 'card:pm_2': dead('2030-01') },
      undefined,
    ],
    ['of a run that kept no dates is left alone', card('pm_2', 2030, 1), ['fp_1'], { 'take-over': dead() }, undefined],
    [
      'is not meant by another card',
      card('pm_2', 2030, 1, 'fp_2'),
      ['fp_1'],
      { 'take-over': dead('2026-11') },
      undefined,
    ],
    ['only for now is retried on the ladder', card('pm_2', 2030, 1), [], { 'take-over': dead('2026-11') }, undefined],
  ])('%s', (_name, of, hardCards, results, name) => {
    expect(newDateOf(of, { hardCards, results })).toBe(name);
  });

  it('goes first with its later date, though the older entry is the subscription\u2019s default', () => {
    const seen = { knownCards: ['fp_1'], hardCards: ['fp_1'], results: { 'take-over': dead('2026-11') } };
    const [old, again] = [card('pm_1', 2026, 11), card('pm_2', 2030, 1)];

    expect(cardToCharge([old, again], seen)).toBe(again);
    expect(cardToCharge([old, card('pm_2', 2026, 11)], seen)).toBe(old);
  });
});
