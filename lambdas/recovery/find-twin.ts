import type { Decline, Invoice } from '../billing/model.ts';
import { before } from '../kernel/instant.ts';
import type { Ports, SuccessfulCharge } from '../kernel/ports.ts';
import { wordOf } from './tried.ts';

/** How far back an issuer's own check of duplicates may look. */
const asFarBack = { days: 3 } as const;

/**
 * `duplicate_transaction`: before anything is made of it, the earlier charge is looked for. One that paid another invoice
 * is no reason to wait: two subscriptions may cost the same.
 */
export async function findTwin(
  decline: Decline | undefined,
  lead: Invoice,
  { billing, clock }: Pick<Ports, 'billing' | 'clock'>,
): Promise<SuccessfulCharge | undefined> {
  if (!decline || wordOf(decline) !== 'duplicate_transaction') return undefined;
  const since = before(clock.now(), asFarBack);
  const ask = { customer: lead.customer, amount: lead.amountRemaining, since };
  const found = await billing.successfulCharges(ask, 'attempt');
  return found.find(({ invoice }) => invoice === undefined || invoice === lead.id);
}
