import type Stripe from 'stripe';

/** A renewal that has just failed at Stripe, and the event that says so, as Stripe keeps it. */
export interface Failed {
  readonly customer: string;
  readonly subscription: string;
  readonly invoice: string;
  readonly event: string;
}

export interface StripeActor {
  fail(account: string): Promise<Failed>;
  /** Marks the invoice as paid outside Stripe. @returns the event of it */
  settle(failed: Failed): Promise<string>;
  remove(failed: Failed): Promise<void>;
}

export interface ActorOptions {
  readonly metadataKey: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** SES's simulator takes every mail to it and delivers it nowhere. */
export const deliverable = 'success@simulator.amazonses.com';

const currency = 'usd';
/** $5.00 of invented money. */
const amount = 500;

/**
 * A customer of Stripe's test mode who paid once, took a card that is always declined, and had the next period billed at
 * once: that is a renewal that failed, without waiting for a month.
 */
export function stripeActor(stripe: Stripe, { metadataKey, sleep }: ActorOptions): StripeActor {
  const products = new Map<string, string>();
  return {
    async fail(account) {
      const product = await stripe.products.create({ name: 'Holdfast smoke test' });
      const customer = await stripe.customers.create({
        name: 'Holdfast smoke test',
        email: deliverable,
        metadata: { [metadataKey]: account },
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      });
      products.set(customer.id, product.id);
      const price_data = {
        currency,
        product: product.id,
        unit_amount: amount,
        recurring: { interval: 'month' },
      } as const;
      const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price_data }] });
      const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
      await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: bad.id } });
      const billed = await stripe.subscriptions.update(id, {
        billing_cycle_anchor: { type: 'now' },
        proration_behavior: 'none',
      });
      const invoice = idOf(billed.latest_invoice);
      const event = await eventOf(stripe, 'invoice.payment_failed', invoice, sleep);
      return { customer: customer.id, subscription: id, invoice, event };
    },
    async settle({ invoice }) {
      await stripe.invoices.pay(invoice, { paid_out_of_band: true });
      return eventOf(stripe, 'invoice.paid', invoice, sleep);
    },
    async remove({ customer }) {
      // Deleting a customer cancels the subscription and takes the cards along.
      await stripe.customers.del(customer);
      const product = products.get(customer);
      if (product) await stripe.products.update(product, { active: false });
    },
  };
}

const idOf = (one: string | { readonly id?: string } | null): string => (typeof one === 'string' ? one : one?.id) ?? '';

/** Stripe writes its events down a moment after the answer. */
async function eventOf(
  stripe: Stripe,
  type: string,
  invoice: string,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<string> {
  for (let tries = 0; tries < 15; tries += 1) {
    const { data } = await stripe.events.list({ type, limit: 20 });
    const found = data.find((event) => Object(event.data.object).id === invoice);
    if (found) return JSON.stringify(found);
    await sleep(2000);
  }
  throw new Error(`Stripe has no event ${type} for ${invoice} after half a minute: look at the invoice in test mode`);
}
