import type { BillingLists } from '../kernel/billing-lists.ts';
import type { BudgetStore } from './stripe-budget.ts';
import type { Limits } from './stripe-budget-rules.ts';
import { withinBudget } from './within-budget.ts';

/** A page is one request, in the lane of who asks: the import waits for everybody (design §3). */
export function budgetedLists(lists: BillingLists, store: BudgetStore, limits?: Limits): BillingLists {
  const within = withinBudget(store, limits);
  return {
    customers: (ask) => within(ask.lane, { 'customer-list': 1 }, () => lists.customers(ask)),
    subscriptions: (ask) => within(ask.lane, { 'subscription-list': 1 }, () => lists.subscriptions(ask)),
    openInvoices: (ask) => within(ask.lane, { 'invoice-list': 1 }, () => lists.openInvoices(ask)),
    invoicesSince: (since, ask) => within(ask.lane, { 'invoice-list': 1 }, () => lists.invoicesSince(since, ask)),
    chargesSince: (since, ask) => within(ask.lane, { 'charge-list': 1 }, () => lists.chargesSince(since, ask)),
    paymentMethodsOf: (customer, ask) =>
      within(ask.lane, { 'card-list': 1 }, () => lists.paymentMethodsOf(customer, ask)),
  };
}
