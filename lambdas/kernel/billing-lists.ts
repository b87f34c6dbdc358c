import type { ListedCharge } from '../billing/listed-charge.ts';
import type { Card, Customer, Invoice, Subscription } from '../billing/model.ts';
import type { Instant } from './instant.ts';
import type { Lane } from './ports.ts';

export interface PageOf<T> {
  readonly items: readonly T[];
  /** Present when there are more: what the next page is asked `after`. It may be stored. */
  readonly next?: string;
}

export interface PageAsk {
  readonly lane: Lane;
  /** The `next` of the page before; absent: the first page. */
  readonly after?: string;
}

/** A list knows the intent behind an invoice by its id only: five levels are more than Stripe expands. */
export type ListedInvoice = Invoice & { readonly intent?: string };

/** With the payment method that is charged by default, where it is not one of the older kind. */
export type ListedCustomer = Customer & { readonly card?: Card };

/**
 * The whole account at Stripe, page by page of 100, newest first: what the import and the reconciler compare with. An
 * object that is created while one pages is not on the pages to come. Each page is one request of the shared budget.
 */
export interface BillingLists {
  customers(ask: PageAsk): Promise<PageOf<ListedCustomer>>;
  /** Of every status, the ended ones too. */
  subscriptions(ask: PageAsk): Promise<PageOf<Subscription>>;
  /** Every open invoice of the account, of subscriptions or not. */
  openInvoices(ask: PageAsk): Promise<PageOf<ListedInvoice>>;
  /** Invoices created at `since` or later, of every status. */
  invoicesSince(since: Instant, ask: PageAsk): Promise<PageOf<ListedInvoice>>;
  /** Charges created at `since` or later, of every actor and status. */
  chargesSince(since: Instant, ask: PageAsk): Promise<PageOf<ListedCharge>>;
  /** Payment methods of every type. */
  paymentMethodsOf(customer: string, ask: PageAsk): Promise<PageOf<Card>>;
}
