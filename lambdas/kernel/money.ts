import { fractionOf, roundHalfEven } from './ratio.ts';

/** Whole minor units of an ISO 4217 currency (cents; for JPY whole yen, for KWD thousandths). Never a float. */
export interface Money {
  readonly amount: number;
  /** Lower case, as Stripe writes it. */
  readonly currency: string;
}

/** One fixed rate per currency: what one unit of it is worth in `base`. The base itself needs no row. */
export interface FxTable {
  readonly base: string;
  readonly rates: Readonly<Record<string, number>>;
}

/** Stripe's list of currencies without minor units: https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));

/** https://docs.stripe.com/currencies#three-decimal (Stripe also wants the last digit to be 0). */
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));

/**
 * ISK and UGX have no minor units in ISO 4217, but Stripe's API keeps them as two-decimal amounts that end in 00:
 * https://docs.stripe.com/currencies#special-cases. We keep Stripe's amounts and show none of the decimals.
 */
const SHOWN_WITHOUT_DECIMALS = new Set(['isk', 'ugx']);

/** Digits after the point in `amount`, as Stripe counts them. */
export function minorDigits(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** @throws RangeError for a fraction of a minor unit or a currency that is not three letters */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`money is whole minor units, got ${amount} ${currency}`);
  if (!/^[a-z]{3}$/i.test(currency)) throw new RangeError(`"${currency}" is not a currency code such as usd`);
  return { amount: amount === 0 ? 0 : amount, currency: currency.toLowerCase() };
}

export const zero = (currency: string): Money => money(0, currency);

export const addMoney = (a: Money, b: Money): Money => money(a.amount + same(a, b).amount, a.currency);

export const subtractMoney = (a: Money, b: Money): Money => money(a.amount - same(a, b).amount, a.currency);

/** Negative, 0 or positive, for `sort`. */
export const compareMoney = (a: Money, b: Money): number => a.amount - same(a, b).amount;

export const sumMoney = (of: readonly Money[], currency: string): Money => of.reduce(addMoney, zero(currency));

function same(a: Money, b: Money): Money {
  if (a.currency === b.currency) return b;
  throw new RangeError(`cannot mix ${a.currency} with ${b.currency}: convert one of them first`);
}

/** `of × numerator ÷ denominator`, both whole numbers; half a minor unit goes to the even neighbour, so sums do not drift. */
export function share(of: Money, numerator: number, denominator: number): Money {
  const product = BigInt(of.amount) * BigInt(numerator);
  return money(Number(roundHalfEven(product, BigInt(denominator))), of.currency);
}

/**
 * Converts with the fixed table (default: into its base), exactly, rounded half-even once at the end.
 * @throws RangeError when the table has no rate for one of the two currencies
 */
export function convert(of: Money, fx: FxTable, to: string = fx.base): Money {
  if (of.currency === to) return of;
  const from = rateOf(of.currency, fx);
  const target = rateOf(to, fx);
  const numerator = from.numerator * target.denominator * 10n ** BigInt(minorDigits(to));
  const denominator = from.denominator * target.numerator * 10n ** BigInt(minorDigits(of.currency));
  return money(Number(roundHalfEven(BigInt(of.amount) * numerator, denominator)), to);
}

/** The same where there is a rate for both; a guess would be worse than not knowing. */
export function convertIfKnown(of: Money, fx: FxTable, to: string = fx.base): Money | undefined {
  const known = (currency: string): boolean => currency === fx.base || fx.rates[currency] !== undefined;
  return of.currency === to || (known(of.currency) && known(to)) ? convert(of, fx, to) : undefined;
}

function rateOf(currency: string, fx: FxTable): ReturnType<typeof fractionOf> {
  const rate = currency === fx.base ? 1 : fx.rates[currency];
  if (rate === undefined) throw new RangeError(`no rate for ${currency}: add fx.rates.${currency} in ${fx.base}`);
  return fractionOf(rate);
}

const formats = new Map<string, Intl.NumberFormat>();

/** `$49.00`, `¥4,900`, `KWD 12.345`; plain spaces, so that mails, logs and tests can be searched. */
export function formatMoney(of: Money, locale = 'en'): string {
  const scale = 10 ** minorDigits(of.currency);
  return formatOf(of, locale)
    .format(of.amount / scale)
    .replace(/[\u00a0\u202f]/g, ' ');
}

function formatOf({ currency, amount }: Money, locale: string): Intl.NumberFormat {
  const hidden = SHOWN_WITHOUT_DECIMALS.has(currency) && amount % 100 === 0;
  const digits = hidden ? 0 : minorDigits(currency);
  const key = `${locale} ${currency} ${digits}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(key, made);
  return made;
}
