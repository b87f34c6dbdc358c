import * as z from 'zod';
import { attemptFactsSchema } from '../billing/attempt-row.ts';

const text = z.string().min(1);
const bag = z.record(z.string(), z.unknown());

/**
 * What follows from a decision, stored beside it and carried out after it. Each effect is complete (keys and contents)
 * and repeatable: carrying it out twice leaves the world as once did. Nothing here is computed again on a repeat.
 */
export const effectSchema = z.discriminatedUnion('kind', [
  /** A row created under its key unless it exists: outbox messages, tasks, closed runs. */
  z.strictObject({ kind: z.literal('row'), pk: text, sk: text, item: bag }),
  /** Announces a message to the dispatcher; the sweep would find the row anyway. */
  z.strictObject({ kind: z.literal('announce'), account: text, key: text, due: text }),
  /** Sets facts on the account row. */
  z.strictObject({ kind: z.literal('account'), account: text, set: bag }),
  z.strictObject({ kind: z.literal('event'), id: text, type: text, account: text, detail: bag }),
  z.strictObject({ kind: z.literal('start'), journey: z.literal('payment-recovery'), name: text, input: bag }),
  /** Turns a card's reserved slot into a counted attempt. */
  z.strictObject({
    kind: z.literal('card-result'),
    budget: text,
    key: text,
    at: text,
    outcome: text,
    facts: attemptFactsSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('card-foreign'),
    budget: text,
    key: text,
    at: text,
    actor: text,
    outcome: text,
    facts: attemptFactsSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('default-card'), subscription: text, card: text, key: text }),
  z.strictObject({
    kind: z.literal('credit-balance'),
    customer: text,
    amount: z.strictObject({ amount: z.number(), currency: text }),
    why: text,
    key: text,
  }),
  z.strictObject({ kind: z.literal('hold-collection'), invoice: text, key: text }),
  /** Gives an invoice back to Stripe's own retries. */
  z.strictObject({ kind: z.literal('release-collection'), invoice: text, key: text }),
]);

export type Effect = z.infer<typeof effectSchema>;
