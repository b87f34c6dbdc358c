import type { Card } from '../billing/model.ts';
import { NotFound } from '../kernel/failures.ts';
import type { Ports } from '../kernel/ports.ts';
import { cardFact } from '../recovery/facts.ts';
import { parseRecovery } from '../recovery/state.ts';
import type { Seen } from './case-seen.ts';
import type { Guest } from './guest.ts';

export interface OnFile {
  readonly id: string;
  readonly words: string;
  readonly expires: string | undefined;
}

/** Whose cards the link is about; one that names a customer of another account names nobody. */
export function customerOf(seen: Seen, { account, claims }: Guest): string | undefined {
  if (seen.kind !== 'none') return parseRecovery(seen.row.data).customer;
  return claims.customer === undefined
    ? account.customers[0]
    : account.customers.find((one) => one === claims.customer);
}

/** What a payment would be taken with, asked of Stripe now. */
export async function cardOnFile(seen: Seen, guest: Guest, ports: Pick<Ports, 'billing'>): Promise<OnFile | undefined> {
  const card = seen.kind === 'open' ? seen.context.world.card : await defaultCard(customerOf(seen, guest), ports);
  return card && { id: card.id, words: cardWords(card), expires: expiry(card) };
}

async function defaultCard(
  customer: string | undefined,
  { billing }: Pick<Ports, 'billing'>,
): Promise<Card | undefined> {
  if (customer === undefined) return undefined;
  try {
    const { defaultPaymentMethod } = await billing.customer(customer, 'reread');
    return defaultPaymentMethod === undefined ? undefined : await billing.card(defaultPaymentMethod, 'reread');
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

export function cardWords(card: Card): string {
  const known = cardFact(card);
  return known ? `${known.brand} ending in ${known.last4}` : 'a bank account or wallet';
}

const expiry = ({ expMonth, expYear }: Card): string | undefined =>
  expMonth && expYear ? `${String(expMonth).padStart(2, '0')}/${expYear}` : undefined;
