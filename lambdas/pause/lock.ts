import { domainEvent } from '../cases/domain-event.ts';
import type { Effect } from '../cases/effect.ts';
import type { Rest } from '../cases/rest.ts';
import { type Instant, toIso } from '../kernel/instant.ts';

/** Whose access is locked, and over which pause: both ends of one pause are told under one name. */
export interface Lock {
  readonly account: string;
  readonly subscription: string;
  /** What began it, as its journey spells it; a later pause of the same subscription has another. */
  readonly since: string;
  readonly reason: 'unpaid';
  /** What else the account has: another subscription, or another debt. */
  readonly rest: Rest;
}

/** The lock is ours to announce and the user's app to carry out, whatever Stripe answers (spec payment-recovery, pausing). */
export function locked(lock: Lock, holdUntil: Instant): Effect[] {
  const { rest, account, reason } = lock;
  const status = rest.status ?? (rest.lives ? 'active' : 'paused');
  return [
    { kind: 'account', account, set: { status, ...(rest.status ? {} : { banner: 'paused' }) } },
    told('account.paused', lock, { reason, holdUntil: toIso(holdUntil) }),
  ];
}

/** Access is open again: told once per pause, by whoever ends it. */
export const unlocked = (lock: Lock): Effect => told('account.resumed', lock, { reason: lock.reason });

const told = (type: string, { account, subscription, since }: Lock, detail: Record<string, unknown>): Effect =>
  domainEvent(type, { account, subscription, since }, detail);
