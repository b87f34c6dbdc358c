import * as z from 'zod';
import { type Instant, instant } from '../kernel/instant.ts';
import type { Lane } from '../kernel/ports.ts';

/** Stripe limits each named operation of its API by itself, whatever object it is called for (docs.stripe.com/rate-limits). */
export type Operation =
  | 'invoice-get'
  | 'invoice-list'
  | 'invoice-update'
  | 'invoice-pay'
  | 'invoice-void'
  | 'intent-get'
  | 'subscription-get'
  | 'subscription-list'
  | 'subscription-update'
  | 'subscription-pause'
  | 'subscription-resume'
  | 'subscription-cancel'
  | 'customer-get'
  | 'customer-list'
  | 'card-get'
  | 'card-list'
  | 'charge-get'
  | 'charge-list'
  | 'invoice-payment-list'
  | 'balance-create'
  | 'portal-create'
  | 'setup-get'
  | 'checkout-create';

/** How many requests of each operation. */
export type Tokens = Readonly<Partial<Record<Operation, number>>>;

/** Requests in any one second, wherever it starts. */
export interface Limits {
  readonly total: number;
  readonly operation: number;
}

/** 60 % of Stripe's 100 and 25 a second (design §3): the rest is for the merchant's own calls and for the Dashboard. */
export const liveLimits: Limits = { total: 60, operation: 15 };

/** A sandbox allows 25 a second in all. */
export const sandboxLimits: Limits = { total: 15, operation: 15 };

/** Per cent of the budget that may be gone when a lane asks: the less urgent is refused first. */
export const laneShares = {
  attempt: 100,
  goal: 90,
  reread: 80,
  projection: 60,
  reconciler: 45,
  import: 30,
} as const satisfies Readonly<Record<Lane, number>>;

/** What is leased is spent within its half second or not at all. */
export const slotLength = 500;

/** A second that starts anywhere touches three halves: the slot asked for and the two before it. */
const slotsBefore = 2;

/** How long a 429 of Stripe is felt after the last one. */
export const cutLasts = { milliseconds: 10_000, mostHalvings: 3 } as const;

const spentSchema = z.object({
  slot: z.number(),
  total: z.number(),
  taken: z.partialRecord(z.string(), z.number()),
});

const rowSchema = spentSchema.extend({
  before: z.array(spentSchema),
  /** `at` 0: Stripe has never complained. */
  cut: z.object({ at: z.number(), halvings: z.number() }),
});

type Spent = Readonly<z.output<typeof spentSchema>>;
export type BudgetRow = Readonly<z.output<typeof rowSchema>>;
export type Cut = BudgetRow['cut'];

export const parseBudgetRow = (item: unknown): BudgetRow => rowSchema.parse(item);

export interface Ask {
  readonly lane: Lane;
  readonly tokens: Tokens;
  readonly now: Instant;
  /** More than the call needs, in the hope of more calls: only while half of the lane's room is free, or hope would starve need. */
  readonly ahead?: boolean;
}

export type Ruling =
  | { readonly kind: 'refused'; readonly until: Instant }
  /** The first of its slot: the row is replaced, if it still stands as it was seen. */
  | { readonly kind: 'open'; readonly row: BudgetRow }
  /** One of many in this slot: counted on top, if the row still holds no more than this. */
  | { readonly kind: 'join'; readonly most: { readonly total: number; readonly taken: Tokens } };

export const slotOf = (at: Instant): number => Math.floor(at / slotLength);

/** Whether the ask fits into the second that ends with its slot, and by which write it is taken. */
export function rule(row: BudgetRow | undefined, ask: Ask, limits: Limits): Ruling {
  const slot = slotFor(row, ask.now);
  const spent = spentIn(row);
  const ceilings = ceilingsOf(row, ask, limits);
  if (!fits(spent, slot, ask.tokens, ceilings)) return { kind: 'refused', until: freeAt(spent, slot, ask, ceilings) };
  if (row?.slot !== slot) return { kind: 'open', row: opened(row, slot, ask.tokens) };
  const carried = within(spent, slot).filter((one) => one.slot !== slot);
  return { kind: 'join', most: mostBefore(ask.tokens, carried, ceilings) };
}

/** A clock a little behind counts in the slot the others have reached; one far ahead is not believed, or it would stop everybody. */
function slotFor(row: BudgetRow | undefined, now: Instant): number {
  const own = slotOf(now);
  return row && row.slot > own && row.slot - own <= slotsBefore ? row.slot : own;
}

const spentIn = (row: BudgetRow | undefined): readonly Spent[] => (row ? [...row.before, bare(row)] : []);

const bare = ({ slot, total, taken }: Spent): Spent => ({ slot, total, taken });

const within = (spent: readonly Spent[], slot: number): readonly Spent[] =>
  spent.filter((one) => one.slot >= slot - slotsBefore && one.slot <= slot);

function ceilingsOf(row: BudgetRow | undefined, { lane, now, ahead }: Ask, limits: Limits): Limits {
  const part = laneShares[lane] / 100 / 2 ** (halvingsAt(row?.cut, now) + (ahead ? 1 : 0));
  return { total: Math.floor(limits.total * part), operation: Math.floor(limits.operation * part) };
}

const halvingsAt = (cut: Cut | undefined, now: Instant): number =>
  cut && now < cut.at + cutLasts.milliseconds ? cut.halvings : 0;

function fits(spent: readonly Spent[], slot: number, tokens: Tokens, ceilings: Limits): boolean {
  const counted = within(spent, slot);
  return (
    totalOf(counted) + sum(tokens) <= ceilings.total &&
    entries(tokens).every(([operation, count]) => takenOf(counted, operation) + count <= ceilings.operation)
  );
}

/** The start of the first slot in which the same ask fits, if nobody else asks: at the latest when the second is over. */
function freeAt(spent: readonly Spent[], slot: number, ask: Ask, ceilings: Limits): Instant {
  let free = slot + 1;
  while (free <= slot + slotsBefore && !fits(spent, free, ask.tokens, ceilings)) free += 1;
  return instant(free * slotLength);
}

const opened = (row: BudgetRow | undefined, slot: number, tokens: Tokens): BudgetRow => ({
  slot,
  total: sum(tokens),
  taken: { ...tokens },
  before: within(spentIn(row), slot).filter((one) => one.slot !== slot),
  cut: row?.cut ?? { at: 0, halvings: 0 },
});

const mostBefore = (tokens: Tokens, carried: readonly Spent[], ceilings: Limits) => ({
  total: ceilings.total - totalOf(carried) - sum(tokens),
  taken: Object.fromEntries(
    entries(tokens).map(([operation, count]) => [operation, ceilings.operation - takenOf(carried, operation) - count]),
  ),
});

/**
 * What a 429 does to the budget: halves it, and again while it is cut already. Undefined: the call was on its way
 * before the cut, so its 429 is no news (a burst of refusals is one complaint).
 */
export function nextCut(cut: Cut, calledAt: Instant, now: Instant): Cut | undefined {
  if (calledAt <= cut.at) return undefined;
  return { at: now, halvings: Math.min(halvingsAt(cut, now) + 1, cutLasts.mostHalvings) };
}

export const entries = (tokens: Tokens): (readonly [Operation, number])[] =>
  Object.entries(tokens) as [Operation, number][];

export const sum = (tokens: Tokens): number => entries(tokens).reduce((total, [, count]) => total + count, 0);

const totalOf = (spent: readonly Spent[]): number => spent.reduce((total, one) => total + one.total, 0);

const takenOf = (spent: readonly Spent[], operation: Operation): number =>
  spent.reduce((total, one) => total + (one.taken[operation] ?? 0), 0);
