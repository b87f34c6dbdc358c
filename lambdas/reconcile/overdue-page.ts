import type { Invoice } from '../billing/model.ts';
import { isOverdue, tellOverdue } from '../billing/overdue.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { accountOf } from './load-ours.ts';

/** Stripe has no event of its own for a date that passes: whoever pays by invoice and is late is found here, once. */
export async function tellOverdueOf(page: readonly Invoice[], now: Instant, ports: Ports): Promise<void> {
  for (const invoice of page.filter((one) => isOverdue(one, now, false))) {
    const account = await accountOf(invoice.customer, ports);
    if (account !== undefined) await tellOverdue(account, invoice, ports);
  }
}
