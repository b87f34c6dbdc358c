import type { Invoice } from '../billing/model.ts';
import type { Instant } from '../kernel/instant.ts';
import { type Money, share } from '../kernel/money.ts';

/**
 * What a period that was paid for is worth where a pause took the use of it away. A pause itself gives no credit: this
 * is for what was paid after it began.
 */
export function unusedShare(
  { periodStart, periodEnd, amountDue }: Pick<Invoice, 'periodStart' | 'periodEnd' | 'amountDue'>,
  pausedAt: Instant,
  lockedUntil: Instant,
): Money {
  if (!periodStart || !periodEnd || periodEnd <= periodStart) return { ...amountDue, amount: 0 };
  const locked = Math.min(periodEnd, lockedUntil) - Math.max(pausedAt, periodStart);
  const unused = Math.min(Math.max(0, locked), periodEnd - periodStart);
  return share(amountDue, unused, periodEnd - periodStart);
}
