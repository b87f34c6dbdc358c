import { loadCardRow } from '../billing/card-budget.ts';
import { type CardRules, freeAt } from '../billing/card-slots.ts';
import type { Card, Subscription } from '../billing/model.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { budgetOf, type World } from './decide.ts';
import type { Recovery } from './state.ts';

/** Asks Stripe what stands now. Order matters: the lead is read last, closest to the decision. */
export async function readWorld(
  recovery: Recovery,
  rules: (brand: string | undefined) => CardRules,
  isOwn: (card: Card, key: string) => boolean,
  ports: Pick<Ports, 'billing' | 'rows' | 'clock'>,
): Promise<Omit<World, 'observing'>> {
  const subscription = await ports.billing.subscription(recovery.subscription, 'reread');
  const card = await cardToCharge(recovery, subscription, ports);
  const open = await ports.billing.openInvoices(recovery.subscription, 'reread');
  const lead = await ports.billing.invoice(recovery.lead, 'attempt');
  const cardFreeAt = card && (await cardFree(card, rules, isOwn, ports));
  return { subscription, open, lead, card, cardFreeAt };
}

/** The slot that this very step holds since a visit that died is no reason for it to wait. */
async function cardFree(
  card: Card,
  rules: (brand: string | undefined) => CardRules,
  isOwn: (card: Card, key: string) => boolean,
  ports: Pick<Ports, 'rows' | 'clock'>,
): Promise<Instant> {
  const row = await loadCardRow(ports, budgetOf(card));
  const others = row.slots.filter((slot) => slot.state === 'counted' || !isOwn(card, slot.key));
  return freeAt(others, rules(card.brand), ports.clock.now());
}

/**
 * A retry takes the subscription's card before the customer's, but the portal only sets the customer's (facts, finding
 * 10): a card the case has not seen goes first, wherever it stands.
 */
async function cardToCharge(
  recovery: Recovery,
  subscription: Subscription,
  ports: Pick<Ports, 'billing'>,
): Promise<Card | undefined> {
  const customer = await ports.billing.customer(recovery.customer, 'reread');
  const ids = [...new Set([subscription.defaultPaymentMethod, customer.defaultPaymentMethod])];
  const cards: Card[] = [];
  for (const id of ids) {
    const card = id && (await ports.billing.card(id, 'reread'));
    if (card && (card.customer === undefined || card.customer === recovery.customer)) cards.push(card);
  }
  return (
    cards.find((card) => !recovery.knownCards.includes(budgetOf(card))) ?? cards.find(notHard(recovery)) ?? cards[0]
  );
}

const notHard =
  (recovery: Recovery) =>
  (card: Card): boolean =>
    !recovery.hardCards.includes(budgetOf(card));
