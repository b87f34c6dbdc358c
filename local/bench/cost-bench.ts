import { reportFor } from '../cost/report.ts';

/** The design's two promises about the bill, from a month that was played for them. */
export async function costFigures(): Promise<Record<string, number>> {
  const { sizes } = await reportFor(100_000);
  const per1000 = (accounts: number): number => sizes.find((bill) => bill.accounts === accounts)?.per1000 ?? Number.NaN;
  return {
    cost_usd_per_1000_accounts_at_10k: per1000(10_000),
    cost_usd_per_1000_accounts_at_100k: per1000(100_000),
  };
}
