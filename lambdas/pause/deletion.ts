import type { Account } from '../accounts/account.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { after, type Instant } from '../kernel/instant.ts';

export type Deletion =
  /** The policy promises none, so no text does and nothing is asked for. */
  | { readonly kind: 'off' }
  | { readonly kind: 'kept'; readonly why: 'returned' | 'held' }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'due' };

/**
 * Whether an account that ended may be deleted now: asked when it ends, and again at the very moment. Only the user's app
 * deletes anything. Who came back is kept, and so is whoever a person holds (`ops hold`), for whatever legal reason.
 */
export function deletionOf(
  { status, held }: Pick<Account, 'status' | 'held'>,
  endedAt: Instant,
  { enabled, afterDays }: RetentionConfig['deletion'],
  now: Instant,
): Deletion {
  if (!enabled) return { kind: 'off' };
  if (status !== 'churned' && status !== 'deletion_due') return { kind: 'kept', why: 'returned' };
  if (held) return { kind: 'kept', why: 'held' };
  const until = after(endedAt, { days: afterDays });
  return now < until ? { kind: 'wait', until } : { kind: 'due' };
}
