import type { RetentionConfig } from '../kernel/config/index.ts';
import { convert, type FxTable, type Money } from '../kernel/money.ts';
import type { Account } from './account.ts';

/** Readings 24: SMB < 500 ≤ mid-market ≤ 5,000 < enterprise a month, in the company's currency; without a rate: SMB. */
export function tierOf(mrr: Money, { tiers, fx }: Pick<RetentionConfig, 'tiers' | 'fx'>): Account['tier'] {
  const { from } = tiers.mid_market;
  const amount = amountIn(from.currency, mrr, fx);
  if (amount === undefined) return 'smb';
  if (amount > tiers.enterprise.above.amount) return 'enterprise';
  return amount >= from.amount ? 'mid_market' : 'smb';
}

/** Undefined where the table has no rate for one of the two. */
export function amountIn(currency: string, of: Money, fx: FxTable): number | undefined {
  const known = (one: string): boolean => one === fx.base || fx.rates[one] !== undefined;
  if (of.currency === currency) return of.amount;
  return known(of.currency) && known(currency) ? convert(of, fx, currency).amount : undefined;
}
