import type { Account } from '../accounts/account.ts';

export type AccessState = 'ok' | 'past_due' | 'paused' | 'ended';

export interface Access {
  readonly state: AccessState;
  /** ISO instant: how long this state lasts if nobody does anything; null where no end is planned. */
  readonly until: string | null;
}

/** The instants an account's cases and subscriptions plan; absent: none. */
export interface Plans {
  /** When an unpaid account is paused (day 14). */
  readonly pauseAt?: string | undefined;
  /** When the hold of a paused one ends. */
  readonly holdUntil?: string | undefined;
  /** When a subscription that was cancelled to its period's end, or a trial, is over. */
  readonly endsAt?: string | undefined;
}

/** `ok` and `past_due` are let in; `paused` and `ended` are not. Nothing ever deletes an account's data because of this. */
const states: Readonly<Record<Account['status'], AccessState>> = {
  // Known to us, and never bought: what such an account may use is the app's own affair, and no payment is missing.
  none: 'ended',
  trialing: 'ok',
  active: 'ok',
  past_due: 'past_due',
  paused: 'paused',
  churned: 'ended',
  deletion_due: 'ended',
  deleted: 'ended',
};

export function accessOf(status: Account['status'], plans: Plans): Access {
  const state = states[status];
  return { state, until: untilOf(state, plans) ?? null };
}

function untilOf(state: AccessState, { pauseAt, holdUntil, endsAt }: Plans): string | undefined {
  if (state === 'ok') return endsAt;
  if (state === 'past_due') return pauseAt;
  return state === 'paused' ? holdUntil : undefined;
}
