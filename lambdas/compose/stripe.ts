import { stripeKey } from '../adapters/secret-values.ts';
import { createStripe, stripeBilling } from '../adapters/stripe/index.ts';
import { budgetedBilling } from '../billing/budgeted-billing.ts';
import { coalescedBilling } from '../billing/coalesced-billing.ts';
import { liveLimits, sandboxLimits } from '../billing/stripe-budget-rules.ts';
import type { Billing } from '../kernel/ports.ts';
import { brakedBilling } from '../ops/brake.ts';
import { stage } from './base.ts';
import { wallClock } from './clock.ts';
import { variable } from './environment.ts';
import { secret } from './secrets.ts';
import { rows } from './table.ts';

let built: { readonly key: string; readonly billing: Billing } | undefined;

/** One client as long as the key stays the same; a rolled key is in use five minutes later. */
export async function stripe() {
  const name = variable('STRIPE_KEY_SECRET');
  const { livemode } = stage();
  const key = stripeKey(name, await secret(name), livemode);
  if (built?.key !== key) built = { key, billing: billingOf(key, livemode) };
  return { billing: built.billing };
}

/** The budget stands next to Stripe, so that an answer given again costs nothing of it; the brake stands before everything. */
function billingOf(key: string, livemode: boolean): Billing {
  const store = { rows: rows(), clock: wallClock };
  const limits = livemode ? liveLimits : sandboxLimits;
  return brakedBilling(
    coalescedBilling(budgetedBilling(stripeBilling(createStripe(key)), store, limits), store),
    store,
  );
}
