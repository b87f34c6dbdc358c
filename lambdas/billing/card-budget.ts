import { type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent, type Key } from '../kernel/rows.ts';
import { type CardRow, type CardRules, freeAt, parseCardRow, recentSlots, type Slot } from './card-slots.ts';

type Store = Pick<Ports, 'rows' | 'clock'>;

export type Reservation = { readonly kind: 'granted' } | { readonly kind: 'refused'; readonly until: Instant };

const keyOf = (budget: string): Key => ({ pk: `CARD#${budget}`, sk: 'CARD' });

const emptyRow = (budget: string): CardRow => ({ ...keyOf(budget), sk: 'CARD', entity: 'card', version: 0, slots: [] });

export async function loadCardRow(store: Store, budget: string): Promise<CardRow> {
  const item = await store.rows.get(keyOf(budget));
  return item ? parseCardRow(item) : emptyRow(budget);
}

/**
 * Takes the card's next slot for one attempt, or tells when it is free. The row is the only place where gap and caps
 * are decided: two workers that read the same row cannot both write it. A slot that the same key still holds is moved to
 * now, as far as the others' attempts allow: the gap counts from the call that is about to be made, not from one that a
 * crash prevented hours ago.
 */
export async function reserveAttempt(
  store: Store,
  budget: string,
  key: string,
  rules: CardRules,
): Promise<Reservation> {
  for (;;) {
    const row = await loadCardRow(store, budget);
    if (row.slots.some((slot) => slot.key === key && slot.state === 'counted')) return { kind: 'granted' };
    const others = row.slots.filter((slot) => slot.key !== key);
    const now = store.clock.now();
    const until = freeAt(others, rules, now);
    if (until > now) return { kind: 'refused', until };
    const slot: Slot = { key, at: toIso(now), actor: 'us', state: 'held' };
    if (await write(store, row, [...recentSlots(others, now), slot])) return { kind: 'granted' };
  }
}

/** Frees a slot whose attempt was not made. A slot that counted stays. */
export async function releaseAttempt(store: Store, budget: string, key: string): Promise<void> {
  await rewrite(store, budget, (slots) => slots.filter((slot) => slot.key !== key || slot.state === 'counted'));
}

export async function recordOwnAttempt(
  store: Store,
  result: { readonly budget: string; readonly key: string; readonly at: string; readonly outcome: string },
): Promise<void> {
  const counted: Slot = { key: result.key, at: result.at, actor: 'us', state: 'counted', outcome: result.outcome };
  await rewrite(store, result.budget, (slots) =>
    slots.some((slot) => slot.key === result.key)
      ? slots.map((slot) => (slot.key === result.key ? { ...counted, at: slot.at } : slot))
      : [...slots, counted],
  );
}

/** An attempt by Stripe or by the customer: it advances nothing, it only keeps our next one at its distance. */
export async function recordForeignAttempt(
  store: Store,
  attempt: {
    readonly budget: string;
    readonly key: string;
    readonly at: string;
    readonly actor: string;
    readonly outcome: string;
  },
): Promise<void> {
  const actor = attempt.actor === 'customer' ? 'customer' : 'stripe';
  const slot: Slot = { key: attempt.key, at: attempt.at, actor, state: 'counted', outcome: attempt.outcome };
  await rewrite(store, attempt.budget, (slots) =>
    slots.some((known) => known.key === slot.key) ? slots : [...slots, slot].sort(byInstant),
  );
}

const byInstant = (a: Slot, b: Slot): number => parseInstant(a.at) - parseInstant(b.at);

async function rewrite(
  store: Store,
  budget: string,
  change: (slots: readonly Slot[]) => readonly Slot[],
): Promise<void> {
  for (;;) {
    const row = await loadCardRow(store, budget);
    if (await write(store, row, change(row.slots))) return;
  }
}

async function write(store: Store, row: CardRow, slots: readonly Slot[]): Promise<boolean> {
  const next = { ...row, slots, version: row.version + 1 };
  const condition = row.version === 0 ? ifAbsent : ({ kind: 'equals', path: 'version', value: row.version } as const);
  return (await store.rows.put(next, condition)).kind === 'done';
}
