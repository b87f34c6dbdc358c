import type { DeclineClass } from './decline-policy.ts';

export interface BackupRow {
  /** Whether a consented backup card may be charged after a failure of this kind. */
  readonly charged: boolean;
  readonly reason: string;
}

/**
 * What a failure of the usual card says about another card (spec payment-recovery, cards): a class that forbids a retry
 * forbids it on the card that failed. Only where the customer or the bank objects to the payment itself is nothing charged.
 */
export const backupPolicy = {
  FUNDS: { charged: true, reason: 'the usual card lacks money, the backup card need not' },
  TRANSIENT: { charged: true, reason: 'a hiccup on the way to one bank says nothing about another' },
  UNKNOWN: { charged: true, reason: 'the bank gave no reason against the payment itself' },
  NEW_CARD: { charged: true, reason: 'the usual card is dead: this is what a backup card is for' },
  AUTH: { charged: true, reason: 'one bank wants the customer present; the customer has agreed to the other card' },
  BLOCKED: { charged: true, reason: 'Stripe holds back the card that was tried too often, no other' },
  NOT_A_CARD: { charged: true, reason: 'a bank debit that has failed for good is no reason against a card' },
  REVOKED: { charged: false, reason: 'the customer told the bank to stop this payment: no card of theirs is charged' },
  RISK: { charged: false, reason: 'the payment itself looks wrong: a person decides before any card is charged' },
} as const satisfies Readonly<Record<DeclineClass, BackupRow>>;
