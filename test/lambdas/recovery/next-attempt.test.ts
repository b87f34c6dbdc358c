import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, type Duration, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { nextAttemptAfter } from '../../../lambdas/recovery/decide.ts';
import { type DeclineClass, declineClasses } from '../../../lambdas/recovery/decline-policy.ts';
import { isAttemptStep, nextStep, plannedAt, type Step, steps } from '../../../lambdas/recovery/ladder.ts';
import { ladderOf } from '../../../lambdas/recovery/policy.ts';
import { type Recovery, recoverySchema } from '../../../lambdas/recovery/state.ts';
import { resolveWith } from '../kernel/config/example.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const ladder = ladderOf(resolveWith({}));
const iso = (elapsed: Duration): string => toIso(after(T, elapsed));

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

const next = (step: Step, over: Partial<Recovery> = {}): string | undefined => {
  const found = nextAttemptAfter(step, recovery(over), ladder);
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
    [{ days: 3, seconds: 1 }, { days: 6 }],
    [{ days: 10 }, { days: 10 }],
    [{ days: 10, seconds: 1 }, undefined],
  ])('passes over rungs before the instant a bank asked to wait for: %j', (notBefore, expected) => {
    expect(next('retry-1', { notBefore: iso(notBefore) })).toBe(expected && iso(expected));
  });

  it.each(Object.keys(declineClasses) as DeclineClass[])('promises an attempt to class %s only if it has one', (of) => {
    expect(next('take-over', { class: of }) !== undefined).toBe(declineClasses[of].retries);
  });

  it('never promises an attempt that is past, past the pause, or before what the bank asked for', () => {
    const hour = fc.integer({ min: 0, max: 24 * 20 });
    const anyCase = fc.record({ step: fc.constantFrom(...steps), wait: fc.option(hour, { nil: undefined }) });

    fc.assert(
      fc.property(anyCase, ({ step, wait }) => {
        const notBefore = wait === undefined ? {} : { notBefore: iso({ hours: wait }) };
        const found = nextAttemptAfter(step, recovery(notBefore), ladder);
        if (found === undefined) return;
        expect(found).toBeGreaterThan(plannedAt(step, T, ladder));
        expect(found).toBeLessThan(plannedAt('pause', T, ladder));
        expect(found).toBeGreaterThanOrEqual(after(T, { hours: wait ?? 0 }));
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
