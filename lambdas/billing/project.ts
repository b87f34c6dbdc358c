import { type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Card, Invoice, Subscription } from './model.ts';

type Store = Pick<Ports, 'rows' | 'clock'>;

/** What Stripe said last, by when we asked: an older answer that arrives late changes nothing. */
async function project(
  account: string,
  sk: string,
  entity: string,
  what: object,
  readAt: Instant,
  { rows }: Store,
): Promise<void> {
  const at = toIso(readAt);
  await rows.put(
    { pk: `A#${account}`, sk, entity, account, readAt: at, ...what },
    {
      kind: 'any',
      of: [
        { kind: 'absent', path: 'pk' },
        { kind: 'atMost', path: 'readAt', value: at },
      ],
    },
  );
}

export const projectInvoice = (account: string, invoice: Invoice, readAt: Instant, store: Store): Promise<void> => {
  const { payment: _read, hostedUrl: _dies, customerEmail: _personal, ...kept } = invoice;
  return project(account, `INV#${invoice.id}`, 'invoice', kept, readAt, store);
};

export const projectSubscription = (
  account: string,
  subscription: Subscription,
  readAt: Instant,
  store: Store,
): Promise<void> => project(account, `SUB#${subscription.id}`, 'subscription', subscription, readAt, store);

export const projectCard = (account: string, card: Card, readAt: Instant, store: Store): Promise<void> =>
  project(account, `CARDREF#${card.id}`, 'card-ref', card, readAt, store);

/** Nothing open needs this now: it is read again when something does, instead of for every event. */
export async function markStale(account: string, { rows }: Store): Promise<void> {
  await rows.update(
    { pk: `A#${account}`, sk: 'ACCOUNT' },
    { set: [['stale', true]], if: { kind: 'present', path: 'pk' } },
  );
}
