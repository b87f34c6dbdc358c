import * as z from 'zod';
import { after, type Duration, type Instant, milliseconds, parseInstant } from '../kernel/instant.ts';

/** Who wants the card, and how much is at stake for them. */
export const rankSchema = z.strictObject({
  /** `<account> <sort key>` of the case. */
  case: z.string(),
  /** What is owed, in the company's currency, minor units. */
  value: z.number(),
  /** The first failure: of two alike, who waits longer goes first. */
  since: z.string(),
  /** Steps that passed because the card was never free: who lost one goes before everybody who did not. */
  lost: z.number().int(),
});

/** A case's next attempt on a card, written down so that cases of less value leave the room for it. */
export const claimSchema = rankSchema.extend({
  due: z.string(),
  /** From here on it is taken for dead: a case that stopped without a word blocks nobody. */
  until: z.string(),
});

export type Rank = z.infer<typeof rankSchema>;
export type Claim = z.infer<typeof claimSchema>;

/** How long after its time a claim that nobody used still counts: a visit that failed is made again well within it. */
export const claimKept: Duration = { hours: 1 };

export function goesBefore(one: Rank, other: Rank): boolean {
  if (one.case === other.case) return false;
  if (one.lost !== other.lost) return one.lost > other.lost;
  if (one.value !== other.value) return one.value > other.value;
  return one.since === other.since ? one.case < other.case : one.since < other.since;
}

/** The claims that go first, soonest first. */
export const claimsAhead = (claims: readonly Claim[], own: Rank, now: Instant): Claim[] =>
  claims
    .filter((claim) => goesBefore(claim, own) && parseInstant(claim.until) > now)
    .sort((a, b) => parseInstant(a.due) - parseInstant(b.due));

export interface Yielded {
  /** When the card is free again, if all that go first are charged when they mean to be. */
  readonly free: Instant;
  /** When to look again: by then the first of them was charged, or will not be. */
  readonly look: Instant;
}

const justAfter: Duration = { minutes: 1 };

/** What an attempt at `wanted` gives way to: none of those ahead may come to lie within the gap around it. */
export function yieldTo(
  ahead: readonly Pick<Claim, 'due' | 'until'>[],
  wanted: Instant,
  gap: Duration,
  now: Instant,
): Yielded | undefined {
  let free = wanted;
  let first: Pick<Claim, 'due' | 'until'> | undefined;
  for (const claim of ahead) {
    const due = parseInstant(claim.due);
    if (Math.abs(free - due) >= milliseconds(gap)) continue;
    first ??= claim;
    free = after(due, gap);
  }
  if (!first) return undefined;
  const due = parseInstant(first.due);
  return { free, look: now <= due ? after(due, justAfter) : parseInstant(first.until) };
}
