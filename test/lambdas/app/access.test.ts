import { describe, expect, it } from '@jest/globals';
import { accountStatuses } from '../../../lambdas/accounts/account.ts';
import { accessOf } from '../../../lambdas/app/access.ts';
import { plansOf } from '../../../lambdas/app/plans.ts';
import { parseInstant } from '../../../lambdas/kernel/instant.ts';

const plans = { pauseAt: 'the pause', holdUntil: 'the hold', endsAt: 'the end' };

describe('whether an account is let in', () => {
  it.each([
    ['none', 'ended', null],
    ['trialing', 'ok', 'the end'],
    ['active', 'ok', 'the end'],
    ['past_due', 'past_due', 'the pause'],
    ['paused', 'paused', 'the hold'],
    ['churned', 'ended', null],
    ['deletion_due', 'ended', null],
    ['deleted', 'ended', null],
  ] as const)('reads %s as %s, until %s', (status, state, until) => {
    expect(accessOf(status, plans)).toEqual({ state, until });
  });

  it('names no date where none is planned', () => {
    expect(accountStatuses.map((status) => accessOf(status, {}).until)).toEqual(accountStatuses.map(() => null));
  });
});

const ms = (text: string) => parseInstant(text);
const subscription = (row: object) => ({
  pk: 'A#acme',
  sk: 'SUB#sub',
  status: 'active',
  cancelAtPeriodEnd: false,
  ...row,
});
const june = { cancelAtPeriodEnd: true, periodEnd: ms('2026-06-01T00:00:00Z') };
const july = { cancelAtPeriodEnd: true, periodEnd: ms('2026-07-01T00:00:00Z') };

describe('the day an account ends by itself', () => {
  it.each([
    ['one that goes on', [{}], undefined],
    ['one that was cancelled to its end', [june], '2026-06-01T00:00:00.000Z'],
    ['two that were: the later end', [july, june], '2026-07-01T00:00:00.000Z'],
    ['one that goes on beside it', [june, {}], undefined],
    ['one that is over beside it', [june, { status: 'canceled' }], '2026-06-01T00:00:00.000Z'],
    ['a trial', [{ status: 'trialing', trialEnd: ms('2026-05-03T00:00:00Z') }], '2026-05-03T00:00:00.000Z'],
    ['none at all', [], undefined],
  ])('follows its subscriptions: %s', (_case, rows, endsAt) => {
    expect(plansOf([], rows.map(subscription)).endsAt).toBe(endsAt);
  });
});
