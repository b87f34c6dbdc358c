import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Card, Invoice } from '../../../lambdas/billing/model.ts';
import { type Duration, after as later, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { isAttemptStep, nextStep, plannedAt, type Step, steps } from '../../../lambdas/recovery/ladder.ts';
import { nextAttemptAfter } from '../../../lambdas/recovery/next-attempt.ts';
import { ladderOf } from '../../../lambdas/recovery/policy.ts';
import { type Recovery, recoverySchema } from '../../../lambdas/recovery/state.ts';
import { resolveWith } from '../kernel/config/example.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const ladder = ladderOf(resolveWith({}));
const iso = (elapsed: Duration): string => toIso(later(T, elapsed));

const recovery = (over: Partial<Recovery> = {}): Recovery =>
  recoverySchema.parse({
    customer: 'cus_acme',
    subscription: 'sub_acme',
    lead: 'in_1',
    firstFailureAt: toIso(T),
    taken: {},
    knownCards: [],
    hardCards: [],
    results: {},
    spent: {},
    banner: false,
    mails: [],
    ...over,
  });

const card: Card = { id: 'pm_1', type: 'card', fingerprint: 'fp_1' };
const lead: Invoice = {
  id: 'in_1',
  customer: 'cus_acme',
  status: 'open',
  billingReason: 'subscription_cycle',
  collection: 'charge_automatically',
  amountDue: { amount: 4900, currency: 'usd' },
  amountRemaining: { amount: 4900, currency: 'usd' },
  autoAdvance: false,
  attempted: true,
  created: T,
  livemode: false,
};

type Sight = Parameters<typeof nextAttemptAfter>[2];

const next = (step: Step, over: Partial<Recovery> = {}, sight: Partial<Sight> = {}, now = T): string | undefined => {
  const found = nextAttemptAfter(step, recovery(over), { card, lead, ...sight }, ladder, now);
  return found && toIso(found);
};

describe('nextAttemptAfter', () => {
  it.each<[Step, Duration | undefined]>([
    ['take-over', { days: 1 }],
    ['retry-1', { days: 3 }],
    ['retry-2', { days: 6 }],
    ['retry-3', { days: 10 }],
    ['final', undefined],
    ['pause', undefined],
    ['hold', undefined],
  ])('names the rung after %s', (step, offset) => {
    expect(next(step)).toBe(offset && iso(offset));
  });

  it.each<[Duration, Duration | undefined]>([
    [{ days: 3, seconds: -1 }, { days: 3 }],
    [{ days: 3 }, { days: 3 }],
    [
      { days: 3, seconds: 1 },
      { days: 3, seconds: 1 },
    ],
    [
      { days: 6, seconds: -1 },
      { days: 6, seconds: -1 },
    ],
    [{ days: 6 }, { days: 6 }],
    [
      { days: 14, seconds: -1 },
      { days: 14, seconds: -1 },
    ],
    [{ days: 14 }, undefined],
  ])('waits as long as a bank or the card asks, and names the day it ends: %j', (wait, expected) => {
    const named = expected && iso(expected);

    expect(next('retry-1', { notBefore: iso(wait) })).toBe(named);
    expect(next('retry-1', {}, { cardFreeAt: later(T, wait) })).toBe(named);
  });

  it.each<[string, Partial<Recovery>, Partial<Sight>, Duration | undefined]>([
    ['a card that works', {}, {}, { days: 3 }],
    ['no card', {}, { card: undefined }, undefined],
    ['a bank account', {}, { card: { ...card, type: 'sepa_debit' } }, undefined],
    ['a dead card', { hardCards: ['fp_1'] }, {}, undefined],
    ['a good card beside a dead one', { hardCards: ['fp_2'], class: 'NEW_CARD' }, {}, { days: 3 }],
    ['money on its way', {}, { lead: { ...lead, payment: { intent: 'pi_1', status: 'processing' } } }, undefined],
  ])('promises only what is planned with %s', (_name, of, sight, expected) => {
    expect(next('retry-1', of, sight)).toBe(expected && iso(expected));
  });

  it.each<[Duration, Duration | undefined]>([
    [{ days: 3, seconds: -1 }, { days: 3 }],
    [{ days: 3 }, { days: 6 }],
    [{ days: 9 }, { days: 10 }],
    [{ days: 10 }, undefined],
  ])('never names the past: %j', (now, expected) => {
    expect(next('retry-1', {}, {}, later(T, now))).toBe(expected && iso(expected));
  });

  it('never promises an attempt that is past, past the pause, or before what the bank asked for', () => {
    const hour = fc.integer({ min: 0, max: 24 * 20 });
    const anyCase = fc.record({ step: fc.constantFrom(...steps), wait: fc.option(hour, { nil: undefined }) });

    fc.assert(
      fc.property(anyCase, ({ step, wait }) => {
        const notBefore = wait === undefined ? {} : { notBefore: iso({ hours: wait }) };
        const found = nextAttemptAfter(step, recovery(notBefore), { card, lead }, ladder, T);
        if (found === undefined) return;
        expect(found).toBeGreaterThan(plannedAt(step, T, ladder));
        expect(found).toBeLessThan(plannedAt('pause', T, ladder));
        expect(found).toBeGreaterThanOrEqual(later(T, { hours: wait ?? 0 }));
      }),
    );
  });
});

describe('the steps', () => {
  it('follow one another to the hold, and only the four in the middle charge', () => {
    const walked: Step[] = ['take-over'];
    for (let step = nextStep('take-over'); step; step = nextStep(step)) walked.push(step);

    expect(walked).toEqual([...steps]);
    expect(steps.filter((step) => isAttemptStep(step))).toEqual(['retry-1', 'retry-2', 'retry-3', 'final']);
  });
});
