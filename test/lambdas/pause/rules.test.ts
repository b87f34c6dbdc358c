import { describe, expect, it } from '@jest/globals';
import { parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { holdEnd } from '../../../lambdas/pause/hold.ts';
import { locked, unlocked } from '../../../lambdas/pause/lock.ts';
import { unusedShare } from '../../../lambdas/pause/unused.ts';

const on = (day: string) => parseInstant(`2026-11-${day}T12:00:00Z`);
const usd = (amount: number) => ({ amount, currency: 'usd' });

describe('the unused share of a period of ten days for 1000', () => {
  const period = { periodStart: on('10'), periodEnd: on('20'), amountDue: usd(1000) };

  it.each([
    ['paused at its start and locked to its end', '10', '20', 1000],
    ['paused in its middle', '15', '20', 500],
    ['locked for two days of it', '12', '14', 200],
    ['paused before it began', '05', '12', 200],
    ['locked longer than it lasts', '19', '28', 100],
    ['paused after its end', '21', '28', 0],
    ['never locked', '12', '12', 0],
  ])('is right where it was %s', (_name, pausedAt, until, amount) => {
    expect(unusedShare(period, on(pausedAt), on(until))).toEqual(usd(amount));
  });

  it('is nothing where Stripe names no period', () => {
    expect(unusedShare({ amountDue: usd(1000) }, on('10'), on('20'))).toEqual(usd(0));
  });
});

describe('the end of a hold', () => {
  it.each([
    ['the planned day, when nothing happened yet', undefined, '12'],
    ['the planned day, when it was paused early', '08', '12'],
    ['the day it was really paused', '11', '13'],
  ])('counts from %s', (_name, pausedAt, end) => {
    const at = holdEnd(on('10'), pausedAt === undefined ? undefined : on(pausedAt), { days: 2 });

    expect(toIso(at)).toBe(toIso(on(end)));
  });
});

describe('a lock', () => {
  const lock = { account: 'acme', subscription: 'sub_1', since: 'then', reason: 'unpaid' } as const;

  it.each<[string, { lives: boolean; status?: 'past_due' | 'paused' }, object]>([
    ['nothing else', { lives: false }, { status: 'paused', banner: 'paused' }],
    ['another subscription', { lives: true }, { status: 'active', banner: 'paused' }],
    ['another debt', { lives: true, status: 'past_due' }, { status: 'past_due' }],
  ])('shows on an account with %s', (_name, rest, set) => {
    expect(locked({ ...lock, rest }, on('20'))[0]).toEqual({ kind: 'account', account: 'acme', set });
  });

  it('and its end are told under names that a repeat has again', () => {
    const rest = { lives: false };
    const ids = [locked({ ...lock, rest }, on('20'))[1], unlocked({ ...lock, rest })].map((one) => Object(one).id);

    expect(ids).toEqual(['account.paused/acme/sub_1/then', 'account.resumed/acme/sub_1/then']);
  });
});
