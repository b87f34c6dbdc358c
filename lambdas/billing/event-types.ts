/** Which recovery-relevant part of the world an event is news of. */
export type Concern = 'invoice' | 'subscription' | 'customer' | 'card' | 'dispute';

/** What kind of object the event carries: it decides where the ids are. */
export type Subject =
  | 'invoice'
  | 'payment_intent'
  | 'charge'
  | 'credit_note'
  | 'subscription'
  | 'customer'
  | 'card'
  | 'setup'
  | 'dispute';

export type Hint =
  | 'failed'
  | 'action_required'
  | 'paid'
  | 'voided'
  | 'uncollectible'
  | 'overdue'
  | 'processing'
  | 'upcoming'
  | 'refunded'
  | 'credited'
  | 'created'
  | 'updated'
  | 'cancelled'
  | 'paused'
  | 'resumed'
  | 'trial_will_end'
  | 'deleted'
  | 'attached'
  | 'automatically_updated'
  | 'detached'
  | 'saved'
  | 'disputed'
  | 'dispute_closed';

export interface HandledType {
  readonly concern: Concern;
  readonly subject: Subject;
  readonly hint: Hint;
  readonly reason: string;
}

const invoice = (hint: Hint, reason: string): HandledType => ({ concern: 'invoice', subject: 'invoice', hint, reason });
const subscription = (hint: Hint, reason: string): HandledType => ({
  concern: 'subscription',
  subject: 'subscription',
  hint,
  reason,
});
const card = (hint: Hint, reason: string): HandledType => ({ concern: 'card', subject: 'card', hint, reason });

/**
 * The event types Holdfast acts on. A hint says what to expect; what is done follows from a fresh read of the object,
 * never from the event's copy, which may be hours old.
 */
export const handledTypes = {
  'invoice.payment_failed': invoice('failed', 'opens a recovery case or moves one on; also sent for our own attempts'),
  'invoice.payment_action_required': invoice('action_required', 'the bank wants the customer to authenticate'),
  'invoice.paid': invoice('paid', 'ends recovery, also when marked as paid outside Stripe'),
  'invoice.payment_succeeded': invoice('paid', 'says the same as invoice.paid for payments through Stripe'),
  'invoice.updated': invoice('updated', 'the only place where a planned attempt by Stripe shows'),
  'invoice.voided': invoice('voided', 'nothing is owed on it any more'),
  'invoice.marked_uncollectible': invoice('uncollectible', 'given up at Stripe, though it may still be paid'),
  'invoice.overdue': invoice('overdue', 'somebody who pays by invoice is late: a person of ours is told'),
  'invoice.upcoming': invoice('upcoming', 'the card can be checked before the charge; the object has no id yet'),
  'payment_intent.processing': {
    concern: 'invoice',
    subject: 'payment_intent',
    hint: 'processing',
    reason: 'money is under way (bank debits): nothing may be charged meanwhile',
  },
  'charge.refunded': {
    concern: 'invoice',
    subject: 'charge',
    hint: 'refunded',
    reason: 'recovered money went back: figures change',
  },
  'credit_note.created': {
    concern: 'invoice',
    subject: 'credit_note',
    hint: 'credited',
    reason: 'may bring the amount that is open to 0',
  },
  'customer.subscription.created': subscription('created', 'a customer starts or comes back'),
  'customer.subscription.updated': subscription(
    'updated',
    'plan, cancellation, collection pause or default card changed',
  ),
  'customer.subscription.deleted': subscription('cancelled', 'the subscription ended'),
  'customer.subscription.paused': subscription('paused', 'a true pause began (not pause_collection)'),
  'customer.subscription.resumed': subscription('resumed', 'a true pause ended'),
  'customer.subscription.trial_will_end': subscription('trial_will_end', 'three days are left of the trial'),
  'customer.subscription.past_due': subscription('updated', 'thin event: the status changed'),
  'customer.subscription.unpaid': subscription('updated', 'thin event: the status changed'),
  'customer.subscription.active': subscription('updated', 'thin event: the status changed'),
  'customer.subscription.default_payment_method_changed': subscription(
    'updated',
    'thin event: another card is charged',
  ),
  'customer.created': { concern: 'customer', subject: 'customer', hint: 'created', reason: 'an account to know' },
  'customer.updated': {
    concern: 'customer',
    subject: 'customer',
    hint: 'updated',
    reason: 'address or default card changed: an attempt at once, or another recipient',
  },
  'customer.deleted': { concern: 'customer', subject: 'customer', hint: 'deleted', reason: 'nobody left to write to' },
  'payment_method.attached': card('attached', 'a new card: one attempt at once'),
  'payment_method.automatically_updated': card(
    'automatically_updated',
    'the network renewed the card: one attempt at once',
  ),
  'payment_method.updated': card('updated', 'expiry or billing details changed'),
  'setup_intent.succeeded': {
    concern: 'card',
    subject: 'setup',
    hint: 'saved',
    reason: 'a card was saved on a page of ours: it tells what the customer agreed to',
  },
  'payment_method.detached': card('detached', 'this card cannot be charged any more'),
  'customer.source.created': card('attached', 'a new card of the older kind: one attempt at once'),
  'customer.source.updated': card('updated', 'expiry of an older card changed'),
  'customer.source.deleted': card('detached', 'this older card cannot be charged any more'),
  'charge.dispute.created': {
    concern: 'dispute',
    subject: 'dispute',
    hint: 'disputed',
    reason: 'stops everything that charges or writes to this customer',
  },
  'charge.dispute.closed': {
    concern: 'dispute',
    subject: 'dispute',
    hint: 'dispute_closed',
    reason: 'a person decides whether to go on',
  },
} as const satisfies Readonly<Record<string, HandledType>>;

export type HandledTypeName = keyof typeof handledTypes;

const sameNews = (type: HandledTypeName): string => `${type} brings the same news with the invoice named`;

/** Types we know and leave alone, each for a reason an operator may read. */
export const ignoredTypes = {
  'invoice.created': 'nothing to do before it is paid or fails',
  'invoice.finalized': 'nothing to do before it is paid or fails',
  'invoice.finalization_failed': 'no payment was tried; Stripe tells its account owner',
  'invoice.sent': 'invoices sent by mail are not collected by us',
  'invoice.deleted': 'only drafts can be deleted, and no case hangs on a draft',
  'invoice.will_be_due': 'invoices sent by mail are not collected by us',
  'invoice.payment_attempt_required': 'custom payment methods are not ours to charge',
  'invoice_payment.paid': sameNews('invoice.paid'),
  'invoiceitem.created': 'a line of an invoice to come',
  'invoiceitem.updated': 'a line of an invoice to come',
  'invoiceitem.deleted': 'a line of an invoice to come',
  'payment_intent.payment_failed': sameNews('invoice.payment_failed'),
  'payment_intent.requires_action': sameNews('invoice.payment_action_required'),
  'payment_intent.succeeded': sameNews('invoice.paid'),
  'payment_intent.created': 'an attempt begins; its result follows',
  'payment_intent.canceled': 'an attempt was dropped; the invoice tells what became of it',
  'charge.succeeded': sameNews('invoice.paid'),
  'charge.failed': sameNews('invoice.payment_failed'),
  'charge.pending': sameNews('payment_intent.processing'),
  'charge.updated': 'details of a charge, not its result',
  'charge.captured': 'subscriptions are not captured later',
  'charge.refund.updated': 'the refund was counted with charge.refunded',
  'refund.created': 'the refund is counted with charge.refunded',
  'refund.updated': 'the refund is counted with charge.refunded',
  'refund.failed': 'a failed refund is for the account owner',
  'charge.dispute.updated': 'only the beginning and the end of a dispute change anything',
  'charge.dispute.funds_withdrawn': 'only the beginning and the end of a dispute change anything',
  'charge.dispute.funds_reinstated': 'only the beginning and the end of a dispute change anything',
  'radar.early_fraud_warning.created': 'a warning, not a dispute yet',
  'credit_note.updated': 'the amount was counted when it was created',
  'credit_note.voided': 'the invoice tells what is open',
  'customer.source.expiring': 'never sent for payment methods: expiry is found by our own daily scan',
  'customer.discount.created': 'the next invoice shows the amount',
  'customer.discount.updated': 'the next invoice shows the amount',
  'customer.discount.deleted': 'the next invoice shows the amount',
  'checkout.session.completed': 'the subscription it created, or the card it saved, has events of its own',
  'checkout.session.expired': 'nothing was bought',
  'setup_intent.setup_failed': 'no card was saved, nothing was charged',
  'subscription_schedule.updated': 'the subscription tells when a phase begins',
} as const satisfies Readonly<Record<string, string>>;
