import { accountRoute } from './account-routes.ts';
import { createCheckoutSession } from './checkout.ts';
import { adjustBalance, attach, createCustomer, createPortalSession, detach, updateCustomer } from './customers.ts';
import { createCoupon } from './discounts.ts';
import {
  creditNote,
  ofSubscription,
  preview,
  uncollectibleByRequest,
  updateInvoice,
  voidByRequest,
} from './invoice-routes.ts';
import { finalize } from './invoices.ts';
import { matches, page } from './lists.ts';
import type { Invoice, StripeObject, Subscription } from './objects.ts';
import { nested, text, texts } from './params.ts';
import { pay } from './pay.ts';
import { refuse } from './refusals.ts';
import { pause, resume } from './subscription-pause.ts';
import { cancelNow, createSubscription, migrate, updateSubscription } from './subscription-routes.ts';
import type { Params } from './types.ts';
import type { State, World } from './world.ts';

type Route = (world: World, params: Params, id: string) => object;

/** The stored objects by the name of their URL, with the noun Stripe uses when one is missing. */
const RESOURCES: Readonly<Record<string, readonly [keyof State, string, readonly string[]]>> = {
  charges: ['charges', 'charge', ['customer', 'payment_intent']],
  coupons: ['coupons', 'coupon', []],
  credit_notes: ['creditNotes', 'credit note', ['customer', 'invoice']],
  customers: ['customers', 'customer', ['email']],
  disputes: ['disputes', 'dispute', ['charge', 'payment_intent']],
  invoice_payments: ['invoicePayments', 'invoice payment', ['invoice', 'status']],
  payment_intents: ['paymentIntents', 'payment_intent', ['customer']],
  payment_methods: ['paymentMethods', 'PaymentMethod', ['customer', 'type']],
  prices: ['prices', 'price', ['product']],
  products: ['products', 'product', []],
  setup_intents: ['setupIntents', 'setupintent', ['customer']],
  refunds: ['refunds', 'refund', ['charge', 'payment_intent']],
};

function only<T>(table: Map<string, T>, noun: string, id: string, param = 'id'): T {
  const found = table.get(id);
  if (found === undefined) throw refuse('resource_missing', { noun, id, param });
  return found;
}

const onInvoice =
  (act: (world: World, invoice: Invoice, params: Params) => void): Route =>
  (world, params, id) => {
    const invoice = only(world.state.invoices, 'invoice', id, 'invoice');
    act(world, invoice, params);
    return invoice;
  };

const onSubscription =
  (act: (world: World, subscription: Subscription, params: Params) => void): Route =>
  (world, params, id) => {
    const subscription = only(world.state.subscriptions, 'subscription', id);
    act(world, subscription, params);
    return subscription;
  };

const customer = (world: World, id: string) => only(world.state.customers, 'customer', id);
const card = (world: World, id: string) => only(world.state.paymentMethods, 'PaymentMethod', id, 'payment_method');

function finalizeDraft(world: World, invoice: Invoice): void {
  if (invoice.status !== 'draft') throw refuse('finalize_not_draft');
  finalize(world, invoice);
}

/** Canceled subscriptions are left out unless they are asked for. */
function listSubscriptions(world: World, params: Params): object {
  const status = text(params, 'status');
  const wanted = (subscription: Subscription): boolean =>
    status === undefined ? subscription.status !== 'canceled' : status === 'all' || subscription.status === status;
  const same = matches(params, 'customer', 'collection_method');
  const ofPrice = (subscription: Subscription): boolean =>
    text(params, 'price') === undefined ||
    subscription.items.data.some((item) => item.price.id === text(params, 'price'));
  return page(
    '/v1/subscriptions',
    world.state.subscriptions.values(),
    params,
    (s) => wanted(s) && same(s) && ofPrice(s),
  );
}

function listInvoices(world: World, params: Params): object {
  const same = matches(params, 'customer', 'status', 'collection_method');
  const mine = ofSubscription(params);
  return page('/v1/invoices', world.state.invoices.values(), params, (invoice) => same(invoice) && mine(invoice));
}

function listInvoicePayments(world: World, params: Params): object {
  const intent = text(nested(params, 'payment'), 'payment_intent');
  const same = matches(params, 'invoice', 'status');
  return page(
    '/v1/invoice_payments',
    world.state.invoicePayments.values(),
    params,
    (payment) => same(payment) && (intent === undefined || payment.payment.payment_intent === intent),
  );
}

function listEvents(world: World, params: Params): object {
  const types = texts(params, 'types');
  const same = matches(params, 'type');
  const all = [...world.state.events.values()].map((event): StripeObject => ({ ...event }));
  return page(
    '/v1/events',
    all,
    params,
    (event) => same(event) && (types.length === 0 || types.includes(String(event.type))),
  );
}

const cardsOf: Route = (world, params, id) => {
  customer(world, id);
  const same = matches(params, 'type');
  return page(
    `/v1/customers/${id}/payment_methods`,
    world.state.paymentMethods.values(),
    params,
    (method) => method.customer === id && same(method),
  );
};

function creditNoteOf(world: World, params: Params): object {
  const id = text(params, 'invoice') ?? '';
  return creditNote(world, only(world.state.invoices, 'invoice', id, 'invoice'), params);
}

/** Method and path; `:id` stands for one segment. */
const ROUTES: Readonly<Record<string, Route>> = {
  'POST /v1/billing_portal/sessions': createPortalSession,
  'POST /v1/checkout/sessions': createCheckoutSession,
  'POST /v1/coupons': createCoupon,
  'POST /v1/credit_notes': creditNoteOf,
  'POST /v1/customers': createCustomer,
  'POST /v1/customers/:id': (world, params, id) => updateCustomer(world, customer(world, id), params),
  'POST /v1/customers/:id/balance_transactions': (world, params, id) =>
    adjustBalance(world, customer(world, id), params),
  'GET /v1/customers/:id/payment_methods': cardsOf,
  'GET /v1/events': listEvents,
  'GET /v1/events/:id': (world, _, id) => only(world.state.events, 'event', id),
  'GET /v1/invoice_payments': listInvoicePayments,
  'GET /v1/invoices': listInvoices,
  'POST /v1/invoices/create_preview': preview,
  'GET /v1/invoices/:id': (world, _, id) => only(world.state.invoices, 'invoice', id, 'invoice'),
  'POST /v1/invoices/:id': onInvoice(updateInvoice),
  'POST /v1/invoices/:id/finalize': onInvoice(finalizeDraft),
  'POST /v1/invoices/:id/mark_uncollectible': onInvoice(uncollectibleByRequest),
  'POST /v1/invoices/:id/pay': onInvoice(pay),
  'POST /v1/invoices/:id/void': onInvoice(voidByRequest),
  'POST /v1/payment_methods/:id/attach': (world, params, id) => attach(world, card(world, id), params),
  'POST /v1/payment_methods/:id/detach': (world, _, id) => detach(world, card(world, id)),
  'GET /v1/subscriptions': listSubscriptions,
  'POST /v1/subscriptions': createSubscription,
  'GET /v1/subscriptions/:id': (world, _, id) => only(world.state.subscriptions, 'subscription', id),
  'POST /v1/subscriptions/:id': onSubscription(updateSubscription),
  'DELETE /v1/subscriptions/:id': onSubscription(cancelNow),
  'POST /v1/subscriptions/:id/migrate': onSubscription(migrate),
  'POST /v1/subscriptions/:id/pause': onSubscription(pause),
  'POST /v1/subscriptions/:id/resume': onSubscription((world, subscription, params) =>
    resume(world, subscription, params, 'us'),
  ),
};

/** Does what the request asks and returns the object or list it answers with, not yet copied or expanded. */
export function perform(world: World, method: string, path: string, params: Params): object {
  const [, version = '', resource = '', rawId, action] = path.split('/');
  const id = rawId === undefined ? '' : decodeURIComponent(rawId);
  const ofAccount = accountRoute(world, method, path, params);
  if (ofAccount !== undefined) return ofAccount;
  const literal = ROUTES[`${method} ${path}`];
  if (literal !== undefined) return literal(world, params, id);
  const tail = action === undefined ? '' : `/${action}`;
  const route = rawId === undefined ? undefined : ROUTES[`${method} /${version}/${resource}/:id${tail}`];
  if (route !== undefined) return route(world, params, id);
  const known = method === 'GET' && action === undefined ? RESOURCES[resource] : undefined;
  if (known === undefined) throw refuse('unknown_url', { method, path });
  return rawId === undefined ? listAll(world, resource, params) : getOne(world, resource, id);
}

function getOne(world: World, resource: string, id: string): object {
  const [part, noun] = RESOURCES[resource] ?? ['customers', resource];
  return only(table(world, part), noun, id);
}

function listAll(world: World, resource: string, params: Params): object {
  const [part, , filters] = RESOURCES[resource] ?? ['customers', resource, []];
  return page(`/v1/${resource}`, table(world, part).values(), params, matches(params, ...filters));
}

const table = (world: World, part: keyof State): Map<string, StripeObject> =>
  world.state[part] as Map<string, StripeObject>;
