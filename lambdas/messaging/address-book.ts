import { after, before, type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent, type Key } from '../kernel/rows.ts';
import { type Address, addressKey, freshAddress, parseAddress, recentOf, softLimit } from './address.ts';

type Store = Pick<Ports, 'rows' | 'clock'>;

export async function loadAddress(store: Store, key: Key): Promise<Address> {
  const item = await store.rows.get(key);
  return item ? parseAddress(item) : freshAddress(key);
}

/** Takes this message's slot on the address IF nothing about the address changed since `seen`; false: look again. */
export async function reserveSlot(
  store: Store,
  seen: Address,
  message: { key: string; class: string; floor?: string },
): Promise<boolean> {
  const now = store.clock.now();
  const others = recentOf(seen, now).filter((slot) => slot.key !== message.key);
  return write(store, seen, { slots: [...others, { ...message, at: toIso(now), state: 'reserved' }] });
}

export const confirmSlot = (store: Store, key: Key, message: string): Promise<void> =>
  change(store, key, (address) => ({
    slots: address.slots.map((slot) => (slot.key === message ? { ...slot, state: 'sent' } : slot)),
  }));

export const freeSlot = (store: Store, key: Key, message: string): Promise<void> =>
  change(store, key, (address) => ({
    slots: address.slots.filter((slot) => slot.key !== message || slot.state === 'sent'),
  }));

/** At once and for all accounts; only a person lifts a complaint. */
export const suppress = (store: Store, email: string, reason: 'bounce' | 'complaint', source: string): Promise<void> =>
  change(store, addressKey(email), (address) => ({
    suppressed:
      address.suppressed?.reason === 'complaint'
        ? address.suppressed
        : { reason, at: toIso(store.clock.now()), source },
  }));

export async function softBounce(store: Store, email: string): Promise<void> {
  const now = store.clock.now();
  await change(store, addressKey(email), (address) => softened(address, now));
}

function softened(address: Address, now: Instant): Partial<Address> {
  const since = before(now, softLimit.within);
  const soft = [...address.soft.filter((at) => parseInstant(at) > since), toIso(now)];
  return soft.length < softLimit.bounces ? { soft } : { soft, heldUntil: toIso(after(now, softLimit.hold)) };
}

async function change(store: Store, key: Key, next: (address: Address) => Partial<Address>): Promise<void> {
  for (;;) {
    const seen = await loadAddress(store, key);
    if (await write(store, seen, next(seen))) return;
  }
}

async function write(store: Store, seen: Address, next: Partial<Address>): Promise<boolean> {
  const row = { ...seen, ...next, version: seen.version + 1 };
  const condition = seen.version === 0 ? ifAbsent : ({ kind: 'equals', path: 'version', value: seen.version } as const);
  return (await store.rows.put(row, condition)).kind === 'done';
}
