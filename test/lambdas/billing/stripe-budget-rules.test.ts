import { describe, expect, it } from '@jest/globals';
import {
  type BudgetRow,
  type Limits,
  laneShares,
  liveLimits,
  nextCut,
  rule,
  slotLength,
  slotOf,
  type Tokens,
} from '../../../lambdas/billing/stripe-budget-rules.ts';
import { after, instant, parseInstant } from '../../../lambdas/kernel/instant.ts';
import type { Lane } from '../../../lambdas/kernel/ports.ts';

const now = parseInstant('2026-11-10T15:00:00Z');
const slot = slotOf(now);
const startOf = (one: number) => instant(one * slotLength);
const none = { at: 0, halvings: 0 };

const spentIn = (at: number, total: number, taken: Tokens = {}) => ({ slot: slot + at, total, taken });
const rowAt = (at: number, total: number, taken: Tokens = {}, rest: Partial<BudgetRow> = {}): BudgetRow => ({
  ...spentIn(at, total, taken),
  before: [],
  cut: none,
  ...rest,
});
const ask = (lane: Lane, tokens: Tokens = { 'invoice-get': 1 }) => ({ lane, tokens, now });
const kindOf = (row: BudgetRow | undefined, lane: Lane, tokens?: Tokens, limits: Limits = liveLimits) =>
  rule(row, ask(lane, tokens), limits).kind;

describe('rule', () => {
  it('opens the first row with what is asked for', () => {
    expect(rule(undefined, ask('reread', { 'invoice-get': 1, 'intent-get': 2 }), liveLimits)).toEqual({
      kind: 'open',
      row: { slot, total: 3, taken: { 'invoice-get': 1, 'intent-get': 2 }, before: [], cut: none },
    });
  });

  it.each<[Lane, number, string]>([
    ['attempt', 59, 'join'],
    ['attempt', 60, 'refused'],
    ['goal', 53, 'join'],
    ['goal', 54, 'refused'],
    ['reread', 47, 'join'],
    ['reread', 48, 'refused'],
    ['projection', 35, 'join'],
    ['projection', 36, 'refused'],
    ['reconciler', 26, 'join'],
    ['reconciler', 27, 'refused'],
    ['import', 17, 'join'],
    ['import', 18, 'refused'],
  ])('answers lane %s after %i requests in the second: %s', (lane, total, kind) => {
    expect(kindOf(rowAt(0, total), lane)).toBe(kind);
  });

  it.each<[Lane, number, string]>([
    ['attempt', 14, 'join'],
    ['attempt', 15, 'refused'],
    ['goal', 12, 'join'],
    ['goal', 13, 'refused'],
    ['reread', 11, 'join'],
    ['reread', 12, 'refused'],
    ['import', 3, 'join'],
    ['import', 4, 'refused'],
  ])('answers lane %s after %i requests of the same operation: %s', (lane, taken, kind) => {
    expect(kindOf(rowAt(0, taken, { 'invoice-get': taken }), lane)).toBe(kind);
  });

  it('counts each operation apart', () => {
    const full = rowAt(0, 15, { 'invoice-get': 15 });

    expect(kindOf(full, 'attempt', { 'invoice-pay': 1 })).toBe('join');
    expect(kindOf(full, 'attempt', { 'invoice-get': 1, 'intent-get': 1 })).toBe('refused');
  });

  it.each<[number, string]>([
    [-2, 'refused'],
    [-3, 'open'],
  ])('counts what was leased %i half seconds ago: %s', (at, kind) => {
    expect(kindOf(rowAt(at, 60), 'attempt')).toBe(kind);
    expect(kindOf(rowAt(-1, 0, {}, { before: [spentIn(at, 60)] }), 'attempt')).toBe(kind);
  });

  it('keeps of the past only what still counts when a new half second opens', () => {
    const before = [spentIn(-3, 9), spentIn(-2, 2)];
    const ruling = rule(rowAt(-1, 3, { 'card-get': 3 }, { before }), ask('attempt'), liveLimits);

    expect(ruling).toMatchObject({ kind: 'open', row: { total: 1, before: [{ total: 2 }, { total: 3 }] } });
  });

  it('joins under the room that the slots before have left', () => {
    const row = rowAt(0, 7, { 'invoice-get': 2 }, { before: [spentIn(-1, 20, { 'invoice-get': 9 })] });

    expect(rule(row, ask('attempt', { 'invoice-get': 3 }), liveLimits)).toEqual({
      kind: 'join',
      most: { total: 60 - 20 - 3, taken: { 'invoice-get': 15 - 9 - 3 } },
    });
  });

  it.each<[string, BudgetRow, number]>([
    ['a slot that fills the second by itself', rowAt(0, 60), 3],
    ['an old slot about to leave', rowAt(0, 10, {}, { before: [spentIn(-2, 50)] }), 1],
    ['one that leaves after the next', rowAt(0, 10, {}, { before: [spentIn(-1, 50)] }), 2],
  ])('says when there is room again after %s', (_name, row, slots) => {
    expect(rule(row, ask('attempt'), liveLimits)).toEqual({ kind: 'refused', until: startOf(slot + slots) });
  });

  it.each<[number, string]>([
    [1, 'refused'],
    [2, 'refused'],
    [3, 'open'],
  ])('follows a row %i slots ahead of this clock, unless it is absurdly far: %s', (ahead, kind) => {
    expect(kindOf(rowAt(ahead, 60), 'attempt')).toBe(kind);
  });

  it.each<[number, number, number]>([
    [1, 0, 30],
    [1, 9_999, 30],
    [1, 10_000, 60],
    [2, 0, 15],
    [3, 0, 7],
  ])('leaves, %i halvings and %i ms after the 429, room for %i', (halvings, age, room) => {
    const cut = { at: now - age, halvings };

    expect(kindOf(rowAt(0, room - 1, {}, { cut }), 'attempt')).toBe('join');
    expect(kindOf(rowAt(0, room, {}, { cut }), 'attempt')).toBe('refused');
  });

  it('gives every lane at least what the less urgent ones get', () => {
    const lanes: Lane[] = ['attempt', 'goal', 'reread', 'projection', 'reconciler', 'import'];
    const shares = lanes.map((lane) => laneShares[lane]);

    expect(shares).toEqual([...shares].sort((one, other) => other - one));
    expect(new Set(shares).size).toBe(lanes.length);
  });
});

describe('nextCut', () => {
  const second = after(now, { seconds: 1 });

  it.each([
    ['the first 429', none, now, { at: second, halvings: 1 }],
    ['a 429 of a call made after the cut', { at: now, halvings: 1 }, instant(now + 1), { at: second, halvings: 2 }],
    ['a fourth in a row', { at: now, halvings: 3 }, instant(now + 1), { at: second, halvings: 3 }],
    ['one after a quiet time', { at: now - 9000, halvings: 3 }, instant(now + 1), { at: second, halvings: 1 }],
  ])('halves at %s', (_name, cut, calledAt, next) => {
    expect(nextCut(cut, calledAt, second)).toEqual(next);
  });

  it('takes a burst of 429s for one complaint', () => {
    expect(nextCut({ at: now, halvings: 1 }, now, second)).toBeUndefined();
    expect(nextCut({ at: now, halvings: 1 }, instant(now - 1), second)).toBeUndefined();
  });
});
