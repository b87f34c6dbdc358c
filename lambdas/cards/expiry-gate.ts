import type { Card, Subscription } from '../billing/model.ts';
import { after, type Duration, earliest, type Instant } from '../kernel/instant.ts';
import { chargesAround, monthOf, remindAt, validUntil } from './expiry.ts';

/** All that one reminder is decided on, read just before. */
export interface Sighting {
  readonly card: Pick<Card, 'id' | 'type' | 'expMonth' | 'expYear'>;
  /** It is what Stripe would charge for this subscription: its own default, else the customer's. */
  readonly pays: boolean;
  readonly subscription: Pick<
    Subscription,
    | 'status'
    | 'collection'
    | 'cancelAtPeriodEnd'
    | 'pauseCollection'
    | 'amount'
    | 'periodEnd'
    | 'interval'
    | 'intervalCount'
  >;
  /** A failed payment of this subscription is being recovered: its own mails speak. */
  readonly inRecovery: boolean;
  /** When the networks last renewed this card by themselves. */
  readonly updatedAt?: Instant;
  /** Another card the customer agreed to, which is still valid when the charge comes. */
  readonly hasBackup: (failing: Instant) => boolean;
  /** A mail about this card and this date was written before. */
  readonly reminded: boolean;
}

export interface GateRules {
  readonly zone: string;
  readonly remindDays: number;
  readonly skipIfUpdatedDays: number;
  /** In [0, 1): where in the spread this account stands. */
  readonly place: number;
}

export type Verdict =
  | { readonly kind: 'remind'; readonly failing: Instant; readonly expired: boolean }
  | { readonly kind: 'later'; readonly at: Instant; readonly why: string }
  | { readonly kind: 'never'; readonly why: string };

/** What may change from one week to the next is looked at again. */
const again: Duration = { days: 7 };

/** The honest gate (spec payment-recovery, cards; facts §2.8): a mail only where a charge will really fail. */
export function gate(sighting: Sighting, rules: GateRules, now: Instant): Verdict {
  const { card, subscription, updatedAt } = sighting;
  if (card.type !== 'card' || !monthOf(card)) return never('it has no date to expire on');
  if (sighting.reminded) return never('reminded of this card and this date before');
  const expires = validUntil(card, rules.zone);
  const charges = chargesAround(expires, subscription);
  if (!charges) return never('the subscription does not say when it bills');
  const { failing } = charges;
  const hindrance = hindranceOf(sighting, failing);
  if (hindrance) return laterOrNever(after(now, again), failing, hindrance);
  const fresh = updatedAt && after(updatedAt, { days: rules.skipIfUpdatedDays });
  if (fresh && fresh > now) return laterOrNever(fresh, failing, 'renewed by its network not long ago');
  const due = remindAt(charges, rules.remindDays, rules.place);
  if (due > now)
    return { kind: 'later', at: due, why: charges.last ? 'a charge that still works comes first' : 'too early' };
  return { kind: 'remind', failing, expired: now >= expires };
}

function hindranceOf({ pays, subscription, inRecovery, hasBackup }: Sighting, failing: Instant): string | undefined {
  const { status, collection, cancelAtPeriodEnd, pauseCollection, amount } = subscription;
  if (!pays) return 'another card pays';
  if (collection === 'send_invoice') return 'paid by invoice';
  if (inRecovery) return 'a payment is being recovered';
  if (cancelAtPeriodEnd) return 'cancelled to the end of the period';
  if (pauseCollection || (status !== 'active' && status !== 'trialing'))
    return `the subscription is ${pauseCollection ? 'paused' : status}`;
  if (amount?.amount === 0) return 'nothing is charged';
  return hasBackup(failing) ? 'a backup card stands by' : undefined;
}

const never = (why: string): Verdict => ({ kind: 'never', why });

/** After the charge there is nothing left to remind of: it worked, or its failure is a case. */
const laterOrNever = (at: Instant, failing: Instant, why: string): Verdict =>
  at < failing ? { kind: 'later', at, why } : never(why);

/** One card may pay several subscriptions: one mail, about the charge that comes first. */
export function together<T>(verdicts: readonly (readonly [Verdict, T])[]): readonly [Verdict, T | undefined] {
  const reminds = verdicts.flatMap(([verdict, of]) => (verdict.kind === 'remind' ? [[verdict, of] as const] : []));
  const [first] = reminds.sort(([a], [b]) => a.failing - b.failing);
  if (first) return first;
  const later = verdicts.flatMap(([verdict]) => (verdict.kind === 'later' ? [verdict] : []));
  const [next] = later;
  if (next) return [{ ...next, at: earliest(...later.map(({ at }) => at)) }, undefined];
  return [verdicts[0]?.[0] ?? never('it pays nothing'), undefined];
}
