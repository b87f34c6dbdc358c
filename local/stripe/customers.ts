import { emit, update } from './events.ts';
import type { Customer, PaymentMethod, StripeObject, Subscription } from './objects.ts';
import { integer, mergeMetadata, nested, text } from './params.ts';
import { attachedCard } from './pay.ts';
import { refuse } from './refusals.ts';
import { customerShape } from './shapes.ts';
import type { Params } from './types.ts';
import type { World } from './world.ts';

export function createCustomer(world: World, params: Params): Customer {
  const customer = customerShape(world, {
    id: world.id('cus'),
    metadata: mergeMetadata({}, params),
    ...plainFields(params),
  });
  world.state.customers.set(customer.id, customer);
  emit(world, 'customer.created', customer);
  return customer;
}

export function updateCustomer(world: World, customer: Customer, params: Params): Customer {
  const card = text(nested(params, 'invoice_settings'), 'default_payment_method');
  if (card) attachedCard(world, customer.id, card, 'invoice_settings[default_payment_method]');
  update(world, 'customer.updated', customer, {
    ...plainFields(params),
    ...(params.metadata === undefined ? {} : { metadata: mergeMetadata(customer.metadata, params) }),
    ...(card === undefined
      ? {}
      : { invoice_settings: { ...customer.invoice_settings, default_payment_method: card || null } }),
  });
  return customer;
}

/** An empty text unsets. */
function plainFields(params: Params): Partial<Customer> {
  const fields: Partial<Customer> = {};
  for (const name of ['email', 'name', 'phone', 'description']) {
    const value = text(params, name);
    if (value !== undefined) fields[name] = value === '' ? null : value;
  }
  const balance = integer(params, 'balance');
  if (balance !== undefined) fields.balance = balance;
  if (params.address !== undefined) fields.address = { ...nested(params, 'address') };
  return fields;
}

/** A credit (negative) or debit on the customer's balance; the next invoice takes it. */
export function adjustBalance(world: World, customer: Customer, params: Params): StripeObject {
  const amount = integer(params, 'amount');
  if (amount === undefined) throw refuse('missing_param', { param: 'amount' });
  update(world, 'customer.updated', customer, { balance: customer.balance + amount });
  return {
    id: world.id('cbtxn'),
    object: 'customer_balance_transaction',
    amount,
    created: world.seconds,
    currency: text(params, 'currency') ?? 'usd',
    customer: customer.id,
    description: text(params, 'description') ?? null,
    ending_balance: customer.balance,
    livemode: world.livemode,
    metadata: mergeMetadata({}, params),
    type: 'adjustment',
  };
}

export function attach(world: World, card: PaymentMethod, params: Params): PaymentMethod {
  const customer = text(params, 'customer');
  if (customer === undefined) throw refuse('missing_param', { param: 'customer' });
  if (!world.state.customers.has(customer))
    throw refuse('resource_missing', { noun: 'customer', id: customer, param: 'customer' });
  if (card.customer !== null) throw refuse('attach_elsewhere');
  if (world.state.detached.has(card.id)) throw refuse('attach_used');
  card.customer = customer;
  emit(world, 'payment_method.attached', card);
  return card;
}

export function detach(world: World, card: PaymentMethod): PaymentMethod {
  const owner = card.customer;
  if (owner === null) throw refuse('detach_unattached');
  card.customer = null;
  world.state.detached.set(card.id, owner);
  emit(world, 'payment_method.detached', card, { customer: owner });
  forget(world, owner, card.id);
  return card;
}

/** A detached card is nobody's default any more. */
function forget(world: World, owner: string, card: string): void {
  const customer = world.state.customers.get(owner);
  if (customer?.invoice_settings.default_payment_method === card) setCustomerDefault(world, customer, null);
  for (const subscription of subscriptionsOf(world, owner)) {
    if (subscription.default_payment_method === card) setSubscriptionDefault(world, subscription, null);
  }
}

export function setCustomerDefault(world: World, customer: Customer, card: string | null): void {
  const settings = { ...customer.invoice_settings, default_payment_method: card };
  update(world, 'customer.updated', customer, { invoice_settings: settings });
}

export function setSubscriptionDefault(world: World, subscription: Subscription, card: string | null): void {
  update(world, 'customer.subscription.updated', subscription, { default_payment_method: card });
}

export const subscriptionsOf = (world: World, customer: string): Subscription[] =>
  [...world.state.subscriptions.values()].filter(
    (subscription) => subscription.customer === customer && subscription.status !== 'canceled',
  );

/** A portal session; its address is a bearer secret that lives for minutes (facts §4.7). */
export function createPortalSession(world: World, params: Params): StripeObject {
  const customer = text(params, 'customer');
  if (customer === undefined) throw refuse('missing_param', { param: 'customer' });
  if (!world.state.customers.has(customer))
    throw refuse('resource_missing', { noun: 'customer', id: customer, param: 'customer' });
  const id = world.id('bps');
  const flow = nested(params, 'flow_data');
  const session: StripeObject = {
    id,
    object: 'billing_portal.session',
    after_expiration: null,
    configuration: 'bpc_default',
    created: world.seconds,
    customer,
    flow: text(flow, 'type') === undefined ? null : flowOf(flow),
    livemode: world.livemode,
    locale: text(params, 'locale') ?? null,
    on_behalf_of: null,
    return_url: text(params, 'return_url') ?? null,
    url: `${world.pages.portal}/${id}`,
  };
  world.state.portalSessions.set(id, session);
  return session;
}

const flowOf = (flow: Params): Record<string, unknown> => ({
  after_completion: {
    hosted_confirmation: null,
    redirect: null,
    type: 'portal_homepage',
    ...nested(flow, 'after_completion'),
  },
  subscription_cancel: null,
  subscription_update: null,
  subscription_update_confirm: null,
  type: text(flow, 'type'),
});
