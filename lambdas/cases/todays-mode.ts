import type { Account } from '../accounts/account.ts';
import { type Mode, modeOf, type RetentionConfig, saferMode } from '../kernel/config/index.ts';
import { stableFraction } from '../kernel/ids.ts';

/** What was opened in a mode keeps it, but switching recovery back to a safer one stops charges and mails at once. */
export function todaysMode(
  of: { readonly account: string; readonly mode: Mode },
  account: Account | undefined,
  current: RetentionConfig,
): Mode {
  const fraction = stableFraction('payment-recovery', of.account);
  const today = modeOf(current, { journey: 'payment-recovery', tier: account?.tier ?? 'smb', fraction });
  return saferMode(of.mode, today);
}
