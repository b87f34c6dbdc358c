import type { Account } from '../accounts/account.ts';
import type { Case } from '../cases/case.ts';
import { type Recovery, recoverySchema } from '../recovery/state.ts';

export type BannerState = NonNullable<Account['banner']>;

/** What the app shows now, and the page of ours its link leads to. */
export interface Banner {
  readonly state: BannerState;
  readonly page: 'update-card' | 'pay' | 'resume';
  readonly claims: { readonly account: string; readonly case: string; readonly invoice: string };
}

interface Debt {
  readonly row: Case;
  readonly recovery: Recovery;
}

/**
 * The account's row says whether, the case says where to: a banner nobody could act on is none. `cases` are those of
 * the account; the oldest one that can be acted on leads, as it does in the mails.
 */
export function bannerOf(account: Pick<Account, 'banner'> | undefined, cases: readonly Case[]): Banner | undefined {
  const state = account?.banner;
  if (!state) return undefined;
  const debts = cases.flatMap(asDebt).sort((a, b) => (a.row.openedAt < b.row.openedAt ? -1 : 1));
  const isLocked = ({ recovery }: Debt): boolean => recovery.paused !== undefined && !recovery.resumedAt;
  const found = debts.find((debt) => isLocked(debt) === (state === 'paused')) ?? debts[0];
  return found && { state, page: pageOf(state, found.recovery), claims: claimsOf(found) };
}

function asDebt(row: Case): Debt[] {
  if (row.journey !== 'payment-recovery' || row.status === 'closed' || row.mode !== 'live') return [];
  const recovery = recoverySchema.parse(row.data);
  return recovery.banner && !recovery.leavingSince ? [{ row, recovery }] : [];
}

const pageOf = (state: BannerState, recovery: Recovery): Banner['page'] => {
  if (state === 'paused') return 'resume';
  return recovery.class === 'AUTH' ? 'pay' : 'update-card';
};

const claimsOf = ({ row, recovery }: Debt): Banner['claims'] => ({
  account: row.account,
  case: row.sk,
  invoice: recovery.lead,
});
