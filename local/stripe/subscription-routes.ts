import { addInterval, periodOf, setPeriod } from './calendar.ts';
import { defaultCardId } from './collect.ts';
import { discountsOf } from './discounts.ts';
import { emit, update } from './events.ts';
import type { Price, Subscription, SubscriptionItem } from './objects.ts';
import { flag, integer, isRecord, list, mergeMetadata, nested, text } from './params.ts';
import { attachedCard } from './pay.ts';
import { refuse } from './refusals.ts';
import { itemShape, planOf, subscriptionShape } from './shapes.ts';
import { bill, cancel, convertTrial, finalizeAndCollect } from './subscriptions.ts';
import type { Actor, Params } from './types.ts';
import { copy, type World } from './world.ts';

/** `POST /v1/subscriptions/:id`: all changes in one `customer.subscription.updated`. */
export function updateSubscription(world: World, subscription: Subscription, params: Params): void {
  if (subscription.status === 'canceled') mustBeLateEdit(params);
  const card = text(params, 'default_payment_method');
  if (card) attachedCard(world, subscription.customer, card, 'default_payment_method');
  if (text(params, 'trial_end') === 'now' && subscription.status === 'trialing') convertTrial(world, subscription);
  update(world, 'customer.subscription.updated', subscription, {
    ...(card === undefined ? {} : { default_payment_method: card || null }),
    ...(params.metadata === undefined ? {} : { metadata: mergeMetadata(subscription.metadata, params) }),
    ...(params.pause_collection === undefined ? {} : { pause_collection: pauseCollection(params) }),
    ...(params.items === undefined ? {} : { items: changedItems(world, subscription, params) }),
    ...(params.discounts === undefined ? {} : { discounts: discountsOf(world, subscription, params) }),
    ...(text(params, 'collection_method') === undefined
      ? {}
      : { collection_method: text(params, 'collection_method') ?? '' }),
    ...cancellationFields(subscription, params),
    ...ending(world, subscription, params),
  });
}

function mustBeLateEdit(params: Params): void {
  const late = ['metadata', 'cancellation_details', 'expand'];
  if (Object.keys(params).some((name) => !late.includes(name))) throw refuse('update_canceled');
}

function pauseCollection(params: Params): Subscription['pause_collection'] {
  const given = nested(params, 'pause_collection');
  const behavior = text(given, 'behavior');
  return behavior === undefined ? null : { behavior, resumes_at: integer(given, 'resumes_at') ?? null };
}

function cancellationFields(subscription: Subscription, params: Params): Partial<Subscription> {
  if (params.cancellation_details === undefined) return {};
  const given = nested(params, 'cancellation_details');
  const { comment, feedback, reason } = subscription.cancellation_details;
  return {
    cancellation_details: {
      comment: text(given, 'comment') ?? comment,
      feedback: text(given, 'feedback') ?? feedback,
      reason,
    },
  };
}

function ending(world: World, subscription: Subscription, params: Params): Partial<Subscription> {
  const wanted = flag(params, 'cancel_at_period_end');
  if (wanted === undefined || wanted === subscription.cancel_at_period_end) return {};
  const at = periodOf(subscription).end;
  if (wanted) world.state.endings.set(subscription.id, at);
  else world.state.endings.delete(subscription.id);
  const details = {
    ...(cancellationFields(subscription, params).cancellation_details ?? subscription.cancellation_details),
  };
  return {
    cancel_at_period_end: wanted,
    cancel_at: wanted ? at : null,
    canceled_at: wanted ? world.seconds : null,
    cancellation_details: { ...details, reason: wanted ? 'cancellation_requested' : null },
  };
}

/** Item changes by id, or of the only item when no id is given; prorations are not imitated. */
function changedItems(world: World, subscription: Subscription, params: Params): Subscription['items'] {
  const items = copy(subscription.items);
  for (const given of list(params, 'items').filter(isRecord)) {
    const item = items.data.find((candidate) => candidate.id === text(given, 'id')) ?? items.data[0];
    if (item === undefined) continue;
    const price = text(given, 'price');
    if (price !== undefined) setPrice(item, priceOf(world, price));
    item.quantity = integer(given, 'quantity') ?? item.quantity;
  }
  return items;
}

export function setPrice(item: SubscriptionItem, price: Price): void {
  Object.assign(item, { price: copy(price), plan: planOf(price) });
}

function priceOf(world: World, id: string): Price {
  const price = world.state.prices.get(id);
  if (price === undefined) throw refuse('bad_reference', { noun: 'price', id, param: 'items[0][price]' });
  return price;
}

/** `DELETE /v1/subscriptions/:id`; one that has ended is not found any more. */
export function cancelNow(world: World, subscription: Subscription, params: Params): void {
  if (subscription.status === 'canceled')
    throw refuse('resource_missing', { noun: 'subscription', id: subscription.id });
  const details = nested(params, 'cancellation_details');
  cancel(world, subscription, {
    when: 'now',
    comment: text(details, 'comment') ?? null,
    feedback: text(details, 'feedback') ?? null,
  });
}

export function migrate(world: World, subscription: Subscription, params: Params): void {
  if (subscription.status === 'canceled') throw refuse('migrate_canceled');
  const type = text(nested(params, 'billing_mode'), 'type') ?? 'flexible';
  update(world, 'customer.subscription.updated', subscription, {
    billing_mode: { flexible: { proration_discounts: 'included' }, type, updated_at: world.seconds },
  });
}

/** `POST /v1/subscriptions` */
export function createSubscription(world: World, params: Params): Subscription {
  const customer = text(params, 'customer') ?? '';
  if (!world.state.customers.has(customer))
    throw refuse('bad_reference', { noun: 'customer', id: customer, param: 'customer' });
  const prices = list(params, 'items').filter(isRecord);
  const card = text(params, 'default_payment_method') ?? null;
  if (card !== null) attachedCard(world, customer, card, 'default_payment_method');
  const trialDays = integer(params, 'trial_period_days');
  if (trialDays === undefined && card === null && defaultCardId(world, customer) === undefined)
    throw refuse('pay_no_card');
  return start(world, {
    id: world.id('sub'),
    customer,
    card,
    prices: prices.map((given) => ({
      price: priceOf(world, text(given, 'price') ?? ''),
      quantity: integer(given, 'quantity') ?? 1,
    })),
    metadata: mergeMetadata({}, params),
    trialDays,
    actor: 'us',
  });
}

export interface Start {
  readonly id: string;
  readonly customer: string;
  readonly card: string | null;
  readonly prices: readonly { readonly price: Price; readonly quantity: number }[];
  readonly metadata: Record<string, string>;
  readonly trialDays?: number | undefined;
  readonly actor: Actor;
  readonly invoice?: string | undefined;
  readonly billingMode?: string | undefined;
}

/** A new subscription: in trial, or incomplete until its first invoice is paid. */
export function start(world: World, of: Start): Subscription {
  const first = of.prices[0]?.price;
  if (first === undefined) throw refuse('missing_param', { param: 'items' });
  const now = world.seconds;
  const trialEnd = of.trialDays === undefined ? null : now + of.trialDays * 86_400;
  const end = trialEnd ?? addInterval(now, first.recurring.interval, first.recurring.interval_count, now);
  const items = of.prices.map(({ price, quantity }) =>
    itemShape(world, of.id, copy(price), { quantity, start: now, end }),
  );
  const subscription = subscriptionShape(
    world,
    {
      id: of.id,
      customer: of.customer,
      currency: first.currency,
      status: trialEnd === null ? 'incomplete' : 'trialing',
      default_payment_method: of.card,
      metadata: of.metadata,
      trial_start: trialEnd === null ? null : now,
      trial_end: trialEnd,
      billing_cycle_anchor: trialEnd ?? now,
      billing_mode: { type: of.billingMode ?? 'flexible', updated_at: now },
    },
    items,
  );
  world.state.subscriptions.set(of.id, subscription);
  emit(world, 'customer.subscription.created', subscription);
  const amount = trialEnd === null ? undefined : 0;
  const invoice = bill(world, subscription, {
    reason: 'subscription_create',
    period: { start: now, end },
    amount,
    invoice: of.invoice,
  });
  subscription.latest_invoice = invoice.id;
  setPeriod(subscription, { start: now, end });
  finalizeAndCollect(world, invoice, of.actor);
  return subscription;
}
