import { describe, expect, it } from '@jest/globals';
import type { Card, Invoice, Subscription } from '../../../lambdas/billing/model.ts';
import { after, type Duration, type Instant, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';
import { holdEndsAt } from '../../../lambdas/recovery/calendar.ts';
import { decide } from '../../../lambdas/recovery/decide.ts';
import type { Ladder, Step } from '../../../lambdas/recovery/ladder.ts';
import type { Recovery, StepResult } from '../../../lambdas/recovery/state.ts';
import type { World } from '../../../lambdas/recovery/world.ts';

const T = parseInstant('2026-11-10T15:00:00Z');
const at = (elapsed: Duration): Instant => after(T, elapsed);
const usd = (amount: number) => ({ amount, currency: 'usd' });
const second = { seconds: 1 };
const justBefore = (elapsed: Duration): Instant => after(at(elapsed), { seconds: -1 });

const ladder: Ladder = {
  offsets: { 'retry-1': { days: 1 }, 'retry-2': { days: 3 }, 'retry-3': { days: 6 }, final: { days: 10 } },
  pause: { days: 14 },
  holdEnd: { days: 104 },
  minimumGap: { hours: 20 },
  tail: { attempts: 2, until: { days: 28 } },
};

const card: Card = { id: 'pm_1', type: 'card', fingerprint: 'fp_1', brand: 'visa' };

const invoice = (over: Partial<Invoice> = {}): Invoice => ({
  id: 'in_1',
  customer: 'cus_acme',
  subscription: 'sub_acme',
  status: 'open',
  billingReason: 'subscription_cycle',
  collection: 'charge_automatically',
  amountDue: usd(4900),
  amountRemaining: usd(4900),
  autoAdvance: false,
  attempted: true,
  created: T,
  livemode: false,
  ...over,
});

const subscription = (status: Subscription['status'] = 'past_due'): Subscription => ({
  id: 'sub_acme',
  customer: 'cus_acme',
  status,
  billingMode: 'flexible',
  collection: 'charge_automatically',
  cancelAtPeriodEnd: false,
  metadata: {},
  created: T,
  livemode: false,
});

const done: StepResult = { at: toIso(T), kind: 'done' };
const taken = { at: toIso(T), amount: usd(4900) };

const recovery = (over: Partial<Recovery> = {}): Recovery => ({
  customer: 'cus_acme',
  subscription: 'sub_acme',
  lead: 'in_1',
  firstFailureAt: toIso(T),
  taken: { in_1: taken },
  knownCards: ['fp_1'],
  hardCards: [],
  results: { 'take-over': done },
  spent: {},
  banner: false,
  mails: [],
  ...over,
});

const world = (over: Partial<World> = {}): World => {
  const lead = over.lead ?? invoice();
  return { subscription: subscription(), open: [lead], lead, card, observing: false, ...over };
};

const second2 = invoice({ id: 'in_2' });
const processing = invoice({ payment: { intent: 'pi_1', status: 'processing' } });

describe('the ends', () => {
  it.each<[string, Partial<Recovery>, Partial<World>, string]>([
    ['a paid invoice', {}, { lead: invoice({ status: 'paid' }), open: [] }, 'recovered'],
    ['a void invoice', {}, { lead: invoice({ status: 'void' }), open: [] }, 'voided'],
    ['an invoice credited to nothing', {}, { lead: invoice({ amountRemaining: usd(0) }) }, 'voided'],
    ['an invoice credited in full', {}, { lead: invoice({ status: 'paid', credited: true }), open: [] }, 'voided'],
    ['an uncollectible invoice', {}, { lead: invoice({ status: 'uncollectible' }), open: [] }, 'uncollectible'],
    ['a cancelled subscription', {}, { subscription: subscription('canceled') }, 'cancelled'],
    ['a dispute, even when paid', { disputed: 'dp_1' }, { lead: invoice({ status: 'paid' }), open: [] }, 'disputed'],
    [
      'a paused subscription that somebody resumed elsewhere',
      { paused: { at: toIso(T), how: 'subscription' } },
      { subscription: subscription('active') },
      'recovered',
    ],
    [
      'a paid invoice of a cancelled subscription',
      {},
      { lead: invoice({ status: 'paid' }), open: [], subscription: subscription('canceled') },
      'recovered',
    ],
  ])('follow from %s', (_name, of, over, outcome) => {
    expect(decide('retry-1', recovery(of), world(over), ladder, T)).toEqual({ kind: 'end', outcome });
  });

  it.each<[string, Partial<Invoice>]>([
    ['paid', { status: 'paid' }],
    ['void', { status: 'void' }],
    ['credited', { status: 'paid', credited: true }],
    ['uncollectible', { status: 'uncollectible' }],
  ])('move the lead from a %s invoice on to the next open one instead of ending', (_name, over) => {
    const settled = world({ lead: invoice(over), open: [second2] });

    expect(decide('retry-1', recovery(), settled, ladder, T)).toEqual({ kind: 'lead', invoice: second2, next: true });
  });

  const younger = invoice({ created: at({ days: 7 }) });
  const elder = invoice({ id: 'in_0' });
  const declined: StepResult = { ...done, kind: 'declined' };

  it.each<[string, Partial<Recovery>, World['open'], boolean]>([
    ['before the take-over', { results: {} }, [elder, younger], true],
    ['before the first retry', {}, [elder, younger], true],
    [
      'when the ladder has climbed a rung',
      { results: { 'take-over': done, 'retry-1': declined } },
      [elder, younger],
      false,
    ],
    ['in the pause', { paused: { at: toIso(T), how: 'subscription' } }, [elder, younger], false],
    ['when nothing is left of it', {}, [{ ...elder, amountRemaining: usd(0) }, younger], false],
    ['when it is the only one', {}, [younger], false],
  ])('give the lead to an older invoice that was heard of later, %s: %#', (_name, of, open, moves) => {
    const act = decide('take-over', recovery(of), world({ lead: younger, open }), ladder, T);

    expect(act.kind === 'lead' && act).toEqual(moves && { kind: 'lead', invoice: elder, next: false });
  });

  it('keep a voided lead of a cancelled subscription as the last word', () => {
    const over = { lead: invoice({ status: 'void' }), open: [second2], subscription: subscription('canceled') };

    expect(decide('retry-1', recovery(), world(over), ladder, T)).toEqual({ kind: 'end', outcome: 'voided' });
  });

  it('count a next invoice with nothing left to pay as none', () => {
    const settled = invoice({ id: 'in_2', amountRemaining: usd(0) });
    const paid = world({ lead: invoice({ status: 'paid' }), open: [settled] });

    expect(decide('retry-1', recovery(), paid, ladder, T)).toMatchObject({ kind: 'end', outcome: 'recovered' });
  });
});

describe('taking over', () => {
  it('comes first, once', () => {
    expect(decide('take-over', recovery({ results: {} }), world(), ladder, T)).toEqual({ kind: 'take-over' });
    expect(decide('take-over', recovery(), world(), ladder, T)).toEqual({ kind: 'advance' });
  });

  it.each<[string, Partial<World>, string[]]>([
    ['an invoice that failed meanwhile', { open: [invoice(), second2] }, ['in_2']],
    ['an invoice Stripe retries again', { lead: invoice({ autoAdvance: true }) }, ['in_1']],
  ])('takes %s', (_name, over, ids) => {
    const act = decide('retry-1', recovery(), world(over), ladder, T);

    expect(act).toMatchObject({ kind: 'take', invoices: ids.map((id) => ({ id })) });
  });

  it('leaves Stripe its retries while observing', () => {
    const over = { lead: invoice({ autoAdvance: true }), observing: true };

    expect(decide('retry-1', recovery(), world(over), ladder, T)).toMatchObject({ kind: 'wait' });
  });
});

describe('a charge at once', () => {
  const fresh: Card = { id: 'pm_2', type: 'card', fingerprint: 'fp_2' };
  const updated = (of: string) => ({ updates: [{ event: 'evt_1', card: of, at: toIso(T) }], hardCards: ['fp_1'] });
  const triedSince = { 'card:x': { at: toIso(at(second)), kind: 'declined', card: 'pm_1' } } as const;
  const waitsForNext = { results: { 'take-over': done, 'next:in_1': done } };

  it.each<[string, Partial<Recovery>, Partial<World>, object]>([
    ['a new card', {}, { card: fresh }, { kind: 'charge', name: 'card:pm_2:fp_2:in_1', why: 'new-card' }],
    ['an updated card', updated('pm_1'), {}, { kind: 'charge', name: 'update:evt_1:in_1', why: 'new-card' }],
    ['the next invoice', waitsForNext, {}, { kind: 'charge', name: 'next:in_1:charge', why: 'next-invoice' }],
    ['the next invoice, card just free', waitsForNext, { cardFreeAt: T }, { name: 'next:in_1:charge' }],
    ['no next invoice before the card is free', waitsForNext, { cardFreeAt: at(second) }, { kind: 'wait' }],
    ['no new card before it is free', {}, { card: fresh, cardFreeAt: at(second) }, { kind: 'wait', due: at(second) }],
    ['no update of another card', updated('pm_3'), {}, { kind: 'wait' }],
    ['no update the card was tried after', { ...updated('pm_1'), results: triedSince }, {}, { kind: 'wait' }],
    ['no new bank account', {}, { card: { ...fresh, type: 'sepa_debit' } }, { kind: 'wait', why: 'not_a_card' }],
    ['no new card while a payment runs', {}, { card: fresh, lead: processing }, { why: 'payment_processing' }],
    [
      'no update twice',
      { ...updated('pm_1'), results: { 'take-over': done, 'update:evt_1:in_1': done } },
      {},
      { kind: 'wait', why: 'declined_for_good: card' },
    ],
  ])('is for %s', (_name, of, over, act) => {
    expect(decide('retry-1', recovery(of), world(over), ladder, T)).toMatchObject(act);
  });
});

describe('a rung', () => {
  it.each<[Step, Duration]>([
    ['retry-1', { days: 1 }],
    ['retry-2', { days: 3 }],
    ['retry-3', { days: 6 }],
    ['final', { days: 10 }],
  ])('%s waits before its instant and charges at and after it', (step, offset) => {
    const decideAt = (now: Instant) => decide(step, recovery(), world(), ladder, now);
    const charge = { kind: 'charge', name: step, card, why: 'ladder' };

    expect(decideAt(justBefore(offset))).toEqual({ kind: 'wait', due: at(offset), why: step });
    expect(decideAt(at(offset))).toEqual(charge);
    expect(decideAt(after(at(offset), second))).toEqual(charge);
  });

  it('with a result is behind us', () => {
    const over = recovery({ results: { 'take-over': done, 'retry-1': done } });

    expect(decide('retry-1', over, world(), ladder, at({ days: 1 }))).toEqual({ kind: 'advance' });
  });

  it.each<[string, string, Partial<Recovery>, Partial<World>]>([
    ['the gap of the card', 'gap', {}, { cardFreeAt: at({ hours: 30 }), cardHeldBy: 'gap' }],
    ["a network's limit", 'cap', {}, { cardFreeAt: at({ hours: 30 }), cardHeldBy: 'cap' }],
    ['a bank that asks to wait', 'asked', { notBefore: toIso(at({ hours: 30 })) }, {}],
  ])('is pushed by %s', (_name, why, of, over) => {
    const decideAt = (now: Instant) => decide('retry-1', recovery(of), world(over), ladder, now);

    expect(decideAt(at({ days: 1 }))).toEqual({
      kind: 'defer',
      step: 'retry-1',
      plannedFor: at({ days: 1 }),
      until: at({ hours: 30 }),
      reason: why,
    });
    const told = { step: 'retry-1', at: toIso(at({ days: 1 })), plannedFor: toIso(at({ days: 1 })) };
    const deferred = [{ ...told, until: toIso(at({ hours: 30 })), reason: why }];
    expect(decide('retry-1', recovery({ ...of, deferred }), world(over), ladder, at({ days: 1 }))).toEqual({
      kind: 'wait',
      due: at({ hours: 30 }),
      why,
    });
    expect(decideAt(at({ hours: 30 }))).toMatchObject({ kind: 'charge', name: 'retry-1' });
  });

  it('still charges a second before the next rung, and is skipped when pushed onto it', () => {
    const pushed = (cardFreeAt: Instant, now: Instant) =>
      decide('retry-1', recovery(), world({ cardFreeAt }), ladder, now);

    expect(pushed(justBefore({ days: 3 }), at({ days: 1 }))).toMatchObject({
      kind: 'defer',
      until: justBefore({ days: 3 }),
    });
    expect(pushed(at({ days: 3 }), justBefore({ days: 1 }))).toEqual({
      kind: 'wait',
      due: at({ days: 1 }),
      why: 'gap',
    });
    expect(pushed(at({ days: 3 }), at({ days: 1 }))).toMatchObject({ kind: 'skip', step: 'retry-1' });
  });

  it.each<[string, Partial<Recovery>, Partial<World>, string]>([
    ['a hard card', { hardCards: ['fp_1'], class: 'NEW_CARD' }, {}, 'declined_for_good: NEW_CARD'],
    ['a class without retry', { hardCards: ['fp_1'], class: 'AUTH' }, {}, 'class_without_retry: AUTH'],
    ['no card', {}, { card: undefined }, 'no_card'],
    ['a bank account', {}, { card: { ...card, type: 'sepa_debit' } }, 'not_a_card'],
  ])('is skipped for %s, but only at its instant', (_name, of, over, reason) => {
    const decideAt = (now: Instant) => decide('retry-1', recovery(of), world(over), ladder, now);

    expect(decideAt(justBefore({ days: 1 }))).toEqual({ kind: 'wait', due: at({ days: 1 }), why: reason });
    expect(decideAt(at({ days: 1 }))).toEqual({ kind: 'skip', step: 'retry-1', reason });
  });
});

describe('pause and hold', () => {
  const pausedAt = (elapsed: Duration): Partial<Recovery> => ({
    paused: { at: toIso(at(elapsed)), how: 'subscription' },
  });

  it('pauses at day 14, not before', () => {
    expect(decide('pause', recovery(), world(), ladder, justBefore({ days: 14 }))).toMatchObject({ kind: 'wait' });
    expect(decide('pause', recovery(), world(), ladder, at({ days: 14 }))).toEqual({ kind: 'pause' });
  });

  it('ends at day 14 what never got beyond its trial', () => {
    const trial = recovery({ afterTrial: true });

    expect(decide('pause', trial, world(), ladder, justBefore({ days: 14 }))).toMatchObject({ kind: 'wait' });
    expect(decide('pause', trial, world(), ladder, at({ days: 14 }))).toEqual({ kind: 'expire', outcome: 'cancelled' });
  });

  it.each<[string, Partial<Recovery>, Duration]>([
    ['no pause known', {}, { days: 104 }],
    ['a pause in time', pausedAt({ days: 14 }), { days: 104 }],
    ['a pause two days late', pausedAt({ days: 16 }), { days: 106 }],
    ['a pause before its time', pausedAt({ days: 13 }), { days: 104 }],
  ])('holds the full time with %s', (_name, of, end) => {
    expect(holdEndsAt(recovery(of), ladder)).toBe(at(end));
    expect(decide('hold', recovery(of), world(), ladder, justBefore(end))).toMatchObject({
      kind: 'wait',
      due: at(end),
    });
    expect(decide('hold', recovery(of), world(), ladder, at(end))).toEqual({ kind: 'expire', outcome: 'expired_hold' });
  });
});

describe('a customer who has cancelled to the end of the period', () => {
  const goes = { ...subscription(), cancelAtPeriodEnd: true };
  const end = at({ days: 20 });
  const leaving = recovery({ leavingSince: toIso(T) });
  const of = (over: Partial<Subscription> = {}) => world({ subscription: { ...goes, periodEnd: end, ...over } });

  it('is known once, before anything else is done, and again when it is taken back', () => {
    expect(decide('retry-1', recovery(), of(), ladder, T)).toEqual({ kind: 'leaving', leaves: true });
    expect(decide('take-over', recovery({ results: {} }), of(), ladder, T)).toEqual({ kind: 'leaving', leaves: true });
    expect(decide('retry-1', leaving, world(), ladder, T)).toEqual({ kind: 'leaving', leaves: false });
  });

  it('is still taken away from the retries of Stripe', () => {
    expect(decide('take-over', { ...leaving, results: {} }, of(), ladder, T)).toEqual({ kind: 'take-over' });
  });

  it.each<[string, Instant, Partial<Subscription>, Instant]>([
    ['for the end of the period', at({ days: 1 }), {}, end],
    ['until a second before it', justBefore({ days: 20 }), {}, end],
    ['an hour more when Stripe is late', end, {}, at({ days: 20, hours: 1 })],
    ['hour by hour without a known end', at({ days: 1 }), { periodEnd: at({ days: 1 }) }, at({ days: 1, hours: 1 })],
    ['never past the hold, as in a year', at({ days: 1 }), { periodEnd: at({ days: 365 }) }, at({ days: 104 })],
  ])('waits %s', (_name, now, over, due) => {
    for (const step of ['retry-1', 'final', 'pause'] as const)
      expect(decide(step, leaving, of(over), ladder, now)).toMatchObject({ kind: 'wait', due });
  });

  it('is let go at the end of the hold, not before', () => {
    const year = of({ periodEnd: at({ days: 365 }) });

    expect(decide('pause', leaving, year, ladder, justBefore({ days: 104 }))).toMatchObject({ kind: 'wait' });
    expect(decide('pause', leaving, year, ladder, at({ days: 104 }))).toEqual({
      kind: 'expire',
      outcome: 'expired_hold',
    });
  });

  it('gets no attempt on a new card, paused or not', () => {
    const fresh = { ...of(), card: { ...card, id: 'pm_2', fingerprint: 'fp_2' } };
    const paused = recovery({ ...leaving, paused: { at: toIso(at({ days: 14 })), how: 'subscription' } });

    expect(decide('retry-1', leaving, fresh, ladder, T)).toMatchObject({ kind: 'wait' });
    expect(decide('hold', paused, fresh, ladder, at({ days: 15 }))).toMatchObject({ kind: 'wait', why: 'hold' });
  });
});

describe('a run that may not act any more', () => {
  const off = { observing: true, switchedOff: true };
  const told = recovery({ uncollectedSince: toIso(T) });

  it.each<[string, Recovery, Partial<World>, object]>([
    ['tells of what it holds', recovery(), off, { kind: 'uncollected', invoices: [{ id: 'in_1' }] }],
    ['tells it once', told, off, { kind: 'wait' }],
    [
      'has nothing to tell where Stripe collects',
      recovery(),
      { ...off, lead: invoice({ autoAdvance: true }) },
      { kind: 'wait' },
    ],
    ['has nothing to tell of what it only watched', recovery(), { observing: true }, { kind: 'wait' }],
    ['takes it back when it may act again', told, {}, { kind: 'uncollected', invoices: [] }],
  ])('%s', (_name, of, over, act) => {
    expect(decide('retry-1', of, world(over), ladder, T)).toMatchObject(act);
  });
});

describe('money on its way', () => {
  const since = (elapsed: Duration) =>
    world({ lead: invoice({ payment: { intent: 'pi_1', status: 'processing', chargedAt: at(elapsed) } }) });

  it.each<Step>(['retry-1', 'final', 'pause', 'hold'])('is waited for at %s, whatever falls due', (step) => {
    const now = step === 'hold' ? at({ days: 104 }) : at({ days: 14 });
    const started = step === 'hold' ? { days: 100 } : { days: 10 };

    const expected = { kind: 'wait', due: after14(started), why: 'payment_processing' };
    expect(decide(step, recovery(), since(started), ladder, now)).toEqual(expected);
  });

  it('is given up after 14 days', () => {
    const decideAt = (now: Instant) => decide('retry-3', recovery(), since({ days: 1 }), ladder, now);

    expect(decideAt(justBefore({ days: 15 }))).toMatchObject({ kind: 'wait', due: at({ days: 15 }) });
    expect(decideAt(at({ days: 15 }))).toEqual({ kind: 'skip', step: 'retry-3', reason: 'payment_processing' });
  });

  const after14 = ({ days = 0 }: Duration): Instant => at({ days: days + 14 });
});

describe('what is no card', () => {
  const bank: Card = { id: 'pm_b', type: 'us_bank_account', fingerprint: 'fp_b' };
  const debit: Card = { ...bank, type: 'sepa_debit' };
  const of = (over: Partial<Recovery> = {}) => recovery({ class: 'NOT_A_CARD', knownCards: ['fp_b'], ...over });
  const failedAgain = { lastFailureAt: toIso(at({ days: 9 })) };

  it.each<[string, Recovery, Duration]>([
    ['its first failure when there was one', of(), { days: 14 }],
    ['its last failure', of(failedAgain), { days: 23 }],
    [
      'the first failure when the other was heard of late',
      of({ lastFailureAt: toIso(at({ days: -1 })) }),
      { days: 14 },
    ],
    ['the first failure when it is a card', recovery({ class: 'FUNDS', ...failedAgain }), { days: 14 }],
  ])('is paused 14 days after %s', (_name, stored, due) => {
    const decideAt = (now: Instant) => decide('pause', stored, world({ card: debit }), ladder, now);

    expect(decideAt(justBefore(due))).toMatchObject({ kind: 'wait', due: at(due) });
    expect(decideAt(at(due))).toEqual({ kind: 'pause' });
    expect(holdEndsAt(stored, ladder)).toBe(at({ days: (due.days ?? 0) + 90 }));
  });

  it.each<[string, Card, string]>([
    ['ACH', bank, 'wait'],
    ['SEPA', debit, 'take'],
    ['a card', card, 'take'],
  ])('keeps the retries of Stripe for ACH alone: %s', (_name, method, kind) => {
    const still = world({ card: method, lead: invoice({ autoAdvance: true }) });
    const known = recovery({ knownCards: ['fp_1', 'fp_b'] });

    expect(decide('retry-1', known, still, ladder, T)).toMatchObject({ kind });
  });
});

describe('an attempt window', () => {
  const windowed = { ...ladder, window: { from: '09:00', to: '18:00', zone: 'America/New_York' } };

  it.each<[string, Step, Duration, Instant]>([
    ['a gap that ends inside stays', 'retry-1', { hours: 31 }, at({ hours: 31 })],
    ['a gap that ends at night moves to the morning', 'retry-1', { hours: 36 }, at({ hours: 47 })],
    ['the final retry goes when the card is free', 'final', { days: 10, hours: 12 }, at({ days: 10, hours: 12 })],
  ])('holds for what pushes an attempt too: %s', (_name, step, free, due) => {
    const waiting = decide(step, recovery(), world({ cardFreeAt: at(free) }), windowed, after(due, { seconds: -1 }));

    expect(waiting).toMatchObject({ kind: 'defer', until: due });
  });
});
