import { convert, type FxTable, type Money, minorDigits, money } from '../money.ts';

/** A bare number is minor units of the company's currency. */
export type AmountInput = number | Money;

/**
 * Units that are worth about a dollar, to one figure: only so that a default of "$500" does not become 500 yen for a
 * company that set neither the threshold nor an exchange rate. Other currencies count as worth a dollar.
 */
const UNITS_PER_DOLLAR: Readonly<Record<string, number>> = {
  brl: 5,
  clp: 900,
  cny: 7,
  czk: 20,
  dkk: 7,
  hkd: 8,
  huf: 400,
  idr: 16_000,
  inr: 80,
  jpy: 150,
  krw: 1400,
  mxn: 20,
  nok: 10,
  php: 60,
  pln: 4,
  sek: 10,
  thb: 30,
  try: 40,
  twd: 30,
  vnd: 25_000,
  zar: 20,
};

export const amountOf = (input: AmountInput, currency: string): Money =>
  typeof input === 'number' ? money(input, currency) : money(input.amount, input.currency);

/** What a default in whole dollars means in another currency: by the user's own rate, else by its order of magnitude. */
export function dollarsIn(dollars: number, currency: string, fx: FxTable): Money {
  const inDollars = money(dollars * 100, 'usd');
  const known = (code: string): boolean => code === fx.base || fx.rates[code] !== undefined;
  if (currency === 'usd' || (known('usd') && known(currency))) return convert(inDollars, fx, currency);
  return money(dollars * (UNITS_PER_DOLLAR[currency] ?? 1) * 10 ** minorDigits(currency), currency);
}
