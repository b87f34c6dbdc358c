import { describe, expect, it } from '@jest/globals';
import { type Duration, milliseconds } from '../../../lambdas/kernel/instant.ts';
import type { Step } from '../../../lambdas/recovery/ladder.ts';
import { cardRules, ladderOf, reminderOf, rungOf } from '../../../lambdas/recovery/policy.ts';
import { resolveWith } from '../kernel/config/example.ts';

const config = resolveWith({});
const row = { mail: null, banner: false, task: false, reason: 'a test' };
const gap = (after: string) => ({ after, from: 'previous', ...row });
const since = (at: string) => ({ at, from: 'start', ...row });
const offsets = (retries: object[]) =>
  Object.values(ladderOf(resolveWith({ ladder: { retries } })).offsets).map(milliseconds);
const hours = (...all: number[]) => all.map((one) => milliseconds({ hours: one }));

describe('ladderOf', () => {
  it('counts gaps from the planned instant before and days from the first failure', () => {
    expect(Object.values(ladderOf(config).offsets).map(milliseconds)).toEqual(hours(24, 72, 144, 240));
  });

  it.each([
    ['gaps only', [gap('20h'), gap('20h'), gap('20h'), gap('20h')], [20, 40, 60, 80]],
    ['instants only', [since('1d'), since('2d'), since('4d'), since('8d')], [24, 48, 96, 192]],
    ['a gap after an instant', [since('1d'), gap('30h'), since('5d'), gap('24h')], [24, 54, 120, 144]],
  ])('reads %s', (_name, retries, expected) => {
    expect(offsets(retries)).toEqual(hours(...expected));
  });

  it('ends the hold its days after the pause', () => {
    const { pause, holdEnd } = ladderOf(resolveWith({ ladder: { pauseAt: '15d', holdDays: 100 } }));

    expect([pause, holdEnd].map(milliseconds)).toEqual(hours(15 * 24, 115 * 24));
  });
});

describe('cardRules', () => {
  const day = { hours: 24 };
  const month = { days: 30 };
  const capsOf = (brand: string | undefined, of = config) =>
    cardRules(of, brand).caps.map(({ max, within }) => [max, milliseconds(within)]);
  const cap = (max: number, within: Duration) => [max, milliseconds(within)];

  it.each<[string | undefined, number[][]]>([
    ['visa', [cap(15, month)]],
    ['mastercard', [cap(10, day), cap(35, month)]],
    ['amex', [cap(15, month)]],
    [undefined, [cap(15, month)]],
  ])('gives %s its caps', (brand, caps) => {
    expect(capsOf(brand)).toEqual(caps);
  });

  it('adds a cap for every brand to the ones of the brand', () => {
    const any = { brand: 'any', attempts: 4, within: '7d', reason: 'a test' };
    const of = resolveWith({ cardBudget: { caps: [...config.cardBudget.caps, any] } });

    expect(capsOf('mastercard', of)).toEqual([cap(10, day), cap(35, month), cap(4, { days: 7 })]);
  });

  it('takes the minimum gap from the ladder', () => {
    const of = resolveWith({ ladder: { minimumGap: '22h' } });

    expect(milliseconds(cardRules(of).minimumGap)).toBe(milliseconds({ hours: 22 }));
  });
});

describe('rows of the policy', () => {
  it.each<[Step, string | null | undefined]>([
    ['take-over', undefined],
    ['retry-1', 'friendly'],
    ['retry-2', 'urgent'],
    ['retry-3', null],
    ['final', 'last-attempt'],
    ['pause', undefined],
    ['hold', undefined],
  ])('give the rung %s the mail %s', (step, mail) => {
    expect(rungOf(config, step)?.mail).toBe(mail);
  });

  it.each<[Step, string | undefined]>([
    ['take-over', 'card-needed'],
    ['retry-1', undefined],
    ['retry-2', 'urgent'],
    ['retry-3', undefined],
    ['final', 'last-attempt'],
    ['pause', undefined],
    ['hold', undefined],
  ])('give the day of %s the reminder %s', (step, mail) => {
    expect(reminderOf(config, step)?.mail).toBe(mail);
  });

  it('move a reminder with its rung, and lose it when no rung stands on its day', () => {
    const early = resolveWith({ ladder: { retries: [gap('24h'), gap('24h'), gap('72h'), since('10d')] } });

    expect(reminderOf(early, 'retry-2')).toBeUndefined();
    expect(reminderOf(early, 'final')?.mail).toBe('last-attempt');
  });
});
