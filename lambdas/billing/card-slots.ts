import * as z from 'zod';
import { after, before, type Duration, type Instant, parseInstant } from '../kernel/instant.ts';
import type { Item } from '../kernel/rows.ts';
import { attemptActors } from './attempt-row.ts';
import { claimSchema } from './card-claims.ts';

/** One attempt on a card, by whoever made it. `held`: ours, reserved, its result not known yet; it keeps the gap all the same. */
export const slotSchema = z.strictObject({
  key: z.string(),
  at: z.string(),
  actor: z.enum(attemptActors),
  state: z.enum(['held', 'counted']),
  outcome: z.string().optional(),
  /** What Stripe calls it, as soon as somebody told: an event about this charge is about this attempt. */
  charge: z.string().optional(),
  invoice: z.string().optional(),
  /** The bank, its network or Stripe asked to leave the card alone until then. */
  restUntil: z.string().optional(),
});

export const cardRowSchema = z.strictObject({
  pk: z.string(),
  sk: z.literal('CARD'),
  entity: z.literal('card'),
  version: z.number().int(),
  slots: z.array(slotSchema),
  claims: z.array(claimSchema).optional(),
});

export type Slot = z.infer<typeof slotSchema>;
export type CardRow = z.infer<typeof cardRowSchema>;

export interface Cap {
  readonly max: number;
  readonly within: Duration;
}

export interface CardRules {
  readonly minimumGap: Duration;
  /** Absent: what a bank asked for is kept. The customer who pays in person may try all the same. */
  readonly rests?: false;
  /** Networks count per card and merchant, all attempts together. */
  readonly caps: readonly Cap[];
}

export const parseCardRow = (item: Item): CardRow => cardRowSchema.parse(item);

/** What keeps a card from being charged: our distance, a network's limit, or that somebody asked to leave it alone. */
export type Held = 'gap' | 'cap' | 'asked';

export interface Free {
  readonly at: Instant;
  /** What holds longest; absent: the card is free now. */
  readonly by?: Held;
}

/** The earliest instant at which gap and caps allow one more attempt; `now` means it is allowed now. */
export const freeAt = (slots: readonly Slot[], rules: CardRules, now: Instant): Instant =>
  freeBecause(slots, rules, now).at;

export function freeBecause(slots: readonly Slot[], rules: CardRules, now: Instant): Free {
  const instants = instantsOf(slots);
  const last = instantsOf(slots.filter(keepsGap)).at(-1);
  const rests = (rules.rests === false ? [] : slots).flatMap(({ restUntil }) =>
    restUntil ? [parseInstant(restUntil)] : [],
  );
  const bounds: readonly (readonly [Held, Instant])[] = [
    ['gap', last === undefined ? now : after(last, rules.minimumGap)],
    ...rules.caps.map((cap) => ['cap', freeOfCap(instants, cap, now)] as const),
    ...rests.map((until) => ['asked', until] as const),
  ];
  return bounds.reduce<Free>((free, [by, at]) => (at > free.at ? { at, by } : free), { at: now });
}

const instantsOf = (slots: readonly Slot[]): Instant[] => slots.map(({ at }) => parseInstant(at)).sort((a, b) => a - b);

/** A payment that went through is no reason to leave the card alone, unless it was our own; the networks count it all the same. */
const keepsGap = ({ actor, outcome }: Slot): boolean => actor === 'us' || outcome !== 'paid';

/** A cap of n is free again when the n-th newest attempt inside its window has left it. */
function freeOfCap(instants: readonly Instant[], cap: Cap, now: Instant): Instant {
  const since = before(now, cap.within);
  const inside = instants.filter((at) => at > since);
  const blocking = inside.at(-cap.max);
  return inside.length < cap.max || blocking === undefined ? now : after(blocking, cap.within);
}

/** Older attempts count for no cap we know (35 days is past every window). */
export const recentSlots = (slots: readonly Slot[], now: Instant): Slot[] =>
  slots.filter((slot) => parseInstant(slot.at) > before(now, { days: 35 })).slice(-60);
