import type { RetentionConfig } from '../kernel/config/index.ts';
import { parseRecovery } from '../recovery/state.ts';
import { compareAccount } from './compare-account.ts';
import { compareCase, compareMachinery } from './compare-case.ts';
import { compareCustomer } from './compare-customer.ts';
import { compareInvoice } from './compare-invoice.ts';
import { compareSubscription } from './compare-subscription.ts';
import type { Repair } from './repair.ts';
import { type AtStripe, isOpen, type Ours, type Rules } from './view.ts';
import { worthIn } from './worth-in.ts';

/**
 * One account at Stripe against the same account here: everything that differs and how it is put right, each thing once.
 * The order is that of the repairs: what Stripe says first, then what follows from it.
 */
export function compare(stripe: AtStripe, ours: Ours, config: RetentionConfig, rules: Rules): readonly Repair[] {
  const subscriptionOf = (id: string | undefined) => stripe.subscriptions.find((one) => one.id === id);
  const told = [
    ...stripe.subscriptions.flatMap((one) => compareSubscription(one, ours)),
    ...stripe.customers.flatMap((one) => compareCustomer(one, ours.account)),
    ...stripe.invoices.flatMap((one) => compareInvoice(one, ours, subscriptionOf(one.subscription), rules)),
  ];
  const open = ours.cases.filter(isOpen);
  const untold = open
    .filter(({ subject }) => !told.some((repair) => 'subscription' in repair && repair.subscription === subject))
    .flatMap((row) => {
      const { lead } = parseRecovery(row.data);
      return compareCase(
        row,
        stripe.invoices.find(({ id }) => id === lead),
        subscriptionOf(row.subject),
      );
    });
  // What the account is follows from its subscriptions: while these differ, nothing is said of it.
  const account = told.length > 0 ? [] : compareAccount(ours, worthIn(ours, config));
  return [...told, ...untold, ...account, ...open.flatMap((row) => compareMachinery(row, rules.now))];
}
