import { describe, expect, it } from '@jest/globals';
import { sumWords } from '../../../lambdas/messaging/amount-words.ts';

const money = (amount: number, currency: string) => ({ amount, currency });

describe('a sum in words', () => {
  it.each<[string, ReturnType<typeof money>[]]>([
    ['', []],
    ['$49.00', [money(4900, 'usd')]],
    ['$68.00', [money(4900, 'usd'), money(1900, 'usd')]],
    ['¥9,800', [money(4900, 'jpy'), money(4900, 'jpy')]],
    ['KWD 12.345', [money(12_000, 'kwd'), money(345, 'kwd')]],
    ['$49.00 and €20.00', [money(4900, 'usd'), money(2000, 'eur')]],
    ['$50.00 and ¥500', [money(4900, 'usd'), money(500, 'jpy'), money(100, 'usd')]],
    ['$1.00, €2.00 and KWD 3.000', [money(100, 'usd'), money(200, 'eur'), money(3000, 'kwd')]],
  ])('is %j: each currency by itself', (words, of) => {
    expect(sumWords(of, { language: 'en' })).toBe(words);
  });
});
