import type Stripe from 'stripe';
import { ownKey } from '../../billing/own-key.ts';
import { readDecline } from '../../billing/read-decline.ts';
import { setupReference } from '../../billing/read-setup.ts';
import { PermanentFailure } from '../../kernel/failures.ts';
import type { Billing, PayCall, PayOutcome, PortalAsk, SetupAsk } from '../../kernel/ports.ts';
import { faultOf, refuseRead, refuseWrite } from './errors.ts';

type Writes = Pick<
  Billing,
  | 'holdCollection'
  | 'releaseCollection'
  | 'pay'
  | 'setDefaultCard'
  | 'pause'
  | 'resumeCollection'
  | 'resume'
  | 'voidInvoice'
  | 'creditBalance'
  | 'cancel'
  | 'cancelAtPeriodEnd'
  | 'portalSession'
  | 'setupSession'
>;

/** Every write carries our own key, so that a repeat is answered with what the first one did. */
const under = (key: string): Stripe.RequestOptions => ({ idempotencyKey: ownKey(key) });

export function stripeWrites(stripe: Stripe): Writes {
  return {
    holdCollection: async (invoice, key) => {
      await stripe.invoices.update(invoice, { auto_advance: false }, under(key)).catch(refuseWrite);
    },

    releaseCollection: async (invoice, key) => {
      await stripe.invoices.update(invoice, { auto_advance: true }, under(key)).catch(async (error: unknown) => {
        const { status } = await stripe.invoices.retrieve(invoice).catch(() => ({ status: null }));
        if (status === 'open' || status === null) refuseWrite(error);
      });
    },

    pay: (call) => pay(stripe, call),

    setDefaultCard: async (subscription, card, key) => {
      await stripe.subscriptions.update(subscription, { default_payment_method: card }, under(key)).catch(refuseWrite);
    },

    /** `bill_for` none: the defaults would credit a period nobody paid for (facts, finding 4). */
    pause: async ({ id, billingMode, status }, key) => {
      if (status === 'paused') return 'subscription';
      if (billingMode === 'flexible') {
        const none = { type: 'none' } as const;
        const how = {
          type: 'subscription',
          bill_for: { unused_time_from: none, outstanding_usage_through: none },
        } as const;
        const paused = await stripe.subscriptions.pause(id, how, under(key)).then(
          () => true,
          (error: unknown) => refusedPause(stripe, id, error),
        );
        if (paused) return 'subscription';
      }
      await stripe.subscriptions
        .update(id, { pause_collection: { behavior: 'void' } }, under(`${key}-collection`))
        .catch(refuseWrite);
      return 'collection';
    },

    resumeCollection: async (subscription, key) => {
      await stripe.subscriptions.update(subscription, { pause_collection: '' }, under(key)).catch(refuseWrite);
    },

    resume: async (subscription, key) => {
      const how = {
        billing_cycle_anchor: { type: 'now' },
        payment_behavior: 'resume_on_payment_success',
        proration_behavior: 'none',
      } as const;
      try {
        const resumed = await stripe.subscriptions.resume(subscription, how, under(key));
        return resumed.status === 'active' ? { kind: 'paid' } : { kind: 'processing' };
      } catch (error) {
        return notPaid(error);
      }
    },

    voidInvoice: async (invoice, key) => {
      await stripe.invoices.voidInvoice(invoice, {}, under(key)).catch(async (error: unknown) => {
        const { status } = await stripe.invoices.retrieve(invoice).catch(() => ({ status: null }));
        if (status !== 'void' && status !== 'paid') refuseWrite(error);
      });
    },

    /** Stripe's sign: a negative balance is money the customer has with us. */
    creditBalance: async (customer, { amount, currency }, description, key) => {
      const credit = { amount: -amount, currency, description };
      await stripe.customers.createBalanceTransaction(customer, credit, under(key)).catch(refuseWrite);
    },

    cancel: async (subscription, key) => {
      await stripe.subscriptions.cancel(subscription, {}, under(key)).catch((error: unknown) => {
        if (faultOf(error)?.code !== 'resource_missing') refuseWrite(error);
      });
    },

    cancelAtPeriodEnd: async (subscription, ends, key) => {
      await stripe.subscriptions.update(subscription, { cancel_at_period_end: ends }, under(key)).catch(refuseWrite);
    },

    portalSession: (ask) => portalSession(stripe, ask),

    setupSession: (ask) => setupSession(stripe, ask),
  };
}

const isRefusal = (error: unknown): boolean => faultOf(error)?.type === 'StripeInvalidRequestError';

/**
 * True: it is paused, perhaps by somebody else since we read. False: it is of a kind that cannot truly pause (facts §4.5).
 * Any other refusal is a mistake of ours or a state nobody expects, which a person has to see.
 */
async function refusedPause(stripe: Stripe, id: string, error: unknown): Promise<boolean> {
  if (!isRefusal(error)) return refuseWrite(error);
  const { status } = await stripe.subscriptions.retrieve(id).catch(refuseRead);
  if (status === 'paused') return true;
  return /flexible|billing.mode|schedule|cadence/i.test(String(faultOf(error)?.message)) ? false : refuseWrite(error);
}

/** Under no key of ours: each click gets a session of its own, because the one before may have died meanwhile. */
async function portalSession(stripe: Stripe, { customer, returnUrl }: PortalAsk): Promise<string> {
  const back = { type: 'redirect', redirect: { return_url: returnUrl } } as const;
  const { url } = await stripe.billingPortal.sessions
    .create({
      customer,
      return_url: returnUrl,
      flow_data: { type: 'payment_method_update', after_completion: back },
    })
    .catch(refuseWrite);
  return url;
}

/** Under our key: a second press of the button leads to the same page of Stripe's. */
async function setupSession(stripe: Stripe, { customer, reference, returnUrl, key }: SetupAsk): Promise<string> {
  const metadata = { [setupReference]: reference };
  const { url } = await stripe.checkout.sessions
    .create(
      {
        mode: 'setup',
        customer,
        allowed_payment_method_types: ['card'],
        setup_intent_data: { metadata },
        metadata,
        success_url: returnUrl,
        cancel_url: returnUrl,
      },
      under(key),
    )
    .catch(refuseWrite);
  if (!url)
    throw new PermanentFailure('Stripe made a Checkout page without an address: look at the session in the Dashboard');
  return url;
}

async function pay(stripe: Stripe, { invoice, paymentMethod, key, onSession }: PayCall): Promise<PayOutcome> {
  const how = { payment_method: paymentMethod, off_session: onSession !== true };
  try {
    const paid = await stripe.invoices.pay(invoice, how, under(key));
    return paid.status === 'paid' ? { kind: 'paid' } : { kind: 'processing' };
  } catch (error) {
    return notPaid(error);
  }
}

/** A decline arrives as an exception with status 402; of the rest only what surely made no charge is an answer. */
function notPaid(error: unknown): PayOutcome {
  const fault = faultOf(error);
  if (!fault) throw error;
  if (fault.type === 'StripeCardError') return { kind: 'declined', decline: readDecline(error) };
  if (fault.statusCode === 409) return { kind: 'in_flight' };
  if (fault.type === 'StripeInvalidRequestError' && fault.code !== 'resource_missing')
    return { kind: 'refused', message: fault.message };
  if (fault.replayed && (fault.statusCode ?? 0) >= 500) return { kind: 'burnt' };
  return refuseWrite(error);
}
