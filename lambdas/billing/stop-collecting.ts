import type { Ports } from '../kernel/ports.ts';
import type { Invoice } from './model.ts';

/**
 * Takes invoices away from Stripe's own retries and confirms it by a read. False: Stripe still collects one of them, read
 * again. Neither a failed payment nor a pause does it: what is open goes on being charged (facts, findings 3 and 14).
 */
export async function stopCollecting(
  invoices: readonly Invoice[],
  keyOf: (invoice: string) => string,
  { billing }: Pick<Ports, 'billing'>,
): Promise<boolean> {
  for (const { id, autoAdvance } of invoices) {
    if (!autoAdvance) continue;
    await billing.holdCollection(id, keyOf(id));
    const confirmed = await billing.invoice(id, 'attempt');
    if (confirmed.autoAdvance) return false;
  }
  return true;
}
