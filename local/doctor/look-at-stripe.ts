import type Stripe from 'stripe';
import { readSubscription } from '../../lambdas/billing/read-subscription.ts';
import { before, fromSeconds, type Instant } from '../../lambdas/kernel/instant.ts';
import { readAccount, readEndpoints, readPortals } from '../connect/at-stripe.ts';
import { stripeProblem } from '../connect/mistake.ts';
import { type Tested, type Tried, tryPermissions } from '../connect/permissions.ts';
import type { EndpointSeen, PortalSeen } from '../connect/plan.ts';
import { type Read, read } from './finding.ts';
import type { AccountFacts } from './judge-account.ts';
import type { Covered } from './judge-coverage.ts';
import type { EndpointFacts } from './judge-endpoint.ts';

/** What the doctor asks Stripe. Reads only. */
export type DoctorStripe = Tried & Pick<Stripe, 'accounts'>;

export interface StripeFacts {
  readonly permissions: readonly Tested[];
  readonly account: Read<Pick<AccountFacts, 'account' | 'connectedAccounts'>>;
  readonly endpoints: Read<readonly EndpointSeen[]>;
  readonly portals: Read<readonly PortalSeen[]>;
  readonly undelivered: Read<EndpointFacts['undelivered']>;
  readonly plannedByStripe: Read<number>;
  readonly subscriptions: Read<SubscriptionFacts>;
}

export interface SubscriptionFacts {
  readonly covered: readonly Covered[];
  readonly endedByStripe: AccountFacts['endedByStripe'];
  readonly whole: boolean;
}

/** A thousand subscriptions say enough; a report is not worth minutes of the account's requests. */
const mostPages = 10;

/** Each part by itself: a key that may not see one of them still shows the others. */
export async function lookAtStripe(stripe: DoctorStripe, now: Instant): Promise<StripeFacts> {
  return {
    permissions: await tryPermissions(stripe),
    account: await looked('say whose key it is', () => accountOf(stripe)),
    endpoints: await read(() => readEndpoints(stripe)),
    portals: await read(() => readPortals(stripe)),
    undelivered: await looked('list events', () => undelivered(stripe, now)),
    plannedByStripe: await looked('list invoices', () => plannedByStripe(stripe)),
    subscriptions: await looked('list subscriptions', () => subscriptionFacts(stripe, now)),
  };
}

const looked = <T>(doing: string, look: () => Promise<T>): Promise<Read<T>> =>
  read(() =>
    look().catch((error: unknown) => {
      throw stripeProblem(error, doing);
    }),
  );

async function accountOf(stripe: DoctorStripe): Promise<Pick<AccountFacts, 'account' | 'connectedAccounts'>> {
  const account = await readAccount(stripe);
  const connected = await stripe.accounts.list({ limit: 1 }).then(
    ({ data }) => data.length,
    // An account that is no platform may not ask.
    () => undefined,
  );
  return { account, connectedAccounts: connected };
}

async function undelivered(stripe: DoctorStripe, now: Instant): Promise<EndpointFacts['undelivered']> {
  const gte = Math.floor(before(now, { days: 3 }) / 1000);
  const { data } = await stripe.events.list({ delivery_success: false, created: { gte }, limit: 100 });
  return data.map(({ type, created }) => ({ type, created: fromSeconds(created) }));
}

/** The one trace of Smart Retries that the API shows: `next_payment_attempt` on an invoice that failed already. */
async function plannedByStripe(stripe: DoctorStripe): Promise<number> {
  const { data } = await stripe.invoices.list({
    status: 'open',
    collection_method: 'charge_automatically',
    limit: 100,
  });
  return data.filter((one) => one.attempted && one.auto_advance && one.next_payment_attempt !== null).length;
}

async function subscriptionFacts(stripe: DoctorStripe, now: Instant): Promise<SubscriptionFacts> {
  const all: Stripe.Subscription[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const page = await stripe.subscriptions.list({
      status: 'all',
      limit: 100,
      expand: ['data.default_payment_method', 'data.customer.invoice_settings.default_payment_method'],
      ...(after === undefined ? {} : { starting_after: after }),
    });
    all.push(...page.data);
    pages += 1;
    after = page.has_more ? page.data.at(-1)?.id : undefined;
  } while (after !== undefined && pages < mostPages);
  return { covered: all.map(coveredOf), endedByStripe: endedOf(all, now), whole: after === undefined };
}

function coveredOf(one: Stripe.Subscription): Covered {
  const { collection, ...priced } = readSubscription(one);
  const { customer } = one;
  const settings = typeof customer === 'string' || customer.deleted ? undefined : customer.invoice_settings;
  const methods = [one.default_payment_method, settings?.default_payment_method];
  const method = methods.find((found) => typeof found === 'object' && found !== null);
  return { ...priced, collection, pays: typeof method === 'object' ? method?.type : undefined };
}

/** What Stripe did by its own rule, and not because somebody asked. */
function endedOf(all: readonly Stripe.Subscription[], now: Instant): AccountFacts['endedByStripe'] {
  const since = before(now, { days: 90 }) / 1000;
  const canceled = all.filter(
    (one) => one.cancellation_details?.reason === 'payment_failed' && (one.ended_at ?? 0) >= since,
  );
  const paused = all.filter((one) => one.status_details?.paused?.subscription?.type === 'final_payment_failure');
  const unpaid = all.filter((one) => one.status === 'unpaid');
  return { canceled: canceled.length, unpaid: unpaid.length, paused: paused.length };
}
