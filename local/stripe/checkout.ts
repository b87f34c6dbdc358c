import { emit } from './events.ts';
import type { PaymentMethod, StripeObject } from './objects.ts';
import { nested, text } from './params.ts';
import { refuse } from './refusals.ts';
import type { Params } from './types.ts';
import type { World } from './world.ts';

/** A page of Stripe's that saves a card and charges nothing; only this mode is built. */
export function createCheckoutSession(world: World, params: Params): StripeObject {
  const [customer, mode] = [text(params, 'customer'), text(params, 'mode')];
  if (customer === undefined || mode !== 'setup')
    throw refuse('missing_param', { param: customer ? 'mode' : 'customer' });
  if (!world.state.customers.has(customer))
    throw refuse('resource_missing', { noun: 'customer', id: customer, param: 'customer' });
  const intent = setupIntent(world, customer, nested(nested(params, 'setup_intent_data'), 'metadata'));
  const id = world.id('cs_test');
  const session: StripeObject = {
    id,
    object: 'checkout.session',
    amount_total: null,
    cancel_url: text(params, 'cancel_url') ?? null,
    created: world.seconds,
    customer,
    livemode: world.livemode,
    metadata: nested(params, 'metadata'),
    mode,
    payment_status: 'no_payment_required',
    setup_intent: intent.id,
    status: 'open',
    subscription: null,
    success_url: text(params, 'success_url') ?? null,
    url: `${world.pages.checkout}/${id}`,
  };
  world.state.checkoutSessions.set(id, session);
  return session;
}

function setupIntent(world: World, customer: string, metadata: Params): StripeObject {
  const intent: StripeObject = {
    id: world.id('seti'),
    object: 'setup_intent',
    created: world.seconds,
    customer,
    livemode: world.livemode,
    metadata,
    payment_method: null,
    status: 'requires_payment_method',
    usage: 'off_session',
  };
  world.state.setupIntents.set(intent.id, intent);
  return intent;
}

/** The customer has typed a card into Stripe's page: it is saved beside the others, and no default changes. */
export function completeCheckout(world: World, id: string, method: PaymentMethod): void {
  const session = world.state.checkoutSessions.get(id);
  const intent = world.state.setupIntents.get(String(session?.setup_intent));
  if (session?.status !== 'open' || !intent) throw new Error(`no open Checkout page "${id}"`);
  Object.assign(intent, { payment_method: method.id, status: 'succeeded' });
  emit(world, 'setup_intent.succeeded', intent);
  Object.assign(session, { status: 'complete' });
  emit(world, 'checkout.session.completed', session);
}
