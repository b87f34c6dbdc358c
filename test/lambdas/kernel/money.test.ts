import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addMoney,
  compareMoney,
  convert,
  formatMoney,
  minorDigits,
  money,
  share,
  subtractMoney,
  sumMoney,
} from '../../../lambdas/kernel/money.ts';

const fx = { base: 'usd', rates: { eur: 1.08, jpy: 0.0066, kwd: 3.25, gbp: 1.27 } };

describe('money', () => {
  it.each([
    ['usd', 2],
    ['jpy', 0],
    ['krw', 0],
    ['clp', 0],
    ['vnd', 0],
    ['kwd', 3],
    ['bhd', 3],
    ['jod', 3],
    ['omr', 3],
    ['tnd', 3],
    ['isk', 2],
    ['ugx', 2],
  ])('counts the minor digits of %s as Stripe does', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });

  it.each([
    [4900, 'usd', '$49.00'],
    [-4900, 'usd', '-$49.00'],
    [123_456_789, 'usd', '$1,234,567.89'],
    [4900, 'jpy', '¥4,900'],
    [12_345, 'kwd', 'KWD 12.345'],
    [490_000, 'isk', 'ISK 4,900'],
    [490_050, 'isk', 'ISK 4,900.50'],
    [4900, 'eur', '€49.00'],
  ])('shows %i %s as %s', (amount, currency, text) => {
    expect(formatMoney(money(amount, currency))).toBe(text);
  });

  it('shows an amount the way the reader writes it', () => {
    expect(formatMoney(money(123_450, 'eur'), 'de')).toBe('1.234,50 €');
  });

  it.each([
    [1.5, 'usd', /whole minor units/],
    [Number.NaN, 'usd', /whole minor units/],
    [2 ** 53, 'usd', /whole minor units/],
    [1, 'dollars', /not a currency code/],
    [1, '', /not a currency code/],
  ])('refuses %d %s', (amount, currency, message) => {
    expect(() => money(amount, currency)).toThrow(message);
  });

  it('writes currencies in lower case', () => {
    expect(money(100, 'USD')).toEqual({ amount: 100, currency: 'usd' });
  });

  it.each([
    ['adding', addMoney],
    ['subtracting', subtractMoney],
    ['comparing', compareMoney],
  ])('refuses %s two currencies', (_what, operation) => {
    expect(() => operation(money(100, 'usd'), money(100, 'eur'))).toThrow(/cannot mix usd with eur/);
  });

  it('adds, subtracts, compares and sums one currency', () => {
    const [small, large] = [money(100, 'usd'), money(250, 'usd')];

    expect(addMoney(small, large).amount).toBe(350);
    expect(subtractMoney(small, large).amount).toBe(-150);
    expect(compareMoney(small, large)).toBeLessThan(0);
    expect(sumMoney([small, large, large], 'usd').amount).toBe(600);
    expect(sumMoney([], 'jpy')).toEqual({ amount: 0, currency: 'jpy' });
  });

  it.each([
    [100, 1, 3, 33],
    [200, 1, 3, 67],
    [5, 1, 2, 2],
    [7, 1, 2, 4],
    [-5, 1, 2, -2],
    [-7, 1, 2, -4],
    [-100, 1, 3, -33],
    [4900, 30, 100, 1470],
    [9_007_199_254_740_991, 2, 2, 9_007_199_254_740_991],
    [100, 1, -2, -50],
  ])('takes of %i the share %i/%i as %i', (amount, numerator, denominator, expected) => {
    expect(share(money(amount, 'usd'), numerator, denominator).amount).toBe(expected);
  });

  it('refuses a share of nothing', () => {
    expect(() => share(money(100, 'usd'), 1, 0)).toThrow(/divide by zero/);
  });

  it.each([
    [10_000, 'eur', 'usd', 10_800],
    [10_800, 'usd', 'eur', 10_000],
    [10_000, 'jpy', 'usd', 6600],
    [6600, 'usd', 'jpy', 10_000],
    [1000, 'kwd', 'usd', 325],
    [325, 'usd', 'kwd', 1000],
    [100, 'usd', 'usd', 100],
    [0, 'eur', 'usd', 0],
  ])('converts %i %s to %s as %i', (amount, from, to, expected) => {
    expect(convert(money(amount, from), fx, to)).toEqual({ amount: expected, currency: to });
  });

  it('names the rate that is missing', () => {
    expect(() => convert(money(100, 'chf'), fx)).toThrow(/add fx\.rates\.chf/);
  });

  it('splits without losing or inventing a minor unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 100 }), (amount, percent) => {
        const whole = money(amount, 'usd');
        const part = share(whole, percent, 100);
        const rest = subtractMoney(whole, part);
        expect(addMoney(part, rest)).toEqual(whole);
        expect(Math.abs(part.amount - (amount * percent) / 100)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('comes back within one unit of the coarser currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (amount) => {
        const there = convert(money(amount, 'gbp'), fx, 'eur');
        expect(Math.abs(convert(there, fx, 'gbp').amount - amount)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
