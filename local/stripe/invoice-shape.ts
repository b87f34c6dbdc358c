import type { Period } from './calendar.ts';
import type { Customer, Invoice, InvoiceFields, Subscription } from './objects.ts';
import type { World } from './world.ts';

export interface InvoiceLine {
  readonly amount: number;
  readonly description: string;
  readonly item?: string;
  readonly price?: string;
  readonly product?: string;
  readonly quantity?: number;
}

export interface InvoiceOf {
  readonly id: string;
  readonly customer: Customer;
  readonly subscription?: Subscription | undefined;
  readonly reason: string;
  readonly currency: string;
  readonly lines: readonly InvoiceLine[];
  readonly period: Period;
  readonly collection?: string;
}

export function invoiceShape(world: World, of: InvoiceOf): Invoice {
  const total = of.lines.reduce((sum, line) => sum + line.amount, 0);
  return {
    ...emptyInvoice(world),
    id: of.id,
    object: 'invoice',
    amount_due: Math.max(0, total),
    amount_paid: 0,
    amount_remaining: Math.max(0, total),
    billing_reason: of.reason,
    collection_method: of.collection ?? of.subscription?.collection_method ?? 'charge_automatically',
    currency: of.currency,
    customer: of.customer.id,
    customer_address: of.customer.address ?? null,
    customer_email: of.customer.email,
    customer_name: of.customer.name,
    lines: linesOf(world, of),
    parent:
      of.subscription === undefined
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: { ...of.subscription.metadata }, subscription: of.subscription.id },
            type: 'subscription_details',
          },
    // An invoice's own period is the one that ended; the lines carry the one that is paid for.
    period_end: of.period.start,
    period_start: of.period.start,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  };
}

type Amounts = 'customer' | 'currency' | 'billing_reason' | 'collection_method' | 'parent';
type Empty = Omit<InvoiceFields, Amounts>;

export const emptyInvoice = (world: World): Empty & { [field: string]: unknown } => ({
  account_country: 'US',
  account_name: 'Vendor',
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: true,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  automatically_finalizes_at: null,
  created: world.seconds,
  custom_fields: null,
  customer_address: null,
  customer_email: null,
  customer_name: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: world.livemode,
  metadata: {},
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  period_end: world.seconds,
  period_start: world.seconds,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  subtotal: 0,
  subtotal_excluding_tax: 0,
  test_clock: null,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
});

const linesOf = (world: World, of: InvoiceOf): Record<string, unknown> => ({
  object: 'list',
  data: of.lines.map((line) => ({
    id: world.id('il'),
    object: 'line_item',
    amount: line.amount,
    currency: of.currency,
    description: line.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: of.id,
    livemode: world.livemode,
    metadata: {},
    parent: lineParent(of, line),
    period: of.period,
    pretax_credit_amounts: [],
    pricing:
      line.price === undefined
        ? null
        : {
            price_details: { price: line.price, product: line.product ?? null },
            type: 'price_details',
            unit_amount_decimal: String(line.amount),
          },
    quantity: line.quantity ?? 1,
    subtotal: line.amount,
    taxes: [],
  })),
  has_more: false,
  total_count: of.lines.length,
  url: `/v1/invoices/${of.id}/lines`,
});

const lineParent = (of: InvoiceOf, line: InvoiceLine): Record<string, unknown> | null =>
  of.subscription === undefined
    ? null
    : {
        invoice_item_details: null,
        subscription_item_details: {
          invoice_item: null,
          proration: line.item === undefined,
          proration_details: { credited_items: null },
          subscription: of.subscription.id,
          subscription_item: line.item ?? null,
        },
        type: 'subscription_item_details',
      };
