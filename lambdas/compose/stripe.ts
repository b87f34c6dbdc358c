import { stripeKey } from '../adapters/secret-values.ts';
import { createStripe, stripeBilling } from '../adapters/stripe/index.ts';
import type { Billing } from '../kernel/ports.ts';
import { brakedBilling } from '../ops/brake.ts';
import { stage } from './base.ts';
import { variable } from './environment.ts';
import { secret } from './secrets.ts';
import { rows } from './table.ts';

let built: { readonly key: string; readonly billing: Billing } | undefined;

/** One client as long as the key stays the same; a rolled key is in use five minutes later. */
export async function stripe() {
  const name = variable('STRIPE_KEY_SECRET');
  const key = stripeKey(name, await secret(name), stage().livemode);
  if (built?.key !== key) built = { key, billing: brakedBilling(stripeBilling(createStripe(key)), { rows: rows() }) };
  return { billing: built.billing };
}
