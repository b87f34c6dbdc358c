import * as z from 'zod';
import { after, before, type Duration, type Instant, latest, parseInstant } from '../kernel/instant.ts';
import type { Item } from '../kernel/rows.ts';
import { attemptActors } from './attempt-row.ts';

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
});

export const cardRowSchema = z.strictObject({
  pk: z.string(),
  sk: z.literal('CARD'),
  entity: z.literal('card'),
  version: z.number().int(),
  slots: z.array(slotSchema),
});

export type Slot = z.infer<typeof slotSchema>;
export type CardRow = z.infer<typeof cardRowSchema>;

export interface Cap {
  readonly max: number;
  readonly within: Duration;
}

export interface CardRules {
  readonly minimumGap: Duration;
  /** Networks count per card and merchant, all attempts together. */
  readonly caps: readonly Cap[];
}

export const parseCardRow = (item: Item): CardRow => cardRowSchema.parse(item);

/** The earliest instant at which gap and caps allow one more attempt; `now` or earlier means it is allowed now. */
export function freeAt(slots: readonly Slot[], rules: CardRules, now: Instant): Instant {
  const instants = instantsOf(slots);
  const last = instantsOf(slots.filter(keepsGap)).at(-1);
  const gap = last === undefined ? now : after(last, rules.minimumGap);
  return rules.caps.reduce((free, cap) => latest(free, freeOfCap(instants, cap, now)), latest(now, gap));
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
