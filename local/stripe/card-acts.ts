import { completeCheckout } from './checkout.ts';
import { setCustomerDefault, setSubscriptionDefault, subscriptionsOf } from './customers.ts';
import { emit } from './events.ts';
import type { Customer, PaymentMethod } from './objects.ts';
import { paymentMethodShape } from './shapes.ts';
import type { Outcome } from './types.ts';
import { copy, type World } from './world.ts';

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
  /** It was typed into this Checkout page. */
  readonly checkout?: string;
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
  if (place.checkout !== undefined) completeCheckout(world, place.checkout, method);
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
