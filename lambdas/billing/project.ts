import { expiryDue, firstLook } from '../cards/expiry-due.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Card, Invoice, Subscription } from './model.ts';

type Store = Pick<Ports, 'rows' | 'clock'>;

/** What Stripe said last, by when we asked: an older answer that arrives late changes nothing, and is told as false. */
async function project(
  account: string,
  sk: string,
  entity: string,
  what: object,
  readAt: Instant,
  { rows }: Store,
): Promise<boolean> {
  const at = toIso(readAt);
  const written = await rows.put(
    { pk: `A#${account}`, sk, entity, account, readAt: at, ...what },
    {
      kind: 'any',
      of: [
        { kind: 'absent', path: 'pk' },
        { kind: 'atMost', path: 'readAt', value: at },
      ],
    },
  );
  return written.kind === 'done';
}

export const projectInvoice = (account: string, invoice: Invoice, readAt: Instant, store: Store): Promise<boolean> => {
  const { payment: _read, hostedUrl: _dies, customerEmail: _personal, ...kept } = invoice;
  return project(account, `INV#${invoice.id}`, 'invoice', kept, readAt, store);
};

export const projectSubscription = (
  account: string,
  subscription: Subscription,
  readAt: Instant,
  store: Store,
): Promise<boolean> => project(account, `SUB#${subscription.id}`, 'subscription', subscription, readAt, store);

/** With its place in the due index of the daily scan, so that no scan ever walks over cards that expire years from now. */
export async function projectCard(
  account: string,
  card: Card,
  readAt: Instant,
  store: Store & Pick<Ports, 'policies'>,
): Promise<boolean> {
  const { config } = await store.policies.current();
  const look = firstLook(card, config.cardExpiry.remindDays, store.clock.now());
  const due = look === undefined ? {} : Object.fromEntries(expiryDue(account, card.id, look));
  return project(account, `CARDREF#${card.id}`, 'card-ref', { ...card, ...due }, readAt, store);
}

/**
 * Nothing open needs this now: the account as a whole is read again when something does (`freshen`), instead of for every
 * event. The mark names the event, so that clearing it does not swallow a later one.
 */
export async function markStale(account: string, event: string, { rows }: Store): Promise<void> {
  await rows.update(
    { pk: `A#${account}`, sk: 'ACCOUNT' },
    { set: [['stale', event]], if: { kind: 'present', path: 'pk' } },
  );
}
