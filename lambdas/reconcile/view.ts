import type { Account } from '../accounts/account.ts';
import type { Card, Customer, Invoice, Subscription } from '../billing/model.ts';
import type { Case } from '../cases/case.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Item } from '../kernel/rows.ts';

/** One account as Stripe tells it now. */
export interface AtStripe {
  readonly customers: readonly (Customer & { readonly card?: Card })[];
  readonly subscriptions: readonly Subscription[];
  /** All open ones, and every one our rows or cases still call open. */
  readonly invoices: readonly Invoice[];
}

/** The same account as our rows have it. */
export interface Ours {
  /** Absent: nobody here has heard of this customer. */
  readonly account?: Account;
  readonly subscriptions: readonly Item[];
  readonly invoices: readonly Item[];
  /** The slots of recovery, open or closed. */
  readonly cases: readonly Case[];
  /** A dispute is open: everything waits for a person. */
  readonly disputed: boolean;
}

export interface Rules {
  readonly now: Instant;
  /** Failures before it are not ours. */
  readonly goLive?: Instant;
}

export const nobody: Ours = { subscriptions: [], invoices: [], cases: [], disputed: false };

export const slotOf = ({ cases }: Pick<Ours, 'cases'>, subscription: string | undefined): Case | undefined =>
  cases.find(({ subject }) => subject === subscription);

export const isOpen = (slot: Case | undefined): slot is Case => slot !== undefined && slot.status !== 'closed';
