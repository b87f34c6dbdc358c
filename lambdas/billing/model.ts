import type { Instant } from '../kernel/instant.ts';
import type { Money } from '../kernel/money.ts';

/**
 * What Holdfast knows of Stripe's objects, whatever API version they came in. Parsers stand beside this file; a value
 * Stripe may add tomorrow is read as `other`, never as an error, and `other` never grants or charges anything.
 */
export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible' | 'other';

export interface Invoice {
  readonly id: string;
  readonly customer: string;
  /** Absent on one-off invoices. */
  readonly subscription?: string;
  readonly status: InvoiceStatus;
  readonly billingReason: string;
  readonly collection: 'charge_automatically' | 'send_invoice';
  readonly amountDue: Money;
  readonly amountRemaining: Money;
  readonly autoAdvance: boolean;
  readonly attempted: boolean;
  readonly created: Instant;
  readonly paidAt?: Instant;
  /** Until when a customer who pays by invoice has time. */
  readonly dueAt?: Instant;
  /** Stripe calls it paid, but a credit note took the whole of it: no money came. */
  readonly credited?: true;
  readonly periodStart?: Instant;
  readonly periodEnd?: Instant;
  readonly number?: string;
  readonly hostedUrl?: string;
  readonly customerEmail?: string;
  readonly defaultPaymentMethod?: string;
  readonly uncollectibleReason?: string;
  readonly livemode: boolean;
  /** The payment behind it; absent when the source did not carry it (an event payload since Basil, an unexpanded read). */
  readonly payment?: Payment;
}

/** The default PaymentIntent of an invoice with its latest charge. */
export interface Payment {
  readonly intent: string;
  readonly status: 'requires_payment_method' | 'requires_action' | 'processing' | 'succeeded' | 'canceled' | 'other';
  readonly paymentMethod?: string;
  readonly charge?: string;
  readonly chargedAt?: Instant;
  readonly failure?: Decline;
}

/** Everything a failed charge said, raw; `recovery/decline.ts` makes a class of it. */
export interface Decline {
  readonly code: string;
  readonly declineCode?: string;
  readonly adviceCode?: string;
  readonly networkAdviceCode?: string;
  readonly networkDeclineCode?: string;
  /** Of the charge's outcome: a block by Stripe hides behind `generic_decline` and shows only here. */
  readonly outcomeType?: string;
  readonly outcomeReason?: string;
  readonly charge?: string;
  readonly paymentMethod?: string;
  readonly intent?: string;
}

export interface Subscription {
  readonly id: string;
  readonly customer: string;
  readonly status:
    | 'trialing'
    | 'active'
    | 'past_due'
    | 'unpaid'
    | 'paused'
    | 'canceled'
    | 'incomplete'
    | 'incomplete_expired'
    | 'other';
  readonly billingMode: 'flexible' | 'classic';
  readonly collection: 'charge_automatically' | 'send_invoice';
  readonly defaultPaymentMethod?: string;
  /** `pause_collection.behavior`: the older pause, which is not a pause (facts, finding 3). */
  readonly pauseCollection?: string;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt?: Instant;
  readonly cancellationReason?: string;
  readonly endedAt?: Instant;
  readonly trialEnd?: Instant;
  /** The newest invoice, whatever it is for. */
  readonly latestInvoice?: string;
  readonly periodStart?: Instant;
  readonly periodEnd?: Instant;
  readonly plan?: string;
  /** The price's lookup key and nickname, where it has them. */
  readonly planNames?: readonly string[];
  readonly product?: string;
  readonly interval?: 'day' | 'week' | 'month' | 'year';
  readonly intervalCount?: number;
  readonly quantity?: number;
  /** Per billing interval, all licensed items together, before discounts. */
  readonly amount?: Money;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: Instant;
  readonly livemode: boolean;
}

export interface Customer {
  readonly id: string;
  readonly deleted: boolean;
  readonly email?: string;
  readonly name?: string;
  readonly country?: string;
  readonly defaultPaymentMethod?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly livemode: boolean;
}

export interface Card {
  /** The payment method (`pm_…`) or the old source (`card_…`, `src_…`). */
  readonly id: string;
  readonly customer?: string;
  /** `card`, or another type: the ladder never charges those by itself. */
  readonly type: string;
  /** Networks count per card, not per payment method: attempts are kept per fingerprint. */
  readonly fingerprint?: string;
  readonly brand?: string;
  readonly last4?: string;
  readonly expMonth?: number;
  readonly expYear?: number;
  /** Payment methods only: tells a card that came after a failure from one that stood there before it. */
  readonly created?: Instant;
}

/** A card being saved without a charge. */
export interface Setup {
  readonly id: string;
  readonly customer?: string;
  /** Only once it is saved. */
  readonly card?: string;
  /** What of ours asked for it. */
  readonly reference?: string;
}
