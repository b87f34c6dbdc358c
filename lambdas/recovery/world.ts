import type { Claim } from '../billing/card-claims.ts';
import type { Held } from '../billing/card-slots.ts';
import type { Card, Invoice, Subscription } from '../billing/model.ts';
import type { Instant } from '../kernel/instant.ts';

/** A card the customer agreed to as a backup, and when its own row lets it be charged. */
export interface Backup {
  readonly card: Card;
  readonly freeAt?: Instant;
}

/** The world as it was read for this decision, never as it was remembered. */
export interface World {
  readonly subscription: Subscription;
  /** Open invoices of the subscription, oldest first. */
  readonly open: readonly Invoice[];
  readonly lead: Invoice;
  /** The card a charge would go to: a new one before the old one. */
  readonly card?: Card | undefined;
  /** The defaults of the subscription and of the customer, in Stripe's order of charging. */
  readonly defaults?: readonly Card[];
  /** In the order in which they were agreed to. */
  readonly backups?: readonly Backup[];
  /** From the card's own row: the earliest instant the gap and the caps allow another attempt. */
  readonly cardFreeAt?: Instant | undefined;
  /** What holds it until then. */
  readonly cardHeldBy?: Held | undefined;
  /** What cases have written down on the card's row: when each means to charge it next. */
  readonly claims?: readonly Claim[];
  /** Those of other cases that go before ours, soonest first. */
  readonly ahead?: readonly Claim[];
  /** The same, were the card charged right now: what may be promised after a charge. */
  readonly cardFreeAfter?: Instant | undefined;
  /** When charges on this card went through, whoever made them; read where lack of funds is what is wrong. */
  readonly paidOn?: readonly Instant[] | undefined;
  /** Nothing is changed at Stripe, so its own retries stay on and are no reason to act. */
  readonly observing: boolean;
  /** The run began live and may not act any more: what it switched off at Stripe stays off. */
  readonly switchedOff?: boolean;
}

/** Money is on its way: neither paid nor failed. */
export const inFlight = ({ lead }: Pick<World, 'lead'>): boolean => lead.payment?.status === 'processing';
