import type { PageAsk, PageOf } from '../kernel/billing-lists.ts';
import { type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { advanced, type Cursor, type Phase, storeCursor } from './cursor.ts';
import { takeCustomer, takeSubscription, takeWorth } from './take-accounts.ts';
import { takeCharge, takeInvoice } from './take-money.ts';

interface Pass<T> {
  readonly list: (ports: Ports, ask: PageAsk, since: Instant) => Promise<PageOf<T>>;
  /** Repeatable: whoever dies in the middle of a page does the whole of it again. */
  readonly take: (one: T, readAt: Instant, ports: Ports) => Promise<void>;
}

type Page = (cursor: Cursor, ports: Ports) => Promise<{ readonly taken: number; readonly next: string | undefined }>;

const pass =
  <T>({ list, take }: Pass<T>): Page =>
  async ({ after, since }, ports) => {
    const readAt = ports.clock.now();
    const ask: PageAsk = { lane: 'import', ...(after === undefined ? {} : { after }) };
    const { items, next } = await list(ports, ask, parseInstant(since));
    for (const one of items) await take(one, readAt, ports);
    return { taken: items.length, next };
  };

const passes: Readonly<Record<Phase, Page>> = {
  customers: pass({
    list: ({ lists }, ask) => lists.customers(ask),
    take: (customer, _readAt, ports) => takeCustomer(customer, ports),
  }),
  subscriptions: pass({ list: ({ lists }, ask) => lists.subscriptions(ask), take: takeSubscription }),
  worth: pass({
    list: ({ lists }, ask) => lists.subscriptions(ask),
    take: (subscription, _readAt, ports) => takeWorth(subscription, ports),
  }),
  invoices: pass({ list: ({ lists }, ask, since) => lists.invoicesSince(since, ask), take: takeInvoice }),
  charges: pass({
    list: ({ lists }, ask, since) => lists.chargesSince(since, ask),
    take: (charge, _readAt, ports) => takeCharge(charge, ports),
  }),
};

/** Takes in the next page and writes down where to go on. The place moves only when the whole page is in the table. */
export async function importPage(cursor: Cursor, ports: Ports): Promise<Cursor> {
  if (cursor.phase === 'done') return cursor;
  const { taken, next } = await passes[cursor.phase](cursor, ports);
  return storeCursor(advanced(cursor, taken, next, toIso(ports.clock.now())), ports);
}
