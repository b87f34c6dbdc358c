import Stripe from 'stripe';
import {
  createFakeHttpClient,
  FakeStripe,
  type Intercept,
  type Outcome,
  type StripeEvent,
} from '../../../local/stripe/index.ts';

export const T = Date.parse('2026-11-10T09:00:00Z');
export const DAY = 86_400_000;

/** One vendor with one customer, `cus_ada`, on `sub_ada`, whose card `pm_1` answers as told. */
export interface Shop {
  readonly fake: FakeStripe;
  readonly stripe: Stripe;
  readonly events: StripeEvent[];
  readonly types: () => string[];
  readonly wait: (milliseconds: number) => void;
  readonly now: () => number;
}

export interface ShopOptions {
  readonly charges?: readonly Outcome[];
  readonly billingMode?: 'flexible' | 'classic';
  readonly status?: string;
  readonly intercept?: Intercept;
  readonly card?: boolean;
}

export function openShop(options: ShopOptions = {}): Shop {
  const clock = { now: T };
  const events: StripeEvent[] = [];
  const fake = new FakeStripe({ now: () => clock.now, emit: (event) => events.push(event) });
  fake.addCustomer({
    id: 'cus_ada',
    email: 'ada@acme.test',
    name: 'Ada',
    country: 'US',
    metadata: { account_id: 'acme' },
  });
  if (options.card !== false) {
    fake.addCard(
      'cus_ada',
      { id: 'pm_1', fingerprint: 'fp_1', exp: '2027-03', charges: options.charges ?? ['ok'] },
      { silent: true },
    );
  }
  fake.addSubscription({
    id: 'sub_ada',
    customer: 'cus_ada',
    plan: 'team',
    amount: 4900,
    currency: 'usd',
    createdAt: Date.parse('2026-01-10T09:00:00Z'),
    billingMode: options.billingMode ?? 'flexible',
    ...(options.status === undefined ? {} : { status: options.status }),
  });
  return {
    fake,
    stripe: connect(fake, options.intercept),
    events,
    types: () => events.map((event) => event.type),
    wait: (milliseconds) => {
      clock.now += milliseconds;
    },
    now: () => clock.now,
  };
}

export const connect = (fake: FakeStripe, intercept?: Intercept): Stripe =>
  new Stripe('sk_test_fake', {
    httpClient: createFakeHttpClient(fake, intercept),
    maxNetworkRetries: 0,
    telemetry: false,
  });

/** The error a call ends in; a call that succeeds is an error here. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('the call was expected to be refused, but it succeeded');
}
