import type Stripe from 'stripe';
import { readListedCharge } from '../../billing/listed-charge.ts';
import { idOf, inside, items } from '../../billing/raw.ts';
import { readCard } from '../../billing/read-card.ts';
import { readCustomer } from '../../billing/read-customer.ts';
import { readInvoice } from '../../billing/read-invoice.ts';
import { readSubscription } from '../../billing/read-subscription.ts';
import type { BillingLists, ListedCustomer, ListedInvoice, PageAsk, PageOf } from '../../kernel/billing-lists.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuseRead } from './errors.ts';

/** The most Stripe gives at once. */
const limit = 100;

const page = ({ after }: PageAsk) => ({ limit, ...(after === undefined ? {} : { starting_after: after }) });

/** Seconds are all Stripe knows: what was created within the second of `since` counts. */
const from = (since: Instant) => ({ created: { gte: Math.floor(since / 1000) } });

async function pageOf<Raw extends { id: string }, T>(
  asked: Promise<{ data: Raw[]; has_more: boolean }>,
  read: (raw: Raw) => T,
): Promise<PageOf<T>> {
  const { data, has_more: more } = await asked.catch(refuseRead);
  const last = data.at(-1);
  return { items: data.map(read), ...(more && last ? { next: last.id } : {}) };
}

function readListed(raw: Stripe.Invoice): ListedInvoice {
  const payments = items(raw.payments);
  const chosen = payments.find((one) => one.is_default === true) ?? payments[0];
  const intent = chosen && idOf(inside(chosen, 'payment').payment_intent);
  return { ...readInvoice(raw), ...(intent === undefined ? {} : { intent }) };
}

function readListedCustomer(raw: Stripe.Customer): ListedCustomer {
  const pays = raw.invoice_settings.default_payment_method;
  return { ...readCustomer(raw), ...(typeof pays === 'object' && pays !== null ? { card: readCard(pays) } : {}) };
}

const withCard = { expand: ['data.invoice_settings.default_payment_method'] };

const withIntent = { expand: ['data.payments'] };

export const stripeLists = (stripe: Stripe): BillingLists => ({
  customers: (ask) => pageOf(stripe.customers.list({ ...page(ask), ...withCard }), readListedCustomer),
  // Without a status Stripe leaves out the cancelled ones.
  subscriptions: (ask) => pageOf(stripe.subscriptions.list({ status: 'all', ...page(ask) }), readSubscription),
  openInvoices: (ask) => pageOf(stripe.invoices.list({ status: 'open', ...page(ask), ...withIntent }), readListed),
  invoicesSince: (since, ask) =>
    pageOf(stripe.invoices.list({ ...from(since), ...page(ask), ...withIntent }), readListed),
  chargesSince: (since, ask) => pageOf(stripe.charges.list({ ...from(since), ...page(ask) }), readListedCharge),
  paymentMethodsOf: (customer, ask) => pageOf(stripe.customers.listPaymentMethods(customer, page(ask)), readCard),
});
