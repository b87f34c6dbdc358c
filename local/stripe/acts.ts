import { addInterval, periodAt } from './calendar.ts';
import { setCustomerDefault, setSubscriptionDefault, subscriptionsOf } from './customers.ts';
import { emit, update } from './events.ts';
import type { Customer, PaymentMethod, Price, Subscription } from './objects.ts';
import { customerShape, itemShape, paymentMethodShape, priceShape, subscriptionShape } from './shapes.ts';
import { setPrice, start } from './subscription-routes.ts';
import type { Interval, Outcome } from './types.ts';
import { copy, type World } from './world.ts';

export interface NewCustomer {
  readonly id: string;
  readonly email?: string;
  readonly name?: string;
  readonly country?: string;
  readonly metadata?: Record<string, string>;
}

export interface NewCard {
  readonly id: string;
  readonly brand?: string;
  readonly fingerprint?: string;
  /** "2027-03" */
  readonly exp?: string;
  readonly last4?: string;
  readonly charges?: readonly Outcome[];
  readonly type?: string;
}

export interface CardPlace {
  readonly default?: boolean;
  /** Where it becomes the default; the portal only ever sets the customer's. */
  readonly on?: 'customer' | 'subscription';
  readonly silent?: boolean;
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

export function addCard(world: World, customer: Customer, card: NewCard, place: CardPlace): PaymentMethod {
  const method = paymentMethodShape(world, customer.id, card);
  world.state.paymentMethods.set(method.id, method);
  script(world, method.id, card.charges ?? ['ok']);
  if (place.silent === true) {
    placeSilently(world, customer, method.id, place);
    return method;
  }
  emit(world, 'payment_method.attached', method);
  if (place.default === true) makeDefault(world, customer, method.id, place.on ?? 'customer');
  return method;
}

export const script = (world: World, card: string, charges: readonly Outcome[]): void => {
  world.state.wallets.set(card, { charges: copy([...charges]), used: 0 });
};

function placeSilently(world: World, customer: Customer, card: string, place: CardPlace): void {
  if (place.default === false) return;
  if (place.on === 'subscription') {
    for (const subscription of subscriptionsOf(world, customer.id)) subscription.default_payment_method = card;
    return;
  }
  const isFirst = customer.invoice_settings.default_payment_method === null;
  if (place.default === true || isFirst) customer.invoice_settings.default_payment_method = card;
}

export function makeDefault(world: World, customer: Customer, card: string, on: 'customer' | 'subscription'): void {
  if (on === 'customer') setCustomerDefault(world, customer, card);
  else
    for (const subscription of subscriptionsOf(world, customer.id)) setSubscriptionDefault(world, subscription, card);
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

export interface CardUpdate {
  /** The networks' account updater did it, not the customer. */
  readonly automatic?: boolean;
  readonly exp?: string;
  readonly fingerprint?: string;
  readonly last4?: string;
  readonly charges?: readonly Outcome[];
}

export function updateCard(world: World, method: PaymentMethod, of: CardUpdate): void {
  if (of.charges !== undefined) script(world, method.id, of.charges);
  const before = method.card;
  if (before === undefined) return;
  const [year, month] = (of.exp ?? '').split('-').map(Number);
  const card = {
    ...before,
    ...(year && month ? { exp_year: year, exp_month: month } : {}),
    ...(of.fingerprint === undefined ? {} : { fingerprint: of.fingerprint }),
    ...(of.last4 === undefined ? {} : { last4: of.last4 }),
  };
  const type = of.automatic === true ? 'payment_method.automatically_updated' : 'payment_method.updated';
  const previous = {
    card: {
      exp_month: before.exp_month,
      exp_year: before.exp_year,
      fingerprint: before.fingerprint,
      last4: before.last4,
    },
  };
  method.card = card;
  emit(world, type, method, previous);
}
