import { addInterval } from './calendar.ts';
import { emptyInvoice } from './invoice-shape.ts';
import type { Invoice, PaymentMethod, Subscription, SubscriptionItem } from './objects.ts';
import { itemShape, priceShape, subscriptionShape } from './shapes.ts';
import { copy, type World } from './world.ts';

/**
 * Objects of any API version, read into the current shape. Only what the object says is returned, so that an object we
 * already own keeps the rest. The shape decides, not the version: recordings of one version differ.
 */
export type Raw = Readonly<Record<string, unknown>>;

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const rawOf = (value: unknown): Raw => (isRaw(value) ? value : {});

/** An id, whether the field holds it or the expanded object. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return isRaw(value) && typeof value.id === 'string' ? value.id : undefined;
}

export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const rowsOf = (value: unknown): Raw[] => {
  const data = Array.isArray(value) ? value : rawOf(value).data;
  return Array.isArray(data) ? data.filter(isRaw) : [];
};

/** Where the subscription of an invoice stood over the years: `parent`, the top, the lines. */
export function subscriptionIdOf(raw: Raw): string | undefined {
  const details = rawOf(rawOf(raw.parent).subscription_details);
  const line = rowsOf(raw.lines)
    .map((row) => idOf(row.subscription) ?? (row.type === 'subscription' ? textOf(row.id) : undefined))
    .find((id) => id?.startsWith('sub_'));
  return idOf(details.subscription) ?? idOf(raw.subscription) ?? line;
}

export function metadataOf(...candidates: unknown[]): Record<string, string> {
  const merged = candidates.filter(isRaw).flatMap((candidate) => Object.entries(candidate));
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Before 2018-11-08 an invoice had `paid`, `closed` and `forgiven` instead of a status. */
function invoiceStatus(raw: Raw, type: string): string {
  if (type === 'invoice.voided') return 'void';
  if (type === 'invoice.marked_uncollectible') return 'uncollectible';
  if (type === 'invoice.paid' || type === 'invoice.payment_succeeded') return 'paid';
  if (type === 'invoice.payment_failed' || type === 'invoice.payment_action_required') return 'open';
  const status = textOf(raw.status);
  if (status !== undefined) return status === 'deleted' ? 'void' : status;
  if (raw.paid === true) return 'paid';
  return raw.forgiven === true ? 'uncollectible' : 'open';
}

export function readInvoice(world: World, raw: Raw, type: string): Partial<Invoice> & { id: string; status: string } {
  const known = Object.keys(emptyInvoice(world));
  const said = Object.fromEntries(known.filter((name) => raw[name] !== undefined).map((name) => [name, raw[name]]));
  const status = invoiceStatus(raw, type);
  const due = numberOf(raw.amount_due) ?? numberOf(raw.total) ?? 0;
  const paid = numberOf(raw.amount_paid) ?? (status === 'paid' ? due : 0);
  const subscription = subscriptionIdOf(raw);
  return copy({
    ...said,
    id: String(raw.id),
    object: 'invoice',
    status,
    customer: idOf(raw.customer) ?? 'cus_adopted',
    currency: textOf(raw.currency) ?? 'usd',
    billing_reason: textOf(raw.billing_reason) ?? (subscription === undefined ? 'manual' : 'subscription_cycle'),
    collection_method: textOf(raw.collection_method) ?? textOf(raw.billing) ?? 'charge_automatically',
    created: numberOf(raw.created) ?? numberOf(raw.date) ?? world.seconds,
    amount_due: due,
    amount_paid: paid,
    amount_remaining: status === 'paid' ? 0 : (numberOf(raw.amount_remaining) ?? due - paid),
    auto_advance: status === 'open' || status === 'draft' ? raw.auto_advance !== false : false,
    default_payment_method: idOf(raw.default_payment_method) ?? null,
    lines: raw.lines ?? { object: 'list', data: [], has_more: false, total_count: 0 },
    metadata: metadataOf(raw.metadata),
    parent: parentOf(raw, subscription),
    status_transitions: {
      ...emptyInvoice(world).status_transitions,
      finalized_at: numberOf(raw.finalized_at) ?? null,
      ...rawOf(raw.status_transitions),
    },
  });
}

function parentOf(raw: Raw, subscription: string | undefined): Invoice['parent'] {
  if (subscription === undefined) return null;
  const details = rawOf(rawOf(raw.parent).subscription_details);
  const lines = rowsOf(raw.lines).map((line) => line.metadata);
  const metadata = metadataOf(...lines, rawOf(raw.subscription_details).metadata, details.metadata);
  return { type: 'subscription_details', quote_details: null, subscription_details: { metadata, subscription } };
}

const SUBSCRIPTION_FIELDS = [
  'cancel_at',
  'cancel_at_period_end',
  'canceled_at',
  'cancellation_details',
  'created',
  'currency',
  'default_source',
  'ended_at',
  'livemode',
  'pause_collection',
  'status',
  'trial_end',
  'trial_start',
  'billing_cycle_anchor',
  'start_date',
  'status_details',
] as const;

export function readSubscription(
  world: World,
  raw: Raw,
  type: string,
): Partial<Subscription> & { id: string; customer: string } {
  const said = Object.fromEntries(
    SUBSCRIPTION_FIELDS.filter((name) => raw[name] !== undefined).map((name) => [name, raw[name]]),
  );
  const id = String(raw.id);
  const items = itemsOf(world, raw, id);
  const collection = textOf(raw.collection_method) ?? textOf(raw.billing);
  const card = raw.default_payment_method === null ? null : idOf(raw.default_payment_method);
  const latest = idOf(raw.latest_invoice);
  return copy({
    ...said,
    id,
    customer: idOf(raw.customer) ?? 'cus_adopted',
    ...(items.length === 0 ? {} : { items: listOf(id, items) }),
    ...(collection === undefined ? {} : { collection_method: collection }),
    ...(card === undefined ? {} : { default_payment_method: card }),
    ...(latest === undefined ? {} : { latest_invoice: latest }),
    ...(isRaw(raw.metadata) ? { metadata: metadataOf(raw.metadata) } : {}),
    ...(isRaw(raw.billing_mode) ? { billing_mode: { type: 'classic', ...raw.billing_mode } } : {}),
    ...(type === 'customer.subscription.deleted'
      ? {
          status: 'canceled',
          ended_at: numberOf(raw.ended_at) ?? world.seconds,
          canceled_at: numberOf(raw.canceled_at) ?? world.seconds,
        }
      : {}),
  });
}

/** A subscription made of what was read; without a billing mode it is an old one, and those are classic. */
export function newSubscription(
  world: World,
  read: Partial<Subscription> & { id: string; customer: string },
  mode: string,
): Subscription {
  const items = read.items?.data ?? [];
  return subscriptionShape(
    world,
    {
      currency: items[0]?.price.currency ?? 'usd',
      status: 'active',
      billing_mode: { type: mode, updated_at: world.seconds },
      ...read,
    },
    items,
  );
}

const listOf = (id: string, data: SubscriptionItem[]): Subscription['items'] => ({
  object: 'list',
  data,
  has_more: false,
  total_count: data.length,
  url: `/v1/subscription_items?subscription=${id}`,
});

/** Items, or the one plan of the oldest versions; the period may stand at the top (before basil) or on the item. */
function itemsOf(world: World, raw: Raw, subscription: string): SubscriptionItem[] {
  const rows = rowsOf(raw.items);
  const from = rows.length > 0 ? rows : isRaw(raw.plan) ? [{ plan: raw.plan, quantity: raw.quantity }] : [];
  return from.map((row: Raw) => readItem(world, row, raw, subscription));
}

function readItem(world: World, row: Raw, raw: Raw, subscription: string): SubscriptionItem {
  const price = readPrice(world, rawOf(row.price), rawOf(row.plan));
  const start = numberOf(row.current_period_start) ?? numberOf(raw.current_period_start) ?? world.seconds;
  const end =
    numberOf(row.current_period_end) ??
    numberOf(raw.current_period_end) ??
    addInterval(start, price.recurring.interval, price.recurring.interval_count, start);
  const quantity = numberOf(row.quantity) ?? numberOf(raw.quantity) ?? 1;
  const item = itemShape(world, subscription, price, { quantity, start, end });
  return { ...item, id: textOf(row.id) ?? item.id };
}

function readPrice(world: World, price: Raw, plan: Raw): SubscriptionItem['price'] {
  const recurring = { ...plan, ...rawOf(price.recurring) };
  const read = priceShape(world, {
    id: textOf(price.id) ?? textOf(plan.id) ?? 'price_adopted',
    product: idOf(price.product) ?? idOf(plan.product) ?? `prod_${textOf(plan.id) ?? 'adopted'}`,
    nickname: textOf(price.nickname) ?? textOf(plan.nickname) ?? textOf(plan.name) ?? null,
    amount: numberOf(price.unit_amount) ?? numberOf(plan.amount) ?? 0,
    currency: textOf(price.currency) ?? textOf(plan.currency) ?? 'usd',
    interval: textOf(recurring.interval) ?? 'month',
    intervalCount: numberOf(recurring.interval_count) ?? 1,
  });
  world.state.prices.set(read.id, world.state.prices.get(read.id) ?? copy(read));
  return read;
}

export function readCard(world: World, raw: Raw): Partial<PaymentMethod> & { id: string } {
  return copy({
    id: String(raw.id),
    object: 'payment_method',
    ...(isRaw(raw.card)
      ? { card: { brand: 'visa', fingerprint: null, last4: '0000', exp_month: 12, exp_year: 2099, ...raw.card } }
      : {}),
    ...(raw.billing_details === undefined ? {} : { billing_details: raw.billing_details }),
    created: numberOf(raw.created) ?? world.seconds,
    type: textOf(raw.type) ?? 'card',
    metadata: metadataOf(raw.metadata),
    ...(raw.customer === undefined ? {} : { customer: idOf(raw.customer) ?? null }),
  });
}
