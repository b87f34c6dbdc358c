import { minorDigits } from '../../lambdas/kernel/money.ts';
import type { PlanRow } from './plans.ts';

export interface Rated {
  readonly plans: readonly PlanRow[];
  /** What one unit of a currency is worth in the company's. */
  readonly rates: Readonly<Record<string, number>>;
  readonly left: readonly string[];
}

/**
 * A price in another currency needs a rate. Where one plan is sold in both, its two prices say what the company itself
 * takes them for; where none is, the price is left out rather than a rate made up.
 */
export function withRates(plans: readonly PlanRow[], base: string): Rated {
  const others = [...new Set(plans.flatMap(({ prices }) => Object.keys(prices)))].filter((one) => one !== base).sort();
  const rates = Object.fromEntries(
    others.flatMap((currency) => {
      const implied = plans.flatMap(({ prices }) => ratio(prices, currency, base)).sort((a, b) => a - b);
      const middle = implied[Math.floor(implied.length / 2)];
      return middle === undefined ? [] : [[currency, middle] as const];
    }),
  );
  const known = (currency: string): boolean => currency === base || rates[currency] !== undefined;
  const left: string[] = [];
  const kept = plans.flatMap((row) => {
    const prices = Object.entries(row.prices).filter(([currency]) => known(currency));
    for (const currency of Object.keys(row.prices).filter((one) => !known(one)))
      left.push(`${row.id} in ${currency}: add it with a rate under fx.rates.${currency}`);
    return prices.length === 0 ? [] : [{ ...row, prices: Object.fromEntries(prices) }];
  });
  return { plans: kept, rates, left };
}

function ratio(prices: PlanRow['prices'], currency: string, base: string): readonly number[] {
  const [ours, theirs] = [prices[base], prices[currency]];
  if (!ours || !theirs) return [];
  const value = ours / 10 ** minorDigits(base) / (theirs / 10 ** minorDigits(currency));
  return [Number(value.toPrecision(3))];
}
