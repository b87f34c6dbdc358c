import { stripeKey } from '../adapters/secret-values.ts';
import { createStripe, stripeBilling, stripeLists } from '../adapters/stripe/index.ts';
import { budgetedBilling } from '../billing/budgeted-billing.ts';
import { budgetedLists } from '../billing/budgeted-lists.ts';
import { coalescedBilling } from '../billing/coalesced-billing.ts';
import { liveLimits, sandboxLimits } from '../billing/stripe-budget-rules.ts';
import type { Ports } from '../kernel/ports.ts';
import { brakedBilling } from '../ops/brake.ts';
import { stage } from './base.ts';
import { wallClock } from './clock.ts';
import { variable } from './environment.ts';
import { secret } from './secrets.ts';
import { rows } from './table.ts';

type StripePorts = Pick<Ports, 'billing' | 'lists'>;

let built: { readonly key: string; readonly ports: StripePorts } | undefined;

/** One client as long as the key stays the same; a rolled key is in use five minutes later. */
export async function stripe(): Promise<StripePorts> {
  const name = variable('STRIPE_KEY_SECRET');
  const { livemode } = stage();
  const key = stripeKey(name, await secret(name), livemode);
  if (built?.key !== key) built = { key, ports: portsOf(key, livemode) };
  return built.ports;
}

/** The budget stands next to Stripe, so that an answer given again costs nothing of it; the brake stands before everything. */
function portsOf(key: string, livemode: boolean): StripePorts {
  const store = { rows: rows(), clock: wallClock };
  const limits = livemode ? liveLimits : sandboxLimits;
  const client = createStripe(key);
  const billing = coalescedBilling(budgetedBilling(stripeBilling(client), store, limits), store);
  return { billing: brakedBilling(billing, store), lists: budgetedLists(stripeLists(client), store, limits) };
}
