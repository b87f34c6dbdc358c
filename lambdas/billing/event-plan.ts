import { BadInput } from '../kernel/failures.ts';
import { type Concern, type HandledType, type Hint, handledTypes, ignoredTypes, type Subject } from './event-types.ts';
import { defined, idOf, inside, isRaw, type Raw, text } from './raw.ts';
import { readCard } from './read-card.ts';
import { invoiceSubscription } from './read-invoice.ts';
import { latestCharge } from './read-payment.ts';
import type { StripeEventEnvelope } from './stripe-event.ts';

export interface EventIds {
  readonly customer?: string;
  readonly subscription?: string;
  readonly invoice?: string;
  readonly intent?: string;
  readonly card?: string;
  readonly setup?: string;
  readonly charge?: string;
  readonly fingerprint?: string;
}

export type EventPlan =
  | {
      readonly kind: 'handle';
      readonly concern: Concern;
      readonly hint: Hint;
      readonly ids: EventIds;
      readonly reason: string;
      /** Two events describe one failure: the second key beside the event's id. Absent since Basil, fetch it then. */
      readonly chargeKey?: string;
    }
  | { readonly kind: 'ignored'; readonly why: string };

/**
 * Says what an event is about and whose it is, or why it is left alone.
 * @throws BadInput when an event we act on does not name what it is about
 */
export function planEvent(event: StripeEventEnvelope): EventPlan {
  const row = own<HandledType>(handledTypes, event.type);
  if (row === undefined) return { kind: 'ignored', why: whyIgnored(event.type) };
  const carried = text(rawOf(event).object);
  if (carried !== undefined && !kinds[row.subject].includes(carried))
    return { kind: 'ignored', why: misfit(event, carried) };
  const ids = event.shape === 'thin' ? relatedIds(row, event) : idsOf[row.subject](rawOf(event), previousOf(event));
  if (!names(ids, row)) throw new BadInput(unnamed(event, row));
  const { concern, hint, reason } = row;
  const chargeKey = concern === 'invoice' ? ids.charge : undefined;
  return { kind: 'handle', concern, hint, ids, reason, ...defined({ chargeKey }) };
}

const unnamed = (event: StripeEventEnvelope, row: HandledType): string =>
  `event ${event.id} (${event.type}) does not name its ${row.subject}` +
  (event.shape === 'thin' ? ': subscribe to the snapshot form of this type' : ': check what was sent');

/** A type from outside must not find `constructor` or `__proto__` in a table. */
const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function whyIgnored(type: string): string {
  const known = own<string>(ignoredTypes, type);
  if (known !== undefined) return `${type}: ${known}`;
  if (type.startsWith('v2.')) return `${type}: events of v2 objects are not used`;
  return `${type}: not a type that changes anything here`;
}

const misfit = (event: StripeEventEnvelope, carried: string): string =>
  `${event.type}: carries an object of kind ${carried}, whose id would be taken for another`;

const rawOf = (event: StripeEventEnvelope): Raw => (isRaw(event.object) ? event.object : {});
const previousOf = (event: StripeEventEnvelope): Raw => (isRaw(event.previous) ? event.previous : {});

const idsOf: Readonly<Record<Subject, (raw: Raw, previous: Raw) => EventIds>> = {
  invoice: (raw) =>
    defined({
      invoice: text(raw.id),
      customer: idOf(raw.customer),
      subscription: invoiceSubscription(raw),
      charge: idOf(raw.charge),
      intent: idOf(raw.payment_intent),
    }),
  payment_intent: (raw) =>
    defined({
      intent: text(raw.id),
      customer: idOf(raw.customer),
      invoice: idOf(raw.invoice),
      charge: idOf(latestCharge(raw)),
    }),
  charge: (raw) =>
    defined({
      charge: text(raw.id),
      customer: idOf(raw.customer),
      invoice: idOf(raw.invoice),
      intent: idOf(raw.payment_intent),
    }),
  credit_note: (raw) => defined({ invoice: idOf(raw.invoice), customer: idOf(raw.customer) }),
  subscription: (raw) => defined({ subscription: text(raw.id), customer: idOf(raw.customer) }),
  customer: (raw) => defined({ customer: text(raw.id) }),
  // A detached card has no customer any more: only what changed still tells whose it was.
  card: (raw, previous) =>
    defined({
      card: text(raw.id),
      customer: idOf(raw.customer) ?? idOf(previous.customer),
      fingerprint: text(raw.id) === undefined ? undefined : readCard(raw).fingerprint,
    }),
  setup: (raw) => defined({ setup: text(raw.id), customer: idOf(raw.customer) }),
  // A dispute names no customer: the charge does.
  dispute: (raw) =>
    defined({
      charge: idOf(raw.charge),
      intent: idOf(raw.payment_intent),
      customer: idOf(inside(raw, 'charge').customer),
    }),
};

/** What a subject's object calls itself; old sources came as cards, bank accounts and receivers. */
const kinds: Readonly<Record<Subject, readonly string[]>> = {
  invoice: ['invoice'],
  payment_intent: ['payment_intent'],
  charge: ['charge'],
  credit_note: ['credit_note'],
  subscription: ['subscription'],
  customer: ['customer'],
  card: ['payment_method', 'card', 'source', 'bank_account', 'bitcoin_receiver', 'alipay_account'],
  setup: ['setup_intent'],
  dispute: ['dispute'],
};

/** Under which id each subject is known. */
const key = {
  invoice: 'invoice',
  payment_intent: 'intent',
  charge: 'charge',
  credit_note: 'invoice',
  subscription: 'subscription',
  customer: 'customer',
  card: 'card',
  setup: 'setup',
  dispute: 'charge',
} as const satisfies Readonly<Record<Subject, keyof EventIds>>;

/** The related object of a thin event is the subject itself; a credit note or dispute would have to be fetched first. */
function relatedIds(row: HandledType, event: StripeEventEnvelope): EventIds {
  if (event.related === undefined || row.subject === 'credit_note' || row.subject === 'dispute') return {};
  return { [key[row.subject]]: event.related.id };
}

const names = (ids: EventIds, row: HandledType): boolean =>
  row.hint === 'upcoming' ? ids.customer !== undefined : ids[key[row.subject]] !== undefined;
