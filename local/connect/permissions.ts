import Stripe from 'stripe';

/** The part of Stripe's client that permissions are tried with. */
export type Tried = Pick<
  Stripe,
  | 'balance'
  | 'billingPortal'
  | 'charges'
  | 'customers'
  | 'events'
  | 'invoices'
  | 'paymentIntents'
  | 'paymentMethods'
  | 'prices'
  | 'subscriptions'
  | 'webhookEndpoints'
>;

export interface Permission {
  /** As the page of restricted keys in Stripe's dashboard calls it. */
  readonly name: string;
  readonly needs: 'read' | 'write';
  readonly why: string;
  readonly probe: (stripe: Tried) => Promise<unknown>;
}

/** Nobody has an object of this name: a write to it changes nothing, and only its refusal is read. */
const nobody = (kind: string): string => `${kind}_holdfast_permission_probe`;
const one = { limit: 1 } as const;

/** What a restricted key needs, smallest set; each row is tried by a call that changes nothing. */
export const permissions: readonly Permission[] = [
  {
    name: 'Customers',
    needs: 'write',
    why: 'credit on the balance when an old invoice was paid twice',
    probe: ({ customers }) => customers.update(nobody('cus'), {}),
  },
  {
    name: 'Invoices',
    needs: 'write',
    why: 'taking collection over, paying, waiving',
    probe: ({ invoices }) => invoices.update(nobody('in'), {}),
  },
  {
    name: 'Subscriptions',
    needs: 'write',
    why: 'pausing, resuming, cancelling, the default card',
    probe: ({ subscriptions }) => subscriptions.update(nobody('sub'), {}),
  },
  {
    name: 'Customer portal',
    needs: 'write',
    why: 'the page where a customer gives a new card',
    probe: ({ billingPortal }) => billingPortal.configurations.update(nobody('bpc'), {}),
  },
  {
    name: 'Webhook endpoints',
    needs: 'write',
    why: 'making and checking the endpoint',
    probe: ({ webhookEndpoints }) => webhookEndpoints.update(nobody('we'), {}),
  },
  {
    name: 'PaymentIntents',
    needs: 'read',
    why: 'why an attempt failed',
    probe: ({ paymentIntents }) => paymentIntents.list(one),
  },
  {
    name: 'Charges',
    needs: 'read',
    why: 'blocks by Stripe show only there',
    probe: ({ charges }) => charges.list(one),
  },
  {
    name: 'PaymentMethods',
    needs: 'read',
    why: 'which card is charged, and when it expires',
    probe: ({ paymentMethods }) => paymentMethods.list(one),
  },
  {
    name: 'Events',
    needs: 'read',
    why: 'deliveries that failed',
    probe: ({ events }) => events.list(one),
  },
  { name: 'Prices', needs: 'read', why: 'plans and their prices', probe: ({ prices }) => prices.list(one) },
];

export type Verdict = 'may' | 'may not' | 'unknown';

/** Only a 403 says no; that the object is not there is the answer of a key that may. */
async function verdictOn({ probe }: Permission, stripe: Tried): Promise<Verdict> {
  try {
    await probe(stripe);
    return 'may';
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (error.statusCode === 403) return 'may not';
    return error.statusCode === 401 || error.statusCode === 429 || error.statusCode === undefined ? 'unknown' : 'may';
  }
}

export interface Tested {
  readonly permission: Permission;
  readonly verdict: Verdict;
}

/** One after the other: ten requests at once would be half of a sandbox's second. */
export async function tryPermissions(stripe: Tried): Promise<readonly Tested[]> {
  const tested: Tested[] = [];
  for (const permission of permissions) tested.push({ permission, verdict: await verdictOn(permission, stripe) });
  return tested;
}

export const lacking = (tested: readonly Tested[]): readonly string[] =>
  tested.filter(({ verdict }) => verdict === 'may not').map(({ permission: { name, needs } }) => `${name} (${needs})`);
