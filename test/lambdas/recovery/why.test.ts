import { describe, expect, it } from '@jest/globals';
import { declineCodes } from '../../../lambdas/recovery/decline-policy.ts';
import { steps } from '../../../lambdas/recovery/ladder.ts';
import type { Recovery, StepResult } from '../../../lambdas/recovery/state.ts';
import { overWords, type Visit, whyOf } from '../../../lambdas/recovery/why.ts';
import { declineWords, hindranceWords } from '../../../lambdas/recovery/why-words.ts';

const at = '2026-11-10T15:00:00.000Z';
const none: Recovery = {
  customer: 'cus_1',
  subscription: 'sub_1',
  lead: 'in_1',
  firstFailureAt: at,
  taken: {},
  knownCards: [],
  hardCards: [],
  results: {},
  spent: {},
  banner: false,
  mails: [],
};
const result = (of: Partial<StepResult>): StepResult => ({ at, kind: 'done', ...of });
const why = (of: Partial<Visit>): string =>
  whyOf({ step: 'retry-1', verdict: 'NEXT', detail: 'retry-2', before: none, after: none, ...of });
const cameOf = (name: string, of: Partial<StepResult>): string =>
  why({ after: { ...none, results: { [name]: result(of) } } });

describe('why a step decided as it did', () => {
  it.each([
    [
      'take-over',
      { reason: 'lost_card', class: 'NEW_CARD' },
      'The renewal failed: the card was reported lost (lost_card). That means: this card will not work again: ask for another one (NEW_CARD).',
    ],
    ['take-over', {}, 'The renewal failed and nobody said why.'],
    ['retry-1', { kind: 'paid' }, 'The card was charged: paid.'],
    ['retry-1', { kind: 'processing' }, 'The card was charged: the money is on its way.'],
    [
      'retry-1',
      { kind: 'declined', reason: 'insufficient_funds' },
      'The card was charged: declined, not enough money in the account (insufficient_funds).',
    ],
    ['retry-1', { kind: 'skipped', reason: 'no_card' }, 'No charge: there is no card to charge.'],
    [
      'retry-1',
      { kind: 'observed' },
      'The card was charged: not in truth, recovery only observes and follows what Stripe does by itself.',
    ],
    [
      'card:pm_2:fp_2:in_1',
      { kind: 'paid' },
      'Another card was chosen, or a new date for it, so it was charged at once: paid.',
    ],
    ['update:evt_1:in_1', { kind: 'paid' }, 'The card was renewed by its network, so it was charged at once: paid.'],
    ['next:in_2', {}, 'The invoice before is settled, so the case goes on with the next open one.'],
    ['next:in_2:charge', { kind: 'paid' }, 'The next open invoice was charged on the card that had just paid: paid.'],
    ['pause', {}, 'The account is paused, everything is kept.'],
    ['pause', { kind: 'observed' }, 'Recovery only observes: nothing was paused.'],
  ] as const)('tells %s %o', (name, of, words) => {
    expect(cameOf(name, of)).toBe(words);
  });

  it('tells only what this visit did', () => {
    const before = { ...none, results: { 'retry-1': result({ kind: 'paid' }) } };

    expect(why({ before, after: before })).toBe('This step was done before and passes without effect.');
  });

  it('names the mails it queued and what the customer changed', () => {
    const mails = ['payment-recovery/sub_1/2026-11-10T15:00:00/retry-1/friendly'];

    expect(why({ after: { ...none, mails } })).toBe('Queued the mail "friendly".');
    expect(why({ after: { ...none, leavingSince: at } })).toBe('The customer has cancelled to the end of the period.');
    expect(why({ before: { ...none, leavingSince: at } })).toBe(
      'The cancellation was taken back, so the calendar goes on where it stood.',
    );
  });

  it.each([
    ['gap', {}, 'charges on one card keep their distance'],
    ['gap', { notBefore: at }, 'asked to leave this card alone'],
    ['declined_for_good: NEW_CARD', {}, 'declined for good: this card will not work again'],
    ['class_without_retry: AUTH', {}, 'the bank wants the customer present'],
    ['cancelled_at_period_end', {}, 'the customer has cancelled'],
    ['everything is paused', {}, 'paused by hand'],
  ])('waits for %s', (detail, data, words) => {
    expect(why({ verdict: 'WAIT', detail, after: { ...none, ...data } })).toMatch(/^It waits: /);
    expect(why({ verdict: 'WAIT', detail, after: { ...none, ...data } })).toContain(words);
  });

  it.each(steps)('has words for a wait that only %s explains', (step) => {
    expect(hindranceWords(step, none)).not.toBe(step);
  });

  it.each(Object.entries(declineCodes))('explains the decline code %s', (code, { reason }) => {
    expect(declineWords(code)).toBe(`${reason} (${code})`);
  });

  it('keeps to itself what Stripe wrote, which may name anybody (invariant 10)', () => {
    const said = cameOf('retry-1', { kind: 'skipped', reason: 'refused by Stripe: ada@acme.test may not pay' });

    expect(said).toBe('No charge: Stripe refused the request itself, so no charge was made.');
  });

  it('ends with the outcome', () => {
    expect(why({ verdict: 'DONE', detail: 'recovered' })).toBe('The invoice is paid: recovered.');
    expect(overWords('GONE', 'another run has the case')).toBe('Another run has the case, so this one ends.');
  });
});
