import { describe, expect, it } from '@jest/globals';
import type { Subscription } from '../../../lambdas/billing/model.ts';
import { chargesAround, monthOf, remindAt, validUntil } from '../../../lambdas/cards/expiry.ts';
import { expiryDue, firstLook } from '../../../lambdas/cards/expiry-due.ts';
import { type GateRules, gate, type Sighting, together, type Verdict } from '../../../lambdas/cards/expiry-gate.ts';
import { type Instant, parseInstant, toIso } from '../../../lambdas/kernel/instant.ts';

const at = (text: string): Instant => parseInstant(text);
const november = { expMonth: 11, expYear: 2026 };
const bills = (periodEnd: string, interval: Subscription['interval'] = 'month', intervalCount = 1) => ({
  periodEnd: at(periodEnd),
  ...(interval ? { interval } : {}),
  intervalCount,
});

describe('the last day of a card', () => {
  it.each([
    [november, 'UTC', '2026-12-01T00:00:00.000Z'],
    [november, 'America/New_York', '2026-12-01T05:00:00.000Z'],
    [november, 'Asia/Tokyo', '2026-11-30T15:00:00.000Z'],
    [{ expMonth: 12, expYear: 2026 }, 'UTC', '2027-01-01T00:00:00.000Z'],
    [{ expMonth: 2, expYear: 2028 }, 'UTC', '2028-03-01T00:00:00.000Z'],
    [{ expMonth: 3, expYear: 2027 }, 'Europe/Berlin', '2027-03-31T22:00:00.000Z'],
  ])('of %o in %s is over at %s', (card, zone, ends) => {
    expect(toIso(validUntil(card, zone))).toBe(ends);
  });

  it.each([
    [{}, undefined],
    [{ expMonth: 13, expYear: 2026 }, undefined],
    [{ expMonth: 1 }, undefined],
    [{ expMonth: 1, expYear: 2027 }, '2027-01'],
  ])('is told by %o as %s', (card, month) => {
    expect(monthOf(card)).toBe(month);
  });
});

describe('the charges on both sides of the last day', () => {
  const ends = validUntil(november, 'UTC');

  it.each<[string, ReturnType<typeof bills>, string, string | undefined]>([
    [
      'the last second of the last day still works',
      bills('2026-11-30T23:59:59Z'),
      '2026-12-30T23:59:59.000Z',
      '2026-11-30T23:59:59.000Z',
    ],
    [
      'the first second of the next month does not',
      bills('2026-12-01T00:00:00Z'),
      '2026-12-01T00:00:00.000Z',
      undefined,
    ],
    ['a month later', bills('2026-11-15T10:00:00Z'), '2026-12-15T10:00:00.000Z', '2026-11-15T10:00:00.000Z'],
    ['two months before', bills('2026-10-31T10:00:00Z'), '2026-12-31T10:00:00.000Z', '2026-11-30T10:00:00.000Z'],
    ['weekly', bills('2026-11-20T00:00:00Z', 'week'), '2026-12-04T00:00:00.000Z', '2026-11-27T00:00:00.000Z'],
    [
      'every two weeks',
      bills('2026-11-20T00:00:00Z', 'week', 2),
      '2026-12-04T00:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
    ],
    ['daily', bills('2026-11-29T07:00:00Z', 'day'), '2026-12-01T07:00:00.000Z', '2026-11-30T07:00:00.000Z'],
    ['quarterly', bills('2026-11-10T00:00:00Z', 'month', 3), '2027-02-10T00:00:00.000Z', '2026-11-10T00:00:00.000Z'],
    ['yearly, months after the card', bills('2027-06-01T00:00:00Z', 'year'), '2027-06-01T00:00:00.000Z', undefined],
    [
      'yearly, just before the card',
      bills('2026-11-30T00:00:00Z', 'year'),
      '2027-11-30T00:00:00.000Z',
      '2026-11-30T00:00:00.000Z',
    ],
  ])('%s', (_name, cycle, failing, last) => {
    const charges = chargesAround(ends, cycle);

    expect(charges && toIso(charges.failing)).toBe(failing);
    expect(charges?.last && toIso(charges.last)).toBe(last);
  });

  it('are unknown where Stripe does not say when it bills', () => {
    expect(chargesAround(ends, { interval: 'month' })).toBeUndefined();
    expect(chargesAround(ends, { periodEnd: ends })).toBeUndefined();
  });

  it.each<[string, string, string | undefined, number, string]>([
    ['30 days before', '2026-12-15T00:00:00Z', undefined, 0, '2026-11-15T00:00:00.000Z'],
    [
      'a day after the charge that still works',
      '2026-12-15T00:00:00Z',
      '2026-11-20T00:00:00Z',
      0,
      '2026-11-21T00:00:00.000Z',
    ],
    ['in the middle of the spread', '2026-12-31T00:00:00Z', undefined, 0.5, '2026-12-04T00:00:00.000Z'],
    ['at the end of the spread', '2026-12-31T00:00:00Z', undefined, 1, '2026-12-07T00:00:00.000Z'],
    [
      'spread over half of a week at most',
      '2026-12-04T00:00:00Z',
      '2026-11-27T00:00:00Z',
      1,
      '2026-12-01T00:00:00.000Z',
    ],
  ])('lead to a reminder %s', (_name, failing, last, place, due) => {
    const charges = { failing: at(failing), ...(last ? { last: at(last) } : {}) };

    expect(toIso(remindAt(charges, 30, place))).toBe(due);
  });
});

describe('the gate', () => {
  const rules: GateRules = { zone: 'UTC', remindDays: 30, skipIfUpdatedDays: 60, place: 0 };
  const monthly: Sighting['subscription'] = {
    status: 'active',
    collection: 'charge_automatically',
    cancelAtPeriodEnd: false,
    amount: { amount: 4900, currency: 'usd' },
    ...bills('2026-12-15T10:00:00Z'),
  };
  const sighting = (over: Partial<Sighting> = {}, subscription: Partial<Sighting['subscription']> = {}): Sighting => ({
    card: { id: 'pm_1', type: 'card', ...november },
    pays: true,
    inRecovery: false,
    hasBackup: () => false,
    reminded: false,
    ...over,
    subscription: { ...monthly, ...subscription },
  });
  const words = (verdict: Verdict): string =>
    verdict.kind === 'remind'
      ? `remind ${verdict.expired}`
      : verdict.kind === 'later'
        ? `later ${toIso(verdict.at).slice(0, 16)}`
        : 'never';

  it.each<[string, string, string]>([
    ['before the 30 days', '2026-11-15T09:59:59Z', 'later 2026-11-15T10:00'],
    ['when the 30 days begin', '2026-11-15T10:00:00Z', 'remind false'],
    ['on the last day', '2026-11-30T23:59:59Z', 'remind false'],
    ['when the card is over and the charge still to come', '2026-12-01T00:00:00Z', 'remind true'],
  ])('opens %s', (_name, now, expected) => {
    expect(words(gate(sighting(), rules, at(now)))).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['the charge on the last day still works', '2026-11-30T23:00:00Z', 'later 2026-12-01T23:00'],
    ['the charge an hour into the next month does not', '2026-12-01T00:00:00Z', 'remind false'],
  ])('is closed while %s', (_name, periodEnd, expected) => {
    expect(words(gate(sighting({}, { periodEnd: at(periodEnd) }), rules, at('2026-11-20T00:00:00Z')))).toBe(expected);
  });

  it.each([
    ['America/New_York', 'later 2026-12-02T02:00'],
    ['UTC', 'remind false'],
  ])('counts the last day in the zone of the account (%s)', (zone, expected) => {
    const late = sighting({}, { periodEnd: at('2026-12-01T02:00:00Z') });

    expect(words(gate(late, { ...rules, zone }, at('2026-11-20T00:00:00Z')))).toBe(expected);
  });

  it.each<[string, Partial<Sighting>, Partial<Sighting['subscription']>, string]>([
    ['reminded before', { reminded: true }, {}, 'never'],
    ['no card', { card: { id: 'ba_1', type: 'sepa_debit' } }, {}, 'never'],
    ['another card pays', { pays: false }, {}, 'later 2026-11-27T00:00'],
    ['a failed payment is being recovered', { inRecovery: true }, {}, 'later 2026-11-27T00:00'],
    ['a backup card stands by', { hasBackup: () => true }, {}, 'later 2026-11-27T00:00'],
    [
      'a backup that expires first is none',
      { hasBackup: (failing) => failing < at('2026-12-15T00:00:00Z') },
      {},
      'remind false',
    ],
    ['renewed by its network 59 days ago', { updatedAt: at('2026-09-22T00:00:00Z') }, {}, 'later 2026-11-21T00:00'],
    ['renewed by its network 60 days ago', { updatedAt: at('2026-09-21T00:00:00Z') }, {}, 'remind false'],
    ['renewed so lately that the charge comes first', { updatedAt: at('2026-11-10T00:00:00Z') }, {}, 'never'],
    ['cancelled to the end of the period', {}, { cancelAtPeriodEnd: true }, 'later 2026-11-27T00:00'],
    ['paused', {}, { status: 'paused' }, 'later 2026-11-27T00:00'],
    ['paused the older way', {}, { pauseCollection: 'void' }, 'later 2026-11-27T00:00'],
    ['past due', {}, { status: 'past_due' }, 'later 2026-11-27T00:00'],
    ['ended', {}, { status: 'canceled' }, 'later 2026-11-27T00:00'],
    ['in a trial that is charged after the expiry', {}, { status: 'trialing' }, 'remind false'],
    ['paid by invoice', {}, { collection: 'send_invoice' }, 'later 2026-11-27T00:00'],
    ['free', {}, { amount: { amount: 0, currency: 'usd' } }, 'later 2026-11-27T00:00'],
    ['yearly, months ahead', {}, bills('2027-06-01T00:00:00Z', 'year'), 'later 2027-05-02T00:00'],
  ])('says of a card that is %s', (_name, over, subscription, expected) => {
    expect(words(gate(sighting(over, subscription), rules, at('2026-11-20T00:00:00Z')))).toBe(expected);
  });

  it('looks no more when the charge comes before the next look', () => {
    expect(words(gate(sighting({ inRecovery: true }), rules, at('2026-12-08T10:00:00Z')))).toBe('never');
    expect(words(gate(sighting({ inRecovery: true }), rules, at('2026-12-08T09:59:59Z')))).toBe(
      'later 2026-12-15T09:59',
    );
  });

  it('speaks once of a card that pays several subscriptions, of the charge that comes first', () => {
    const remind = (failing: string): Verdict => ({ kind: 'remind', failing: at(failing), expired: false });
    const later = (when: string): Verdict => ({ kind: 'later', at: at(when), why: 'early' });

    expect(
      together([
        [remind('2026-12-20T00:00:00Z'), 'a'],
        [later('2026-12-01T00:00:00Z'), 'b'],
        [remind('2026-12-10T00:00:00Z'), 'c'],
      ])[1],
    ).toBe('c');
    expect(
      together([
        [later('2026-12-05T00:00:00Z'), 'a'],
        [later('2026-12-01T00:00:00Z'), 'b'],
      ])[0],
    ).toEqual(later('2026-12-01T00:00:00Z'));
    expect(together([])).toEqual([{ kind: 'never', why: 'it pays nothing' }, undefined]);
  });
});

describe('the first look at a card', () => {
  const card = { id: 'pm_1', type: 'card', ...november };

  it.each<[string, object, string, string | undefined]>([
    ['comes before every reminder', {}, '2026-01-01T00:00:00Z', '2026-10-30T00:00:00.000Z'],
    ['of an expired card is none', {}, '2026-12-03T00:00:01Z', undefined],
    ['of one that expired today is taken all the same', {}, '2026-12-02T00:00:00Z', '2026-10-30T00:00:00.000Z'],
    ['of a debit is none', { type: 'sepa_debit' }, '2026-01-01T00:00:00Z', undefined],
    ['of a card without a date is none', { expMonth: undefined }, '2026-01-01T00:00:00Z', undefined],
  ])('%s', (_name, over, now, look) => {
    const first = firstLook({ ...card, ...over }, 30, at(now));

    expect(first && toIso(first)).toBe(look);
  });

  it('stands in a lane that the sweep of every minute does not walk', () => {
    expect(expiryDue('acme', 'pm_1', at('2026-10-30T00:00:00Z'))).toEqual([
      ['duePk', expect.stringMatching(/^card-expiry#all#\d+$/)],
      ['dueSk', '2026-10-30T00:00:00.000Z#acme#pm_1'],
    ]);
  });
});
