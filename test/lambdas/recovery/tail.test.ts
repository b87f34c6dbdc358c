import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../../lambdas/billing/model.ts';
import { type Duration, after as later, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { ladderOf } from '../../../lambdas/recovery/policy.ts';
import { recoverySchema } from '../../../lambdas/recovery/state.ts';
import { onTail } from '../../../lambdas/recovery/tail.ts';
import type { World } from '../../../lambdas/recovery/world.ts';
import { resolveWith } from '../kernel/config/example.ts';

/** Tuesday 10 November, ten in New York: paused on the 24th, paydays on 1 and 15 December, day 28 is the 8th. */
const T = parseInstant('2026-11-10T15:00:00Z');
const at = (elapsed: Duration) => later(T, elapsed);
const december = (day: number, time = '15:00') => parseInstant(`2026-12-${String(day).padStart(2, '0')}T${time}:00Z`);

const card: Card = { id: 'pm_1', type: 'card', fingerprint: 'fp_1' };
const declined = (when: string) => ({ at: when, kind: 'declined', budget: 'fp_1', card: 'pm_1' });

const tail = (over: object = {}, sight: object = {}, now = at({ days: 14 }), config: object = {}, country = 'US') => {
  const recovery = recoverySchema.parse({
    customer: 'cus_acme',
    subscription: 'sub_acme',
    lead: 'in_1',
    firstFailureAt: toIso(T),
    taken: {},
    class: 'FUNDS',
    knownCards: ['fp_1'],
    hardCards: [],
    results: {},
    spent: {},
    banner: true,
    mails: [],
    paused: { at: toIso(at({ days: 14 })), how: 'subscription' },
    ...over,
  });
  const world = { card, cardFreeAt: now, subscription: { status: 'paused' }, observing: false, ...sight } as World;
  return onTail(recovery, world, ladderOf(resolveWith(config), 'America/New_York', country), now);
};

describe('onTail', () => {
  it('waits for the first payday of the pause and resumes on it', () => {
    const why = 'country: 2026-12-01: a usual payday in US is the 1st';
    expect(tail()).toEqual({ kind: 'wait', due: december(1), why });
    expect(tail({}, {}, december(1, '14:59'))).toEqual({ kind: 'wait', due: december(1), why });
    expect(tail({}, {}, december(1))).toEqual({ kind: 'charge', name: 'tail-1', card, why: 'resume', timing: why });
  });

  it('pays the old invoice where Stripe knows no true pause', () => {
    const collection = { paused: { at: toIso(at({ days: 14 })), how: 'collection' } };
    expect(tail(collection, { subscription: { status: 'past_due' } }, december(1))).toMatchObject({ why: 'tail' });
  });

  it('tries once a payday and twice in all', () => {
    const long = { ladder: { tail: { until: '40d' } } };
    const first = { results: { 'tail-1': declined('2026-12-01T15:00:00.000Z') } };
    expect(tail(first, {}, december(1, '16:00'), long)).toMatchObject({ kind: 'wait', due: december(15) });
    expect(tail(first, {}, december(15), long)).toMatchObject({ kind: 'charge', name: 'tail-2' });
    const both = { results: { ...first.results, 'tail-2': declined('2026-12-15T15:00:00.000Z') } };
    expect(tail(both, {}, december(15, '16:00'), long)).toEqual({ kind: 'advance' });
  });

  it.each<[string, object, object, object, string]>([
    ['the first payday after day 28', { results: { 'tail-1': declined('2026-12-01T15:00:00.000Z') } }, {}, {}, 'US'],
    ['another class', { class: 'UNKNOWN' }, {}, {}, 'US'],
    ['a customer who leaves', { leavingSince: toIso(T) }, {}, {}, 'US'],
    ['a pause that was only observed', { paused: undefined }, {}, {}, 'US'],
    ['a card that is dead', { hardCards: ['fp_1'] }, {}, {}, 'US'],
    ['no card', {}, { card: undefined }, {}, 'US'],
    ['a bank debit', {}, { card: { ...card, type: 'sepa_debit' } }, {}, 'US'],
    ['a policy without a tail', {}, {}, { ladder: { tail: { attempts: 0 } } }, 'US'],
    ['a policy without paydays', {}, {}, { payday: { enabled: false } }, 'US'],
    ['a country without paydays', {}, {}, {}, 'SE'],
    ['a card that rests past day 28', {}, { cardFreeAt: december(9) }, {}, 'US'],
  ])('goes on to the hold: %s', (_, over, sight, config, country) => {
    expect(tail(over, sight, at({ days: 15 }), config, country)).toEqual({ kind: 'advance' });
  });

  it.each([
    [december(8, '14:59'), 'wait'],
    [december(8), 'advance'],
  ])('tries nothing while recovery is switched off, until day 28 (%s: %s)', (now, kind) => {
    expect(tail({}, { observing: true }, now).kind).toBe(kind);
  });

  it('leaves the day of the pause itself alone', () => {
    const onPayday = { paused: { at: '2026-12-01T15:00:00.000Z', how: 'subscription' } };
    expect(tail(onPayday, {}, december(1))).toEqual({ kind: 'advance' });
  });
});
