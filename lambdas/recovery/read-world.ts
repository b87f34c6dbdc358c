import { successDaysOf } from '../billing/attempt-ledger.ts';
import { loadCardRow } from '../billing/card-budget.ts';
import { type CardRules, freeAt, freeBecause, type Slot } from '../billing/card-slots.ts';
import type { Card, Subscription } from '../billing/model.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { urgentCharge } from './at-once.ts';
import { budgetOf, cardToCharge } from './card-choice.ts';
import type { Recovery } from './state.ts';
import type { World } from './world.ts';

/** Asks Stripe what stands now. Order matters: the lead is read last, closest to the decision. */
export async function readWorld(
  recovery: Recovery,
  rules: (brand: string | undefined) => CardRules,
  isOwn: (card: Card, key: string, urgent: string | undefined) => boolean,
  ports: Pick<Ports, 'billing' | 'rows' | 'clock'>,
): Promise<Omit<World, 'observing'>> {
  const subscription = await ports.billing.subscription(recovery.subscription, 'reread');
  const defaults = await defaultCards(recovery, subscription, ports);
  const card = cardToCharge(defaults, recovery);
  const paidOn = card?.type === 'card' ? await successDaysOf(ports, budgetOf(card)) : [];
  const open = await ports.billing.openInvoices(recovery.subscription, 'reread');
  const lead = await ports.billing.invoice(recovery.lead, 'attempt');
  const urgent = urgentCharge(recovery, { card, lead, subscription })?.name;
  const own = (key: string): boolean => card !== undefined && isOwn(card, key, urgent);
  return { subscription, open, lead, card, defaults, paidOn, ...(card && (await cardFree(card, rules, own, ports))) };
}

/** The slot that this very step holds since a visit that died is no reason for it to wait. */
async function cardFree(
  card: Card,
  rules: (brand: string | undefined) => CardRules,
  isOwn: (key: string) => boolean,
  ports: Pick<Ports, 'rows' | 'clock'>,
): Promise<Pick<World, 'cardFreeAt' | 'cardFreeAfter' | 'cardHeldBy' | 'claims'>> {
  const row = await loadCardRow(ports, budgetOf(card));
  const slots = row.slots.filter((slot) => slot.state === 'counted' || !isOwn(slot.key));
  const now = ports.clock.now();
  const charged: Slot = { key: 'now', at: toIso(now), actor: 'us', state: 'held' };
  const free = freeBecause(slots, rules(card.brand), now);
  return {
    cardFreeAt: free.at,
    cardHeldBy: free.by,
    cardFreeAfter: freeAt([...slots, charged], rules(card.brand), now),
    ...(row.claims ? { claims: row.claims } : {}),
  };
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
