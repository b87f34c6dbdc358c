import type Stripe from 'stripe';
import type { Card, Customer, Decline, Invoice, Payment, Setup, Subscription } from '../../billing/model.ts';
import { readCard } from '../../billing/read-card.ts';
import { readCustomer } from '../../billing/read-customer.ts';
import { readDecline } from '../../billing/read-decline.ts';
import { readInvoice } from '../../billing/read-invoice.ts';
import { readPayment } from '../../billing/read-payment.ts';
import { readSetup } from '../../billing/read-setup.ts';
import { readSubscription } from '../../billing/read-subscription.ts';
import { NotFound } from '../../kernel/failures.ts';
import type { Billing } from '../../kernel/ports.ts';
import { refuseRead } from './errors.ts';

type Reads = Pick<
  Billing,
  | 'invoice'
  | 'openInvoices'
  | 'subscription'
  | 'subscriptionsOf'
  | 'customer'
  | 'card'
  | 'cardsOf'
  | 'decline'
  | 'customerOfCharge'
  | 'successfulCharges'
  | 'setup'
>;

/** Absent unless expanded since Basil; four levels is the deepest Stripe expands, so the charge is a read of its own. */
const withPayment = ['payments.data.payment.payment_intent'];

/** What Stripe does not know any more is not there; any other refusal is one. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

export function stripeReads(stripe: Stripe): Reads {
  const readIntent = async (id: string): Promise<Payment> =>
    readPayment(await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }).catch(refuseRead));

  const withCharge = async (invoice: Invoice): Promise<Invoice> => {
    const { payment } = invoice;
    return payment && payment.status !== 'succeeded'
      ? { ...invoice, payment: await readIntent(payment.intent) }
      : invoice;
  };

  /** Since Basil a charge names no invoice: the invoice's payment names the intent. */
  const paidBy = async (intent: string | { id: string } | null): Promise<{ invoice?: string }> => {
    if (intent === null) return {};
    const payment = {
      type: 'payment_intent',
      payment_intent: typeof intent === 'string' ? intent : intent.id,
    } as const;
    const { data } = await stripe.invoicePayments.list({ payment, limit: 1 }).catch(refuseRead);
    const invoice = data[0]?.invoice;
    const id = typeof invoice === 'string' ? invoice : invoice?.id;
    return id === undefined ? {} : { invoice: id };
  };

  return {
    invoice: async (id) =>
      withCharge(readInvoice(await stripe.invoices.retrieve(id, { expand: withPayment }).catch(refuseRead))),

    openInvoices: async (subscription): Promise<readonly Invoice[]> => {
      const page = await stripe.invoices.list({ subscription, status: 'open', limit: 100 }).catch(refuseRead);
      return page.data.map((raw) => readInvoice(raw)).sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
    },

    subscription: async (id): Promise<Subscription> =>
      readSubscription(await stripe.subscriptions.retrieve(id).catch(refuseRead)),

    // Without a status Stripe leaves out the cancelled ones.
    subscriptionsOf: async (customer): Promise<readonly Subscription[]> => {
      const page = await stripe.subscriptions.list({ customer, limit: 100 }).catch(refuseRead);
      return page.data.map((raw) => readSubscription(raw));
    },

    customer: async (id): Promise<Customer> => readCustomer(await stripe.customers.retrieve(id).catch(refuseRead)),

    card: (id): Promise<Card | undefined> =>
      unlessGone(stripe.paymentMethods.retrieve(id).catch(refuseRead).then(readCard)),

    cardsOf: async (customer): Promise<readonly Card[]> => {
      const page = await stripe.customers.listPaymentMethods(customer, { limit: 100 }).catch(refuseRead);
      return page.data.map((raw) => readCard(raw));
    },

    decline: async (charge): Promise<Decline | undefined> =>
      readDecline(await stripe.charges.retrieve(charge).catch(refuseRead)),

    setup: (id): Promise<Setup | undefined> =>
      unlessGone(stripe.setupIntents.retrieve(id).catch(refuseRead).then(readSetup)),

    customerOfCharge: async (charge): Promise<string | undefined> => {
      const { customer } = await stripe.charges.retrieve(charge).catch(refuseRead);
      return (typeof customer === 'string' ? customer : customer?.id) ?? undefined;
    },

    successfulCharges: async ({ customer, amount, since }) => {
      const created = { gte: Math.floor(since / 1000) };
      const page = await stripe.charges.list({ customer, created, limit: 100 }).catch(refuseRead);
      const alike = page.data.filter(
        (one) =>
          one.status === 'succeeded' &&
          !one.refunded &&
          one.amount === amount.amount &&
          one.currency === amount.currency,
      );
      return Promise.all(
        alike.map(async ({ id, payment_intent: intent }) => ({ charge: id, ...(await paidBy(intent)) })),
      );
    },
  };
}
