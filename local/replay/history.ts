import * as z from 'zod';
import { parseAttempt } from '../../lambdas/billing/attempt-row.ts';
import type { Instant } from '../../lambdas/kernel/instant.ts';
import type { Item } from '../../lambdas/kernel/rows.ts';

const money = z.object({ amount: z.number(), currency: z.string() });

/** Rows as the import and the webhooks leave them; only what a replay needs of them. */
const invoiceRow = z.object({
  id: z.string(),
  subscription: z.string().optional(),
  status: z.string(),
  billingReason: z.string().optional(),
  collection: z.string().optional(),
  amountDue: money,
  created: z.number(),
  paidAt: z.number().optional(),
});

const subscriptionRow = z.object({
  id: z.string(),
  customer: z.string(),
  billingMode: z.enum(['flexible', 'classic']).optional(),
  plan: z.string().optional(),
  interval: z.enum(['day', 'week', 'month', 'year']).optional(),
  intervalCount: z.number().optional(),
  endedAt: z.number().optional(),
  defaultPaymentMethod: z.string().optional(),
});

const cardRow = z.object({
  id: z.string(),
  fingerprint: z.string().optional(),
  brand: z.string().optional(),
  expMonth: z.number().optional(),
  expYear: z.number().optional(),
});

const accountRow = z.object({
  account: z.string(),
  zone: z.string().optional(),
  country: z.string().optional(),
  plan: z.string().optional(),
  mrr: money.optional(),
});

const contactRow = z.object({ role: z.enum(['owner', 'billing', 'champion', 'economic_buyer', 'admin', 'user']) });

export type PastInvoice = z.infer<typeof invoiceRow>;
export type PastSubscription = z.infer<typeof subscriptionRow>;
export type PastCard = z.infer<typeof cardRow>;

/** One try on a card, by whoever made it. */
export interface PastAttempt {
  readonly at: Instant;
  readonly budget: string;
  readonly method?: string;
  readonly actor: string;
  readonly invoice?: string;
  /** The decline code; absent: it went through. */
  readonly code?: string;
}

/** What is known of one customer's past: only ids, roles and dates; no name and no address leaves the table. */
export interface Past {
  readonly account: z.infer<typeof accountRow>;
  readonly roles: readonly z.infer<typeof contactRow>['role'][];
  readonly subscriptions: readonly PastSubscription[];
  readonly cards: readonly PastCard[];
  readonly invoices: readonly PastInvoice[];
  readonly attempts: readonly PastAttempt[];
}

const ofEntity = (rows: readonly Item[], entity: string): Item[] => rows.filter((row) => row.entity === entity);

/** Undefined: the rows name no account. */
export function pastOf(rows: readonly Item[], attempts: readonly Item[]): Past | undefined {
  const [account] = ofEntity(rows, 'account');
  if (!account) return undefined;
  return {
    account: accountRow.parse(account),
    roles: ofEntity(rows, 'contact').map((row) => contactRow.parse(row).role),
    subscriptions: ofEntity(rows, 'subscription').map((row) => subscriptionRow.parse(row)),
    cards: ofEntity(rows, 'card-ref').map((row) => cardRow.parse(row)),
    invoices: ofEntity(rows, 'invoice').map((row) => invoiceRow.parse(row)),
    attempts: attempts.map(pastAttempt).sort((a, b) => a.at - b.at),
  };
}

function pastAttempt(item: Item): PastAttempt {
  const { pk, at, actor, invoice, paymentMethod, outcome, code } = parseAttempt(item);
  return {
    at: Date.parse(at) as Instant,
    budget: pk.replace('CARD#', ''),
    actor,
    ...(invoice ? { invoice } : {}),
    ...(paymentMethod ? { method: paymentMethod } : {}),
    ...(outcome === 'declined' ? { code: code ?? 'generic_decline' } : {}),
  };
}
