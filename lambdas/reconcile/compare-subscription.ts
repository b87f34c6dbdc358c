import type { HandledTypeName } from '../billing/event-types.ts';
import type { Subscription } from '../billing/model.ts';
import type { Item } from '../kernel/rows.ts';
import { differing } from './differing.ts';
import type { Repair } from './repair.ts';
import type { Ours } from './view.ts';

const ended: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

export const hasEnded = (one: Readonly<Record<'status', unknown>> | Item): boolean => ended.has(String(one.status));

const gone: ReadonlySet<string> = new Set(['none', 'churned', 'deletion_due', 'deleted']);

/** One subscription as Stripe has it, against its row. One to which nothing ever happened has none, and needs none. */
export function compareSubscription(subscription: Subscription, ours: Ours): readonly Repair[] {
  const row = ours.subscriptions.find(({ id }) => id === subscription.id);
  if (!row) return untold(subscription, ours);
  const changed = differing({ ...subscription }, row);
  return changed.length === 0 ? [] : [event(subscription, typeOf(subscription, row.status), changed.join('; '))];
}

function untold(subscription: Subscription, { account }: Ours): readonly Repair[] {
  const lives = !hasEnded(subscription) && subscription.status !== 'incomplete';
  if (!account)
    return lives ? [event(subscription, 'customer.subscription.created', 'no account here knows its customer')] : [];
  if (lives)
    // An account that was never read whole is read when something needs it.
    return account.wholeAt === undefined
      ? []
      : [event(subscription, 'customer.subscription.created', `${subscription.status} at Stripe, not known here`)];
  const missed = subscription.status === 'canceled' && !gone.has(account.status);
  return missed
    ? [event(subscription, 'customer.subscription.deleted', `ended at Stripe, the account is ${account.status} here`)]
    : [];
}

function typeOf({ status }: Subscription, before: unknown): HandledTypeName {
  if (status === 'canceled' && before !== 'canceled') return 'customer.subscription.deleted';
  if (status === 'paused' && before !== 'paused') return 'customer.subscription.paused';
  if (before === 'paused' && status === 'active') return 'customer.subscription.resumed';
  return 'customer.subscription.updated';
}

const event = ({ id, customer }: Subscription, type: HandledTypeName, differs: string): Repair => ({
  kind: 'event',
  type,
  about: id,
  customer,
  subscription: id,
  differs,
});
