import { describe, expect, it } from '@jest/globals';
import { parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { type AttemptStep, inWindow, plannedAt, type Step, steps } from '../../../lambdas/recovery/ladder.ts';
import { ladderOf } from '../../../lambdas/recovery/policy.ts';
import { resolveWith } from '../kernel/config/example.ts';

const on = resolveWith({ attemptWindow: { enabled: true } });
const inNewYork = ladderOf(on, 'America/New_York');
const calendar = (first: string, ladder = inNewYork) =>
  Object.fromEntries(steps.map((step) => [step, toIso(plannedAt(step, parseInstant(first), ladder)).slice(0, 19)]));

describe('the attempt window', () => {
  it.each<[string, string, string]>([
    ['the second before it opens', '2026-11-11T08:59:59-05:00', '2026-11-11T09:00:00-05:00'],
    ['its first second', '2026-11-11T09:00:00-05:00', '2026-11-11T09:00:00-05:00'],
    ['its last second', '2026-11-11T18:00:00-05:00', '2026-11-11T18:00:00-05:00'],
    ['the second after it', '2026-11-11T18:00:01-05:00', '2026-11-12T09:00:00-05:00'],
    ['midnight', '2026-11-12T00:00:00-05:00', '2026-11-12T09:00:00-05:00'],
    ['a Saturday, which is a day like others', '2026-11-14T10:00:00-05:00', '2026-11-14T10:00:00-05:00'],
    ['the night in which summer time ends', '2026-10-31T23:00:00-04:00', '2026-11-01T09:00:00-05:00'],
    ['the night in which it begins', '2027-03-13T23:00:00-05:00', '2027-03-14T09:00:00-04:00'],
  ])('takes an attempt of %s: %s to %s', (_name, due, expected) => {
    expect(inWindow('retry-1', parseInstant(due), inNewYork)).toBe(parseInstant(expected));
  });

  it.each<[AttemptStep, boolean]>([
    ['retry-1', true],
    ['retry-2', true],
    ['retry-3', true],
    ['final', false],
  ])('moves %s: %s', (step, moves) => {
    const due = parseInstant('2026-11-11T20:00:00-05:00');
    expect(inWindow(step, due, inNewYork) !== due).toBe(moves);
  });

  it('moves each rung by itself: gaps count from the planned instants, day 10 and 14 and the hold stay', () => {
    expect(calendar('2026-11-10T22:00:00-05:00')).toEqual({
      'take-over': '2026-11-11T03:00:00',
      'retry-1': '2026-11-12T14:00:00',
      'retry-2': '2026-11-14T14:00:00',
      'retry-3': '2026-11-17T14:00:00',
      final: '2026-11-21T03:00:00',
      pause: '2026-11-25T03:00:00',
      tail: '2026-11-25T03:00:00',
      hold: '2027-02-23T03:00:00',
    });
  });

  it('is closed and open on the clock of the account', () => {
    const inTokyo = ladderOf(on, 'Asia/Tokyo');
    const due = parseInstant('2026-11-11T15:00:00Z');
    expect(toIso(inWindow('retry-1', due, inTokyo))).toBe('2026-11-12T00:00:00.000Z');
    expect(inWindow('retry-1', due, inNewYork)).toBe(due);
  });

  it.each([
    ['by default', resolveWith({})],
    ['switched off', resolveWith({ attemptWindow: { enabled: false } })],
  ])('moves nothing %s', (_name, config) => {
    const first = '2026-11-10T22:00:00-05:00';
    const plain = Object.values<string>(calendar(first, ladderOf(config, 'America/New_York')));
    expect(plain.every((at) => at.endsWith('T03:00:00'))).toBe(true);
    expect(steps satisfies readonly Step[]).toHaveLength(plain.length);
  });

  it('takes its hours from the policy', () => {
    const early = resolveWith({ attemptWindow: { enabled: true, from: '07:30', to: '12:00' } });
    const due = parseInstant('2026-11-11T13:00:00-05:00');
    expect(inWindow('retry-2', due, ladderOf(early, 'America/New_York'))).toBe(
      parseInstant('2026-11-12T07:30:00-05:00'),
    );
  });
});
