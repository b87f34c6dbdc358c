import type { Card } from '../billing/model.ts';
import { consentsOf } from '../cards/keep-consent.ts';
import type { Ports } from '../kernel/ports.ts';
import { isBackupAwaited } from '../recovery/backup.ts';
import { budgetOf } from '../recovery/card-choice.ts';
import { cardOnFile, cardWords, customerOf } from './card-on-file.ts';
import type { Seen } from './case-seen.ts';
import { debtOf } from './debt.ts';
import type { Guest } from './guest.ts';
import { seeCase } from './see-case.ts';

interface Named {
  readonly id: string;
  readonly words: string;
}

export interface BackupView {
  readonly seen: Seen;
  readonly customer: string | undefined;
  /** Agreed to, and still there. */
  readonly agreed: readonly Named[];
  /** Saved beside the usual card, and not agreed to yet. */
  readonly saved: readonly Named[];
  /** What pressing leads to at once, where a payment is open. */
  readonly now: string | undefined;
}

/** More than anybody keeps; the page stays one that can be read. */
const mostOffered = 5;

/** Reads only: the cards as Stripe has them now, and what was said of each. */
export async function backupView(guest: Guest, ports: Ports): Promise<BackupView> {
  const seen = await seeCase(guest, ports);
  const customer = customerOf(seen, guest);
  const cards = customer === undefined ? [] : await ports.billing.cardsOf(customer, 'reread');
  const consents = await consentsOf(guest.account.account, ports);
  const given = new Set(consents.filter((one) => one.customer === customer).map(({ card }) => card));
  const usual = (await cardOnFile(seen, guest, ports))?.id;
  const others = cards.filter((card) => card.type === 'card' && !isSame(card, usual, cards));
  return {
    seen,
    customer,
    agreed: cards.filter(({ id }) => given.has(id)).map(named),
    saved: others
      .filter(({ id }) => !given.has(id))
      .slice(0, mostOffered)
      .map(named),
    now: nowWords(seen, guest),
  };
}

const named = (card: Card): Named => ({ id: card.id, words: cardWords(card) });

/** Two entries of one card are one card: it cannot stand by for itself. */
function isSame(card: Card, usual: string | undefined, cards: readonly Card[]): boolean {
  const one = cards.find(({ id }) => id === usual);
  return card.id === usual || (one !== undefined && budgetOf(one) === budgetOf(card));
}

function nowWords(seen: Seen, guest: Guest): string | undefined {
  if (seen.kind !== 'open' || !isBackupAwaited(seen.context.recovery, seen.context.world)) return undefined;
  return `A payment of ${debtOf(seen.context, guest.reader).price} is open. As soon as you have a backup card, we take it from there.`;
}
