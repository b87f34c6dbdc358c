import { after, type Instant, parseInstant, toIso, toSeconds } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Key } from '../kernel/rows.ts';

const keyOf = (account: string, card: string): Key => ({ pk: `A#${account}`, sk: `CARDUPDATE#${card}` });

/** The networks renewed this card by themselves: they may do so again, and nobody has to be asked. */
export async function noteUpdate(account: string, card: string, at: Instant, { rows }: Pick<Ports, 'rows'>) {
  const ttl = toSeconds(after(at, { days: 400 }));
  await rows.put({ ...keyOf(account, card), entity: 'card-update', account, card, at: toIso(at), ttl });
}

export async function updatedAt(account: string, card: string, { rows }: Pick<Ports, 'rows'>) {
  const item = await rows.get(keyOf(account, card));
  return typeof item?.at === 'string' ? parseInstant(item.at) : undefined;
}
