import { amountIn } from '../../lambdas/accounts/tier.ts';
import { monthlyOf, type Priced } from '../../lambdas/accounts/worth.ts';
import type { RetentionConfig } from '../../lambdas/kernel/config/index.ts';
import { formatMoney } from '../../lambdas/kernel/money.ts';
import { type Finding, pass, warn } from './finding.ts';

export type Covered = Priced & {
  readonly collection: 'charge_automatically' | 'send_invoice';
  /** Type of the payment method a renewal is charged to; undefined: none is set. */
  readonly pays: string | undefined;
};

const paying: ReadonlySet<string> = new Set(['active', 'past_due', 'unpaid', 'paused']);

/** How much a month is paid in ways the card ladder does not touch (completions N18). */
export function judgeCoverage(all: readonly Covered[], whole: boolean, config: RetentionConfig): readonly Finding[] {
  const counted = all.filter(({ status }) => paying.has(status));
  const worth = (some: readonly Covered[]): number =>
    some.reduce((sum, one) => {
      const monthly = monthlyOf(one);
      return sum + ((monthly && amountIn(config.company.currency, monthly, config.fx)) ?? 0);
    }, 0);
  const invoiced = counted.filter(({ collection }) => collection === 'send_invoice');
  const others = counted.filter((one) => one.collection !== 'send_invoice' && isOther(one));
  const outside = worth(invoiced) + worth(others);
  const scope = `${counted.length} subscriptions${whole ? '' : ', the newest only'}`;
  if (outside === 0) return [pass(`recovery covers the whole MRR of ${scope}`)];
  const share = Math.round((100 * outside) / Math.max(1, worth(counted)));
  const money = formatMoney({ amount: outside, currency: config.company.currency }, 'en');
  return [
    warn(
      `${money} a month (${share} % of ${scope}) is not covered by recovery: ${invoiced.length} paid by invoice, ${others.length} by other means than a card`,
      'an overdue invoice becomes a task for its owner; nothing is charged again',
    ),
  ];
}

const isOther = ({ pays }: Covered): boolean => pays !== undefined && pays !== 'card';
