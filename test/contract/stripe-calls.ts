import type { Subscription } from '../../lambdas/billing/model.ts';
import type { BillingLists } from '../../lambdas/kernel/billing-lists.ts';
import { instant } from '../../lambdas/kernel/instant.ts';
import type { Billing } from '../../lambdas/kernel/ports.ts';

type Call = (billing: Billing) => Promise<unknown>;

/** Stripe's published description checks path and parameters; `unknown`: why nothing outside our own fake has. */
export type Row = { readonly call: Call } | { readonly unknown: string; readonly call: Call };

const subscription: Subscription = {
  id: 'sub_1',
  customer: 'cus_1',
  status: 'past_due',
  billingMode: 'classic',
  collection: 'charge_automatically',
  cancelAtPeriodEnd: false,
  metadata: {},
  created: instant(0),
  livemode: false,
};

/** Every way our code talks to Stripe. A new method of the port has no row, and the test says so. */
export const stripeCalls: Readonly<Record<Exclude<keyof Billing, 'recent'>, Row>> = {
  invoice: { call: (billing) => billing.invoice('in_1', 'attempt') },
  openInvoices: { call: (billing) => billing.openInvoices('sub_1', 'reread') },
  subscription: { call: (billing) => billing.subscription('sub_1', 'reread') },
  subscriptionsOf: { call: (billing) => billing.subscriptionsOf('cus_1', 'reread') },
  customer: { call: (billing) => billing.customer('cus_1', 'reread') },
  card: { call: (billing) => billing.card('pm_1', 'reread') },
  cardsOf: { call: (billing) => billing.cardsOf('cus_1', 'reread') },
  decline: { call: (billing) => billing.decline('ch_1', 'reread') },
  customerOfCharge: { call: (billing) => billing.customerOfCharge('ch_1', 'reread') },
  successfulCharges: {
    call: (billing) =>
      billing.successfulCharges(
        { customer: 'cus_1', amount: { amount: 4900, currency: 'usd' }, since: instant(0) },
        'attempt',
      ),
  },
  holdCollection: { call: (billing) => billing.holdCollection('in_1', 'k') },
  releaseCollection: { call: (billing) => billing.releaseCollection('in_1', 'k') },
  pay: { call: (billing) => billing.pay({ invoice: 'in_1', paymentMethod: 'pm_1', key: 'k' }) },
  setDefaultCard: { call: (billing) => billing.setDefaultCard('sub_1', 'pm_1', 'k') },
  pause: {
    call: (billing) => billing.pause({ ...subscription, billingMode: 'flexible' }, 'k'),
    unknown: 'POST /v1/subscriptions/{id}/pause is of September 2026, newer than the published description',
  },
  resumeCollection: { call: (billing) => billing.resumeCollection('sub_1', 'k') },
  resume: {
    call: (billing) => billing.resume('sub_1', 'k'),
    unknown: 'the anchor as an object and `resume_on_payment_success` are newer than the published description',
  },
  voidInvoice: { call: (billing) => billing.voidInvoice('in_1', 'k') },
  creditBalance: { call: (billing) => billing.creditBalance('cus_1', { amount: 100, currency: 'usd' }, 'why', 'k') },
  cancel: { call: (billing) => billing.cancel('sub_1', 'k') },
  cancelAtPeriodEnd: { call: (billing) => billing.cancelAtPeriodEnd('sub_1', true, 'k') },
  setup: { call: (billing) => billing.setup('seti_1', 'projection') },
  setupSession: {
    call: (billing) =>
      billing.setupSession({
        customer: 'cus_1',
        reference: 'r',
        returnUrl: 'https://pay.northwind.test/p/backup-card/t',
        key: 'k',
      }),
    unknown:
      '`allowed_payment_method_types` is newer than the published description, and only filters what the account offers',
  },
  portalSession: {
    call: (billing) => billing.portalSession({ customer: 'cus_1', returnUrl: 'https://pay.northwind.test/p/card/t' }),
  },
};

/** The older pause is the second half of one method. */
export const olderPause: Call = (billing) => billing.pause(subscription, 'k');

const ask = { lane: 'import', after: 'x_1' } as const;

/** The lists of the whole account, each with a cursor. */
export const stripeListCalls: Readonly<Record<keyof BillingLists, (lists: BillingLists) => Promise<unknown>>> = {
  customers: (lists) => lists.customers(ask),
  subscriptions: (lists) => lists.subscriptions(ask),
  openInvoices: (lists) => lists.openInvoices(ask),
  invoicesSince: (lists) => lists.invoicesSince(instant(0), ask),
  chargesSince: (lists) => lists.chargesSince(instant(0), ask),
  paymentMethodsOf: (lists) => lists.paymentMethodsOf('cus_1', ask),
};
