import { type Lived, openAtOnce } from './count-executions.ts';
import type { PlayedMonth } from './play-month.ts';

/** Open executions of one account and region (AWS quota, compiled 2026-11-24; can be raised to millions). */
export const openQuota = 1_000_000;

export interface Budget {
  readonly journey: string;
  readonly executionsPer1000: number;
  readonly transitionsEach: number;
  readonly daysOpen: number;
  readonly openPer1000: number;
}

/** How many executions of each journey stand open at any moment, for each thousand accounts. */
export const budgetOf = ({ lived, accounts }: Pick<PlayedMonth, 'lived' | 'accounts'>): Budget[] =>
  lived.map((one: Lived) => ({
    journey: one.journey,
    executionsPer1000: (one.executions / accounts) * 1000,
    transitionsEach: one.transitions / one.executions,
    daysOpen: one.openDays / one.executions,
    openPer1000: (openAtOnce(one) / accounts) * 1000,
  }));

/** Accounts at which the quota would be full. */
export function accountsAtQuota(budgets: readonly Budget[]): number {
  const open = budgets.reduce((sum, { openPer1000 }) => sum + openPer1000, 0);
  return open === 0 ? Number.POSITIVE_INFINITY : (openQuota / open) * 1000;
}
