import type { Invoice, Subscription } from '../billing/model.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { compareAccount } from './compare-account.ts';
import { compareInvoice } from './compare-invoice.ts';
import { compareSubscription } from './compare-subscription.ts';
import { isOpen, type Ours, type Rules, slotOf } from './view.ts';
import { worthIn } from './worth-in.ts';

/** Whether a listed subscription, or what hangs on it, gives a reason to read its account whole. */
export function suspectsSubscription(listed: Subscription, ours: Ours, config: RetentionConfig): boolean {
  if (compareSubscription(listed, ours).length > 0) return true;
  if (compareAccount(ours, worthIn(ours, config)).length > 0) return true;
  // Still open here: the walk over open cases looks at those of a case.
  const loose = !isOpen(slotOf(ours, listed.id));
  return loose && ours.invoices.some(({ subscription, status }) => subscription === listed.id && status === 'open');
}

/** A list does not tell what the charge came to: whatever may have failed is read whole. */
export function suspectsInvoice(listed: Invoice, ours: Ours, rules: Rules): boolean {
  const row = ours.subscriptions.find(({ id }) => id === listed.subscription);
  const standing = { status: (row?.status ?? 'active') as Subscription['status'] };
  return compareInvoice(listed, ours, standing, rules).length > 0;
}
