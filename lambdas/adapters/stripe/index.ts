import Stripe from 'stripe';
import type { Billing } from '../../kernel/ports.ts';
import { stripeLists } from './stripe-lists.ts';
import { stripeReads } from './stripe-reads.ts';
import { stripeWrites } from './stripe-writes.ts';

/** Pinned: objects keep their shape until somebody decides otherwise. */
export const apiVersion = '2026-10-28.endive';

/** One attempt and no sleep of its own: a repeat is our decision, under our clock (design §6). */
export const createStripe = (secretKey: string, options: Stripe.StripeConfig = {}): Stripe =>
  new Stripe(secretKey, { apiVersion, maxNetworkRetries: 0, timeout: 8000, telemetry: false, ...options });

export const stripeBilling = (stripe: Stripe): Billing => ({ ...stripeReads(stripe), ...stripeWrites(stripe) });

export { stripeLists };
