import type { Instant } from '../kernel/instant.ts';
import type { Money } from '../kernel/money.ts';
import type { Decline } from './model.ts';
import { defined, idOf, inside, need, number, object, oneOf, text, time } from './raw.ts';
import { readDecline } from './read-decline.ts';

/** One attempt on a card as Stripe's list of charges tells it, whoever made it. */
export interface ListedCharge {
  readonly id: string;
  readonly created: Instant;
  readonly amount: Money;
  readonly status: 'succeeded' | 'pending' | 'failed' | 'other';
  readonly customer?: string;
  /** What leads to its invoice: since Basil a charge does not name one. */
  readonly intent?: string;
  readonly paymentMethod?: string;
  readonly fingerprint?: string;
  readonly brand?: string;
  /** Of a failed one only. */
  readonly decline?: Decline;
  readonly livemode: boolean;
}

const statuses = ['succeeded', 'pending', 'failed'] as const;

/** @throws BadInput when the id, currency, amount or time of creation is missing */
export function readListedCharge(value: unknown): ListedCharge {
  const raw = object(value, 'charge');
  const card = inside(raw, 'payment_method_details', 'card');
  const status = oneOf(statuses, raw.status);
  const currency = need(text(raw.currency), 'charge.currency', raw).toLowerCase();
  return defined({
    id: need(text(raw.id), 'charge.id', raw),
    created: need(time(raw.created), 'charge.created', raw),
    amount: { amount: need(number(raw.amount), 'charge.amount', raw), currency },
    status,
    customer: idOf(raw.customer),
    intent: idOf(raw.payment_intent),
    paymentMethod: idOf(raw.payment_method),
    fingerprint: text(card.fingerprint),
    brand: text(card.brand),
    decline: status === 'failed' ? readDecline(raw) : undefined,
    livemode: raw.livemode === true,
  });
}
