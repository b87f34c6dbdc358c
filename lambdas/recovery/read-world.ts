import { loadCardRow } from '../billing/card-budget.ts';
import { type CardRules, freeAt } from '../billing/card-slots.ts';
import type { Card, Subscription } from '../billing/model.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { budgetOf, cardToCharge } from './card-choice.ts';
import type { World } from './decide.ts';
import type { Recovery } from './state.ts';

/** Asks Stripe what stands now. Order matters: the lead is read last, closest to the decision. */
export async function readWorld(
  recovery: Recovery,
  rules: (brand: string | undefined) => CardRules,
  ports: Pick<Ports, 'billing' | 'rows' | 'clock'>,
): Promise<Omit<World, 'observing'>> {
  const subscription = await ports.billing.subscription(recovery.subscription, 'reread');
  const defaults = await defaultCards(recovery, subscription, ports);
  const card = cardToCharge(defaults, recovery);
  const open = await ports.billing.openInvoices(recovery.subscription, 'reread');
  const lead = await ports.billing.invoice(recovery.lead, 'attempt');
  const cardFreeAt = card && (await cardFree(card, rules, ports));
  return { subscription, open, lead, card, defaults, cardFreeAt };
}

async function cardFree(
  card: Card,
  rules: (brand: string | undefined) => CardRules,
  ports: Pick<Ports, 'rows' | 'clock'>,
): Promise<Instant> {
  const row = await loadCardRow(ports, budgetOf(card));
  return freeAt(row.slots, rules(card.brand), ports.clock.now());
}

/** In Stripe's order of charging. A card that is attached to somebody else by now is no card of this customer. */
async function defaultCards(
  recovery: Recovery,
  subscription: Subscription,
  ports: Pick<Ports, 'billing'>,
): Promise<readonly Card[]> {
  const customer = await ports.billing.customer(recovery.customer, 'reread');
  const ids = [...new Set([subscription.defaultPaymentMethod, customer.defaultPaymentMethod])];
  const cards: Card[] = [];
  for (const id of ids) {
    const card = id && (await ports.billing.card(id, 'reread'));
    if (card && (card.customer === undefined || card.customer === recovery.customer)) cards.push(card);
  }
  return cards;
}
