import type { Billing } from '../kernel/ports.ts';
import type { BudgetStore } from './stripe-budget.ts';
import type { Limits, Tokens } from './stripe-budget-rules.ts';
import { withinBudget } from './within-budget.ts';

/** Every call to Stripe takes its requests out of the shared budget first. Writes are urgent: each was decided on a fresh read. */
export function budgetedBilling(billing: Billing, store: BudgetStore, limits?: Limits): Billing {
  const within = withinBudget(store, limits);
  const write = <T>(need: Tokens, call: () => Promise<T>): Promise<T> => within('attempt', need, call);

  return {
    // The intent behind an unpaid invoice is a request of its own (adapters/stripe/stripe-reads.ts).
    invoice: (id, lane) => within(lane, { 'invoice-get': 1, 'intent-get': 1 }, () => billing.invoice(id, lane)),
    openInvoices: (id, lane) => within(lane, { 'invoice-list': 1 }, () => billing.openInvoices(id, lane)),
    subscription: (id, lane) => within(lane, { 'subscription-get': 1 }, () => billing.subscription(id, lane)),
    subscriptionsOf: (id, lane) => within(lane, { 'subscription-list': 1 }, () => billing.subscriptionsOf(id, lane)),
    customer: (id, lane) => within(lane, { 'customer-get': 1 }, () => billing.customer(id, lane)),
    card: (id, lane) => within(lane, { 'card-get': 1 }, () => billing.card(id, lane)),
    cardsOf: (id, lane) => within(lane, { 'card-list': 1 }, () => billing.cardsOf(id, lane)),
    decline: (id, lane) => within(lane, { 'charge-get': 1 }, () => billing.decline(id, lane)),
    customerOfCharge: (id, lane) => within(lane, { 'charge-get': 1 }, () => billing.customerOfCharge(id, lane)),
    // Besides the list one request for the invoice behind each charge of that amount, which is one or none.
    successfulCharges: (ask, lane) =>
      within(lane, { 'charge-list': 1, 'invoice-payment-list': 1 }, () => billing.successfulCharges(ask, lane)),

    holdCollection: (id, key) => write({ 'invoice-update': 1 }, () => billing.holdCollection(id, key)),
    releaseCollection: (id, key) => write({ 'invoice-update': 1 }, () => billing.releaseCollection(id, key)),
    pay: (call) => write({ 'invoice-pay': 1 }, () => billing.pay(call)),
    setDefaultCard: (id, card, key) => write({ 'subscription-update': 1 }, () => billing.setDefaultCard(id, card, key)),
    // A subscription that cannot truly pause is asked twice.
    pause: (one, key) => write({ 'subscription-pause': 1, 'subscription-update': 1 }, () => billing.pause(one, key)),
    resumeCollection: (id, key) => write({ 'subscription-update': 1 }, () => billing.resumeCollection(id, key)),
    resume: (id, key) => write({ 'subscription-resume': 1 }, () => billing.resume(id, key)),
    voidInvoice: (id, key) => write({ 'invoice-void': 1 }, () => billing.voidInvoice(id, key)),
    creditBalance: (id, credit, why, key) =>
      write({ 'balance-create': 1 }, () => billing.creditBalance(id, credit, why, key)),
    cancel: (id, key, by) => write({ 'subscription-cancel': 1 }, () => billing.cancel(id, key, by)),
    cancelAtPeriodEnd: (id, ends, key) =>
      write({ 'subscription-update': 1 }, () => billing.cancelAtPeriodEnd(id, ends, key)),
    setup: (id, lane) => within(lane, { 'setup-get': 1 }, () => billing.setup(id, lane)),
    setupSession: (ask) => write({ 'checkout-create': 1 }, () => billing.setupSession(ask)),
    portalSession: (ask) => write({ 'portal-create': 1 }, () => billing.portalSession(ask)),
  };
}
