import * as z from 'zod';
import { after, type Duration, parseInstant, toIso, toSeconds } from '../kernel/instant.ts';
import type { Item } from '../kernel/rows.ts';

const text = z.string().min(1);

/** Who tried: we, Stripe by itself, the customer on a page of Stripe's or the user's, a person of the business. */
export const attemptActors = ['us', 'stripe', 'customer', 'person'] as const;
export type AttemptActor = (typeof attemptActors)[number];

/** What is known of an attempt beside card, instant and result. All of it optional: each source knows its own part. */
export const attemptFactsSchema = z.strictObject({
  account: text.optional(),
  charge: text.optional(),
  paymentMethod: text.optional(),
  brand: text.optional(),
  invoice: text.optional(),
  subscription: text.optional(),
  amount: z.strictObject({ amount: z.number(), currency: text }).optional(),
  /** The step of the ladder that asked for it, for our own. */
  rung: text.optional(),
  /** The class made of a decline, and the row that decided it. */
  class: text.optional(),
  reason: text.optional(),
  /** Until when the card is left alone because of it. */
  restUntil: text.optional(),
  /** Why it was made just then. */
  why: text.optional(),
});

export type AttemptFacts = z.infer<typeof attemptFactsSchema>;

/** One attempt on a card by whoever made it; kept 400 days, so that a card's own paydays show after a year of renewals. */
export const attemptSchema = attemptFactsSchema.extend({
  pk: z.string().startsWith('CARD#'),
  sk: z.string().startsWith('TRY#'),
  entity: z.literal('attempt'),
  at: text,
  actor: z.enum(attemptActors),
  /** Our own key, by which echoes of our own call are known. */
  key: text.optional(),
  outcome: z.enum(['paid', 'declined', 'processing']),
  /** The decline code, of a decline. */
  code: text.optional(),
  ttl: z.number().int(),
});

export type Attempt = z.infer<typeof attemptSchema>;

export const parseAttempt = (item: Item): Attempt => attemptSchema.parse(item);

export const attemptsKept: Duration = { days: 400 };

export interface Tried extends AttemptFacts {
  readonly budget: string;
  /** Our key, or the charge, or the event that told of it: what the attempt is known by. */
  readonly id: string;
  readonly at: string;
  readonly actor: AttemptActor;
  /** `paid`, `processing`, or what the decline said. */
  readonly result: string;
}

/** `CARD#<fingerprint>` / `TRY#<instant>#<key or charge>`: the same attempt is the same row, whoever tells of it. */
export function attemptRow({ budget, id, at, actor, result, ...facts }: Tried): Attempt {
  const settled = result === 'paid' || result === 'processing';
  return {
    ...facts,
    pk: `CARD#${budget}`,
    sk: `TRY#${toIso(parseInstant(at))}#${id}`,
    entity: 'attempt',
    at: toIso(parseInstant(at)),
    actor,
    ...(actor === 'us' ? { key: id } : {}),
    outcome: settled ? result : 'declined',
    ...(settled ? {} : { code: result }),
    ttl: toSeconds(after(parseInstant(at), attemptsKept)),
  };
}
