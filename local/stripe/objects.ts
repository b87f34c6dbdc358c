/** Stripe's objects as the fake keeps them: the fields it reasons about are typed, the rest is carried along. */
export interface StripeObject {
  id: string;
  object: string;
  [field: string]: unknown;
}

export interface Customer extends StripeObject {
  created: number;
  email: string | null;
  name: string | null;
  balance: number;
  delinquent: boolean;
  metadata: Record<string, string>;
  invoice_settings: { default_payment_method: string | null; [field: string]: unknown };
  next_invoice_sequence: number;
}

export interface PaymentMethod extends StripeObject {
  created: number;
  customer: string | null;
  type: string;
  card?: CardFields;
}

export interface CardFields {
  brand: string;
  fingerprint: string | null;
  last4: string;
  exp_month: number;
  exp_year: number;
  [field: string]: unknown;
}

export interface Price extends StripeObject {
  currency: string;
  unit_amount: number;
  product: string;
  nickname: string | null;
  recurring: { interval: string; interval_count: number; [field: string]: unknown };
}

export interface SubscriptionItem extends StripeObject {
  price: Price;
  quantity: number;
  current_period_start: number;
  current_period_end: number;
}

export interface Subscription extends StripeObject {
  created: number;
  customer: string;
  currency: string;
  status: string;
  collection_method: string;
  billing_mode: { type: string; [field: string]: unknown };
  billing_cycle_anchor: number;
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  canceled_at: number | null;
  ended_at: number | null;
  cancellation_details: { comment: string | null; feedback: string | null; reason: string | null };
  default_payment_method: string | null;
  latest_invoice: string | null;
  pause_collection: { behavior: string; resumes_at: number | null } | null;
  trial_start: number | null;
  trial_end: number | null;
  metadata: Record<string, string>;
  discounts: string[];
  items: { object: 'list'; data: SubscriptionItem[]; has_more: boolean; total_count: number; url: string };
}

export interface InvoiceFields {
  created: number;
  customer: string;
  status: string;
  currency: string;
  billing_reason: string;
  collection_method: string;
  amount_due: number;
  amount_paid: number;
  amount_remaining: number;
  subtotal: number;
  total: number;
  starting_balance: number;
  ending_balance: number | null;
  attempt_count: number;
  attempted: boolean;
  auto_advance: boolean;
  default_payment_method: string | null;
  next_payment_attempt: number | null;
  number: string | null;
  hosted_invoice_url: string | null;
  metadata: Record<string, string>;
  pre_payment_credit_notes_amount: number;
  post_payment_credit_notes_amount: number;
  parent: {
    type: string;
    quote_details: null;
    subscription_details: { metadata: Record<string, string>; subscription: string };
  } | null;
  status_transitions: {
    finalized_at: number | null;
    marked_uncollectible_at: number | null;
    paid_at: number | null;
    voided_at: number | null;
  };
}

/** The fields apart from the open record, so that `Omit` keeps their names. */
export type Invoice = StripeObject & InvoiceFields;

export interface InvoicePayment extends StripeObject {
  created: number;
  invoice: string;
  is_default: boolean;
  status: string;
  amount_paid: number | null;
  amount_requested: number;
  payment: { type: string; payment_intent: string };
  status_transitions: { canceled_at: number | null; paid_at: number | null };
}

export interface PaymentIntent extends StripeObject {
  created: number;
  customer: string | null;
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
  client_secret: string | null;
  last_payment_error: Record<string, unknown> | null;
  latest_charge: string | null;
  next_action: Record<string, unknown> | null;
  payment_method: string | null;
  canceled_at: number | null;
}

export interface Charge extends StripeObject {
  created: number;
  customer: string | null;
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  currency: string;
  disputed: boolean;
  paid: boolean;
  refunded: boolean;
  status: string;
  payment_intent: string | null;
  payment_method: string | null;
  failure_code: string | null;
  failure_message: string | null;
  outcome: Record<string, unknown> | null;
}

export const subscriptionOf = (invoice: Pick<Invoice, 'parent'>): string | undefined =>
  invoice.parent?.subscription_details.subscription;
