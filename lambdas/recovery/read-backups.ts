import { loadCardRow } from '../billing/card-budget.ts';
import { type CardRules, freeAt } from '../billing/card-slots.ts';
import { consentsOf } from '../cards/keep-consent.ts';
import type { Ports } from '../kernel/ports.ts';
import { mayUseBackup } from './backup.ts';
import { budgetOf } from './card-choice.ts';
import type { Recovery } from './state.ts';
import type { Backup } from './world.ts';

/** More saved cards than anybody has; each is a read of Stripe. */
const mostRead = 3;

/**
 * The cards the customer agreed to, as Stripe and their own rows have them now. A card that is not attached to this very
 * customer any more is no backup, whatever was agreed.
 */
export async function readBackups(
  account: string,
  recovery: Recovery,
  rules: (brand: string | undefined) => CardRules,
  isOwn: (key: string, card: string) => boolean,
  ports: Pick<Ports, 'billing' | 'rows' | 'clock'>,
): Promise<readonly Backup[]> {
  if (!mayUseBackup(recovery)) return [];
  const agreed = (await consentsOf(account, ports)).filter(({ customer }) => customer === recovery.customer);
  const backups: Backup[] = [];
  for (const { card: id } of agreed.slice(0, mostRead)) {
    const card = await ports.billing.card(id, 'reread');
    if (!card || card.customer !== recovery.customer) continue;
    const { slots } = await loadCardRow(ports, budgetOf(card));
    const others = slots.filter((slot) => slot.state === 'counted' || !isOwn(slot.key, id));
    backups.push({ card, freeAt: freeAt(others, rules(card.brand), ports.clock.now()) });
  }
  return backups;
}
