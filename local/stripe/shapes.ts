import type {
  Customer,
  Invoice,
  PaymentIntent,
  PaymentMethod,
  Price,
  Subscription,
  SubscriptionItem,
} from './objects.ts';
import type { World } from './world.ts';

/** The shapes of API 2026-10-28.endive (facts §4.2, recordings of 2025-10-29.clover), fields at their defaults. */

export const customerShape = (world: World, of: Partial<Customer> & { id: string }): Customer => ({
  object: 'customer',
  address: null,
  balance: 0,
  created: world.seconds,
  currency: null,
  default_source: null,
  delinquent: false,
  description: null,
  discount: null,
  email: null,
  invoice_prefix: prefixOf(of.id),
  livemode: world.livemode,
  metadata: {},
  name: null,
  next_invoice_sequence: 1,
  phone: null,
  preferred_locales: [],
  shipping: null,
  tax_exempt: 'none',
  test_clock: null,
  ...of,
  invoice_settings: {
    custom_fields: null,
    footer: null,
    rendering_options: null,
    ...of.invoice_settings,
    default_payment_method: of.invoice_settings?.default_payment_method ?? null,
  },
});

/** Stripe draws 8 random characters; ours come from the id. */
const prefixOf = (id: string): string =>
  id
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(-8)
    .padStart(8, '0');

export interface CardShape {
  readonly id: string;
  readonly type?: string;
  readonly brand?: string;
  readonly fingerprint?: string;
  /** "2027-03" */
  readonly exp?: string;
  readonly last4?: string;
  readonly country?: string;
}

export function paymentMethodShape(world: World, customer: string | null, of: CardShape): PaymentMethod {
  const type = of.type ?? 'card';
  return {
    id: of.id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    created: world.seconds,
    customer,
    livemode: world.livemode,
    metadata: {},
    type,
    ...(type === 'card'
      ? { card: cardFields(of) }
      : { [type]: { fingerprint: of.fingerprint ?? null, last4: of.last4 ?? '6789' } }),
  };
}

function cardFields(of: CardShape): NonNullable<PaymentMethod['card']> {
  const [year, month] = (of.exp ?? '2099-12').split('-').map(Number);
  return {
    brand: of.brand ?? 'visa',
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: of.country ?? 'US',
    exp_month: month ?? 12,
    exp_year: year ?? 2099,
    fingerprint: of.fingerprint ?? `fp_${of.id}`,
    funding: 'credit',
    last4: of.last4 ?? '4242',
    networks: { available: [of.brand ?? 'visa'], preferred: null },
    wallet: null,
  };
}

export interface PriceOf {
  readonly id: string;
  readonly product: string;
  readonly nickname: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly interval: string;
  readonly intervalCount: number;
}

export const priceShape = (world: World, of: PriceOf): Price => ({
  id: of.id,
  object: 'price',
  active: true,
  billing_scheme: 'per_unit',
  created: world.seconds,
  currency: of.currency,
  livemode: world.livemode,
  lookup_key: of.nickname,
  metadata: {},
  nickname: of.nickname,
  product: of.product,
  recurring: {
    interval: of.interval,
    interval_count: of.intervalCount,
    meter: null,
    trial_period_days: null,
    usage_type: 'licensed',
  },
  tax_behavior: 'unspecified',
  type: 'recurring',
  unit_amount: of.amount,
  unit_amount_decimal: String(of.amount),
});

/** The legacy `plan` that Stripe still writes beside the price. */
export const planOf = (price: Price): Record<string, unknown> => ({
  id: price.id,
  object: 'plan',
  active: true,
  amount: price.unit_amount,
  amount_decimal: String(price.unit_amount),
  billing_scheme: 'per_unit',
  created: price.created,
  currency: price.currency,
  interval: price.recurring.interval,
  interval_count: price.recurring.interval_count,
  livemode: price.livemode,
  metadata: {},
  nickname: price.nickname,
  product: price.product,
  usage_type: 'licensed',
});

export function itemShape(
  world: World,
  subscription: string,
  price: Price,
  of: { quantity: number; start: number; end: number },
): SubscriptionItem {
  return {
    id: world.id('si'),
    object: 'subscription_item',
    created: world.seconds,
    current_period_end: of.end,
    current_period_start: of.start,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price,
    quantity: of.quantity,
    subscription,
    tax_rates: [],
  };
}

export const subscriptionShape = (
  world: World,
  of: Pick<Subscription, 'id' | 'customer' | 'currency' | 'status'> & Partial<Subscription>,
  items: SubscriptionItem[],
): Subscription => ({
  object: 'subscription',
  application: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor: world.seconds,
  billing_cycle_anchor_config: null,
  billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: world.seconds },
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, reason: null },
  collection_method: 'charge_automatically',
  created: world.seconds,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  ended_at: null,
  latest_invoice: null,
  livemode: world.livemode,
  metadata: {},
  next_pending_invoice_item_invoice: null,
  pause_collection: null,
  payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  start_date: world.seconds,
  test_clock: null,
  trial_end: null,
  trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
  trial_start: null,
  ...of,
  items: {
    object: 'list',
    data: items,
    has_more: false,
    total_count: items.length,
    url: `/v1/subscription_items?subscription=${of.id}`,
  },
});

export const intentShape = (world: World, invoice: Invoice, id: string): PaymentIntent => ({
  id,
  object: 'payment_intent',
  amount: invoice.amount_remaining,
  amount_capturable: 0,
  amount_received: 0,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic',
  client_secret: `${id}_secret_fake`,
  confirmation_method: 'automatic',
  created: world.seconds,
  currency: invoice.currency,
  customer: invoice.customer,
  description: invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
  last_payment_error: null,
  latest_charge: null,
  livemode: world.livemode,
  metadata: {},
  next_action: null,
  payment_details: { customer_reference: null, order_reference: invoice.id },
  payment_method: null,
  payment_method_types: ['card'],
  processing: null,
  setup_future_usage: 'off_session',
  status: 'requires_payment_method',
});
