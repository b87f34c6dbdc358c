import { describe, expect, it } from '@jest/globals';
import type { Card, Invoice, Subscription } from '../../../lambdas/billing/model.ts';
import { type Duration, after as later, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { ladderOf } from '../../../lambdas/recovery/policy.ts';
import { type PromiseRefusal, promiseOffer } from '../../../lambdas/recovery/promise-rule.ts';
import { type Recovery, recoverySchema } from '../../../lambdas/recovery/state.ts';
import { resolveWith } from '../kernel/config/example.ts';

/** A Tuesday, ten in New York. */
const T = parseInstant('2026-11-10T15:00:00Z');
const at = (elapsed: Duration) => later(T, elapsed);
const ladder = ladderOf(resolveWith({}), 'America/New_York');

const recovery = (over: object = {}): Recovery =>
  recoverySchema.parse({
    customer: 'cus_acme',
    subscription: 'sub_acme',
    lead: 'in_1',
    firstFailureAt: toIso(T),
    taken: {},
    class: 'FUNDS',
    knownCards: ['fp_1'],
    hardCards: [],
    results: { 'retry-1': { at: toIso(at({ days: 1 })), kind: 'declined' } },
    spent: {},
    banner: false,
    mails: [],
    ...over,
  });

const card: Card = { id: 'pm_1', type: 'card', fingerprint: 'fp_1' };
const amount = { amount: 4900, currency: 'usd' };
const lead = { status: 'open', amountRemaining: amount } as Invoice;
const subscription = { status: 'past_due', cancelAtPeriodEnd: false } as Subscription;

const offer = (over: object = {}, sight: object = {}, now = at({ days: 1, hours: 6 })) =>
  promiseOffer(recovery(over), { card, lead, subscription, ...sight }, ladder, now);

describe('promiseOffer', () => {
  it.each<[string, Duration, string, string]>([
    ['an hour after the first retry: its gap ends within tomorrow', { days: 1, hours: 1 }, '2026-11-12', '2026-11-23'],
    [
      'a minute before day 13: that evening still counts',
      { days: 12, hours: 13, minutes: 59 },
      '2026-11-22',
      '2026-11-23',
    ],
    ['the first minute of day 13', { days: 12, hours: 14 }, '2026-11-23', '2026-11-23'],
  ])('offers from the end of the gap to day 13 (%s)', (_, now, first, last) => {
    const offered = offer({}, { cardFreeAt: at({ days: 1, hours: 20 }) }, at(now));
    expect(offered).toMatchObject({ kind: 'days', zone: 'America/New_York' });
    const days = offered.kind === 'days' ? offered.days : [];
    expect([days[0], days.at(-1)]).toEqual([first, last]);
  });

  it.each<[string, Duration, string | undefined]>([
    ['ends before the day is over', { days: 3, hours: 13, minutes: 59 }, '2026-11-13'],
    ['ends at midnight', { days: 3, hours: 14 }, '2026-11-14'],
    ['ends within the last day', { days: 13, hours: 13 }, '2026-11-23'],
    ['ends after it', { days: 13, hours: 14 }, undefined],
  ])('leaves out the days on which the card rests (a rest that %s)', (_, cardFreeAt, first) => {
    const offered = offer({}, { cardFreeAt: at(cardFreeAt) });
    expect(offered.kind === 'days' ? offered.days[0] : undefined).toBe(first);
  });

  it.each<[PromiseRefusal, object, object]>([
    ['settled', {}, { lead: { ...lead, status: 'paid' } }],
    ['settled', {}, { lead: { ...lead, amountRemaining: { ...amount, amount: 0 } } }],
    ['settled', { disputed: 'du_1' }, {}],
    ['cancelled', { leavingSince: toIso(T) }, {}],
    ['cancelled', {}, { subscription: { ...subscription, cancelAtPeriodEnd: true } }],
    ['paused', { paused: { at: toIso(T), how: 'subscription' } }, {}],
    ['processing', {}, { lead: { ...lead, payment: { status: 'processing' } } }],
    ['no_card', {}, { card: undefined }],
    ['no_card', {}, { card: { ...card, type: 'sepa_debit' } }],
    ['no_card', { hardCards: ['fp_1'] }, {}],
    ['other_reason', { class: 'UNKNOWN' }, {}],
    ['other_reason', { class: 'TRANSIENT' }, {}],
    ['no_attempt_left', { results: resultsOf('retry-1', 'retry-2', 'retry-3', 'final') }, {}],
  ])('refuses with the reason %s', (reason, over, sight) => {
    expect(offer(over, sight)).toEqual({ kind: 'refused', reason });
  });

  it.each([
    ['2026-11-18', {}, '2026-11-18'],
    ['2026-11-18', { 'retry-2': { at: '2026-11-18T04:59:59.000Z', kind: 'declined' } }, '2026-11-18'],
    ['2026-11-18', { 'retry-2': { at: '2026-11-18T05:00:00.000Z', kind: 'declined' } }, undefined],
    ['2026-11-18', { 'retry-2': { at: '2026-11-18T05:00:00.000Z', kind: 'skipped' } }, '2026-11-18'],
  ])('knows whether the promise of %s still stands after %j', (on, results, standing) => {
    const offered = offer({ promise: { on, at: toIso(T), by: 'ada' }, results });
    expect(offered.kind === 'days' ? offered.standing : 'none').toBe(standing);
  });
});

function resultsOf(...steps: string[]): object {
  return Object.fromEntries(steps.map((step) => [step, { at: toIso(T), kind: 'declined' }]));
}
