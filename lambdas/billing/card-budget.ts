import { after, before, type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { ifAbsent, type Key } from '../kernel/rows.ts';
import { keepCharge, keepForeign, keepOwn } from './attempt-ledger.ts';
import { type AttemptFacts, attemptActors } from './attempt-row.ts';
import { claimKept, claimsAhead, type Rank, yieldTo } from './card-claims.ts';
import { type CardRow, type CardRules, freeAt, parseCardRow, recentSlots, type Slot } from './card-slots.ts';

type Store = Pick<Ports, 'rows' | 'clock'>;

export type Reservation =
  | { readonly kind: 'granted' }
  /** `yields`: the card is free, and a case of higher value is about to charge it. */
  | { readonly kind: 'refused'; readonly until: Instant; readonly why: 'busy' | 'yields' };

const keyOf = (budget: string): Key => ({ pk: `CARD#${budget}`, sk: 'CARD' });

const emptyRow = (budget: string): CardRow => ({ ...keyOf(budget), sk: 'CARD', entity: 'card', version: 0, slots: [] });

export async function loadCardRow(store: Store, budget: string): Promise<CardRow> {
  const item = await store.rows.get(keyOf(budget));
  return item ? parseCardRow(item) : emptyRow(budget);
}

/**
 * Takes the card's next slot for one attempt, or tells when it is free. The row is the only place where gap, caps and
 * precedence are decided: two workers that read the same row cannot both write it. A slot that the same key still holds
 * is moved to now, as far as the others' attempts allow: the gap counts from the call that is about to be made, not from
 * one that a crash prevented hours ago.
 */
export async function reserveAttempt(
  store: Store,
  budget: string,
  key: string,
  rules: CardRules,
  rank?: Rank,
): Promise<Reservation> {
  for (;;) {
    const row = await loadCardRow(store, budget);
    const known = row.slots.find((slot) => slot.key === key);
    if (known?.state === 'counted') return { kind: 'granted' };
    const others = row.slots.filter((slot) => slot.key !== key);
    const now = store.clock.now();
    const refused = refusal(row, others, rules, known ? undefined : rank, now);
    if (refused) return refused;
    const slot: Slot = { key, at: toIso(now), actor: 'us', state: 'held' };
    const claims = row.claims?.filter((claim) => claim.case !== rank?.case);
    if (await write(store, { ...row, ...(claims ? { claims } : {}) }, [...recentSlots(others, now), slot]))
      return { kind: 'granted' };
  }
}

function refusal(
  { claims = [] }: CardRow,
  slots: readonly Slot[],
  rules: CardRules,
  rank: Rank | undefined,
  now: Instant,
): Extract<Reservation, { kind: 'refused' }> | undefined {
  const until = freeAt(slots, rules, now);
  if (until > now) return { kind: 'refused', until, why: 'busy' };
  const yielded = rank && yieldTo(claimsAhead(claims, rank, now), now, rules.minimumGap, now);
  return yielded && { kind: 'refused', until: yielded.look, why: 'yields' };
}

/** Writes down when a case means to charge the card next; without `due` it wants nothing of it any more. */
export async function claimCard(store: Store, budget: string, rank: Rank, due: Instant | undefined): Promise<void> {
  for (;;) {
    const row = await loadCardRow(store, budget);
    const now = store.clock.now();
    const others = (row.claims ?? []).filter(
      (claim) => claim.case !== rank.case && parseInstant(claim.until) > before(now, { days: 1 }),
    );
    const own = due === undefined ? [] : [{ ...rank, due: toIso(due), until: toIso(after(due, claimKept)) }];
    if (await write(store, { ...row, claims: [...others, ...own] }, row.slots)) return;
  }
}

/** Frees a slot whose attempt was not made. A slot that counted stays. */
export async function releaseAttempt(store: Store, budget: string, key: string): Promise<void> {
  await rewrite(store, budget, (slots) => slots.filter((slot) => slot.key !== key || slot.state === 'counted'));
}

interface Told {
  readonly budget: string;
  readonly key: string;
  readonly at: string;
  readonly outcome: string;
  readonly facts?: AttemptFacts | undefined;
}

interface Foreign extends Told {
  readonly actor: string;
}

/** What our call came to: the slot counts, and the ledger has the attempt under the slot's instant. */
export async function recordOwnAttempt(store: Store, told: Told): Promise<void> {
  const { budget, key, outcome, facts } = told;
  const counted: Slot = { key, at: told.at, actor: 'us', state: 'counted', outcome, ...namesOf(told) };
  const slots = await rewrite(store, budget, (known) =>
    known.some((slot) => slot.key === key)
      ? known.map((slot) => (slot.key === key ? { ...slot, ...counted, at: slot.at } : slot))
      : [...known, counted],
  );
  const { at, charge } = slots.find((slot) => slot.key === key) ?? counted;
  const named = charge === undefined ? {} : { charge };
  await keepOwn(store, { ...facts, ...named, budget, id: key, at, actor: 'us', result: outcome });
}

/**
 * An attempt by somebody else: it advances nothing, it only keeps our next one at its distance. The ledger has it before
 * the slot, so whoever finds the slot has nothing left to do. One that turns out to be ours tells what ours came to.
 */
export async function recordForeignAttempt(store: Store, told: Foreign): Promise<void> {
  const { budget, key, at, outcome, facts } = told;
  const same = (await loadCardRow(store, budget)).slots.find((slot) => isSame(slot, told));
  if (same) return same.actor === 'us' ? learn(store, same.key, told) : undefined;
  const actor = attemptActors.find((one) => one === told.actor && one !== 'us') ?? 'stripe';
  await keepForeign(store, { ...facts, budget, id: key, at, actor, result: outcome });
  const slot: Slot = { key, at, actor, state: 'counted', outcome, ...namesOf(told) };
  await rewrite(store, budget, (known) =>
    known.some((one) => isSame(one, told)) ? known : [...known, slot].sort(byInstant),
  );
}

async function learn(store: Store, key: string, told: Foreign): Promise<void> {
  const { budget, facts } = told;
  const slots = await rewrite(store, budget, (known) =>
    known.map((slot) => (slot.key === key ? merged(slot, told) : slot)),
  );
  const own = slots.find((slot) => slot.key === key);
  if (own?.outcome === undefined) return;
  await keepOwn(store, { ...facts, budget, id: key, at: own.at, actor: 'us', result: own.outcome });
}

/** An echo of our own call names the charge behind it; a result that is not recorded yet finds it on the slot. */
export async function recordEcho(
  store: Store,
  { budget, key, charge }: { readonly budget: string; readonly key: string; readonly charge: string },
): Promise<void> {
  const known = (await loadCardRow(store, budget)).slots.find((slot) => slot.key === key);
  if (!known || known.charge === charge) return;
  await rewrite(store, budget, (slots) => slots.map((slot) => (slot.key === key ? { ...slot, charge } : slot)));
  await keepCharge(store, { budget, id: key, at: known.at }, charge);
}

const namesOf = ({ facts }: Told): Pick<Slot, 'charge' | 'invoice' | 'restUntil'> => ({
  ...(facts?.restUntil === undefined ? {} : { restUntil: facts.restUntil }),
  ...(facts?.charge === undefined ? {} : { charge: facts.charge }),
  ...(facts?.invoice === undefined ? {} : { invoice: facts.invoice }),
});

/** By our key, by the charge, or because money of ours was on its way for that very invoice: it can be there only once. */
const isSame = (slot: Slot, told: Told): boolean =>
  slot.key === told.key ||
  (slot.charge === undefined ? isAwaited(slot, told) : slot.charge === (told.facts?.charge ?? told.key));

function isAwaited({ actor, at, invoice, outcome }: Slot, told: Told): boolean {
  const open = outcome === 'processing' || (outcome === 'paid' && told.outcome === 'paid');
  const ours = actor === 'us' && invoice !== undefined && invoice === told.facts?.invoice;
  // Stripe's instants are whole seconds.
  return open && ours && parseInstant(told.at) > before(parseInstant(at), { seconds: 1 });
}

/** Known already: only money that was on its way learns what it came to. */
const merged = (slot: Slot, told: Told): Slot => ({
  ...slot,
  ...namesOf(told),
  ...(slot.outcome === 'processing' ? { outcome: told.outcome } : {}),
});

const byInstant = (a: Slot, b: Slot): number => parseInstant(a.at) - parseInstant(b.at);

async function rewrite(
  store: Store,
  budget: string,
  change: (slots: readonly Slot[]) => readonly Slot[],
): Promise<readonly Slot[]> {
  for (;;) {
    const row = await loadCardRow(store, budget);
    const slots = change(row.slots);
    if (isEqual(slots, row.slots) || (await write(store, row, slots))) return slots;
  }
}

/** Told again: nothing is written for what the row says already. */
const isEqual = (one: readonly Slot[], other: readonly Slot[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

async function write(store: Store, row: CardRow, slots: readonly Slot[]): Promise<boolean> {
  const next = { ...row, slots, version: row.version + 1 };
  const condition = row.version === 0 ? ifAbsent : ({ kind: 'equals', path: 'version', value: row.version } as const);
  return (await store.rows.put(next, condition)).kind === 'done';
}
