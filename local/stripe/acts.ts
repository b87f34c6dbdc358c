import { addInterval, periodAt } from './calendar.ts';
import { update } from './events.ts';
import type { Customer, Price, Subscription } from './objects.ts';
import { customerShape, itemShape, priceShape, subscriptionShape } from './shapes.ts';
import { setPrice, start } from './subscription-routes.ts';
import type { Interval } from './types.ts';
import { copy, type World } from './world.ts';

export interface NewCustomer {
  readonly id: string;
  readonly email?: string;
  readonly name?: string;
  readonly country?: string;
  readonly metadata?: Record<string, string>;
}

export interface Plan {
  readonly plan: string;
  readonly product?: string;
  /** Minor units per interval and seat. */
  readonly amount: number;
  readonly currency: string;
  readonly interval?: Interval;
  readonly intervalCount?: number;
  readonly quantity?: number;
}

export interface NewSubscription extends Plan {
  readonly id: string;
  readonly customer: string;
  readonly billingMode?: 'flexible' | 'classic';
  readonly defaultCard?: string;
  readonly status?: string;
  /** Epoch milliseconds, like every instant of this interface. */
  readonly trialEnd?: number;
  readonly createdAt?: number;
  readonly metadata?: Record<string, string>;
}

export function addCustomer(world: World, of: NewCustomer): Customer {
  const customer = customerShape(world, {
    id: of.id,
    email: of.email ?? null,
    name: of.name ?? null,
    metadata: { ...of.metadata },
    ...(of.country === undefined
      ? {}
      : { address: { city: null, country: of.country, line1: null, line2: null, postal_code: null, state: null } }),
  });
  world.state.customers.set(customer.id, customer);
  return customer;
}

/** The price of a plan at an amount; the same plan at another amount is another price with the same nickname. */
export function priceOf(world: World, of: Plan): Price {
  const [interval, count] = [of.interval ?? 'month', of.intervalCount ?? 1];
  const every = `${count === 1 ? '' : count}${interval}`;
  const id = of.plan.startsWith('price_') ? of.plan : `price_${of.plan}_${of.amount}${of.currency}_${every}`;
  const known = world.state.prices.get(id);
  if (known !== undefined) return known;
  const product = of.product ?? `prod_${of.plan}`;
  if (!world.state.products.has(product)) {
    world.state.products.set(product, {
      id: product,
      object: 'product',
      active: true,
      created: world.seconds,
      livemode: world.livemode,
      metadata: {},
      name: of.plan,
    });
  }
  const price = priceShape(world, {
    id,
    product,
    nickname: of.plan,
    amount: of.amount,
    currency: of.currency,
    interval,
    intervalCount: count,
  });
  world.state.prices.set(id, price);
  return price;
}

/** Set-up, not an act: a subscription that exists already. No events. */
export function addSubscription(world: World, of: NewSubscription): Subscription {
  if (!world.state.customers.has(of.customer))
    throw new Error(`the fake Stripe has no customer "${of.customer}": add it before its subscription`);
  const created = of.createdAt === undefined ? world.seconds : Math.floor(of.createdAt / 1000);
  const trialEnd = of.trialEnd === undefined ? null : Math.floor(of.trialEnd / 1000);
  const anchor = trialEnd ?? created;
  const price = priceOf(world, of);
  const period = periodFor(price, created, trialEnd, world.seconds);
  const item = itemShape(world, of.id, copy(price), { quantity: of.quantity ?? 1, ...period });
  const subscription = subscriptionShape(
    world,
    {
      id: of.id,
      customer: of.customer,
      currency: of.currency,
      status: of.status ?? (trialEnd === null ? 'active' : 'trialing'),
      created,
      start_date: created,
      billing_cycle_anchor: anchor,
      billing_mode: { type: of.billingMode ?? 'flexible', updated_at: created },
      default_payment_method: of.defaultCard ?? null,
      metadata: { ...of.metadata },
      trial_start: trialEnd === null ? null : created,
      trial_end: trialEnd,
      ...(of.status === 'canceled' ? { canceled_at: created, ended_at: created } : {}),
    },
    [item],
  );
  world.state.subscriptions.set(of.id, subscription);
  return subscription;
}

function periodFor(
  price: Price,
  created: number,
  trialEnd: number | null,
  now: number,
): { start: number; end: number } {
  if (trialEnd !== null && trialEnd > now) return { start: created, end: trialEnd };
  const { interval, interval_count: count } = price.recurring;
  const anchor = trialEnd ?? created;
  if (anchor > now) return { start: anchor, end: addInterval(anchor, interval, count, anchor) };
  return periodAt(anchor, interval, count, now);
}

export interface Creation extends NewSubscription {
  readonly trialDays?: number;
  readonly invoice?: string;
}

/** A customer subscribes now: first invoice, first charge, or a trial. */
export function createSubscription(world: World, of: Creation): Subscription {
  return start(world, {
    id: of.id,
    customer: of.customer,
    card: of.defaultCard ?? null,
    prices: [{ price: priceOf(world, of), quantity: of.quantity ?? 1 }],
    metadata: { ...of.metadata },
    trialDays: of.trialDays,
    actor: 'customer',
    invoice: of.invoice,
    billingMode: of.billingMode,
  });
}

/** Another plan, amount or number of seats, as the customer or the vendor's own app would set it. */
export function changeSubscription(world: World, subscription: Subscription, of: Partial<Plan>): void {
  const items = copy(subscription.items);
  const item = items.data[0];
  if (item === undefined) return;
  const { recurring, currency, unit_amount: amount, nickname, id } = item.price;
  const samePrice = of.plan === undefined && of.amount === undefined && of.interval === undefined;
  const given: Plan = {
    plan: of.plan ?? nickname ?? id,
    amount: of.amount ?? amount,
    currency: of.currency ?? currency,
    interval: of.interval ?? (recurring.interval as Interval),
    intervalCount: of.intervalCount ?? (of.interval === undefined ? recurring.interval_count : 1),
    ...(of.product === undefined ? {} : { product: of.product }),
  };
  if (!samePrice) setPrice(item, priceOf(world, given));
  item.quantity = of.quantity ?? item.quantity;
  update(world, 'customer.subscription.updated', subscription, { items });
}
