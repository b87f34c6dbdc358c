import { paymentOf } from './invoices.ts';
import { refuse } from './refusals.ts';
import { copy, type State, type World } from './world.ts';

type Fields = Record<string, unknown>;

/** Fields that hold an id, and where that id is found. */
const HOME: Readonly<Record<string, keyof State>> = {
  charge: 'charges',
  customer: 'customers',
  default_payment_method: 'paymentMethods',
  dispute: 'disputes',
  invoice: 'invoices',
  latest_charge: 'charges',
  latest_invoice: 'invoices',
  payment_intent: 'paymentIntents',
  payment_method: 'paymentMethods',
  product: 'products',
  refund: 'refunds',
  subscription: 'subscriptions',
};

/** Fields that are absent until they are asked for (facts §4.2). */
const INCLUDED: Readonly<Record<string, (world: World, invoice: string) => unknown>> = {
  payments: paymentsOf,
  confirmation_secret: secretOf,
};

/** Fills in what `expand` names, in a copy that belongs to the answer alone. */
export function expand(world: World, body: Fields, paths: readonly string[]): Fields {
  for (const property of paths) {
    const steps = property.split('.');
    if (steps.length > 4) throw refuse('expand_depth', { property });
    walk(world, body, steps, property);
  }
  return body;
}

function walk(world: World, node: unknown, steps: readonly string[], property: string): void {
  const [field, ...rest] = steps;
  if (field === undefined || node === null) return;
  if (Array.isArray(node)) {
    for (const element of node) walk(world, element, steps, property);
    return;
  }
  if (!isFields(node)) throw refuse('expand_unknown', { property });
  fill(world, node, field, property);
  walk(world, node[field], rest, property);
}

function fill(world: World, node: Fields, field: string, property: string): void {
  const include = INCLUDED[field];
  if (include !== undefined && node.object === 'invoice' && node[field] === undefined) {
    node[field] = include(world, String(node.id));
    return;
  }
  const value = node[field];
  if (field === 'discounts' && Array.isArray(value)) {
    node[field] = value.map((id) => copy(world.state.discounts.get(String(id)) ?? id));
    return;
  }
  if (value === undefined) throw refuse('expand_unknown', { property });
  if (typeof value !== 'string') return;
  const home = HOME[field];
  if (home === undefined) throw refuse('expand_unknown', { property });
  const found = world.state[home];
  const object = found instanceof Map ? found.get(value) : undefined;
  if (isFields(object)) node[field] = copy(object);
}

function paymentsOf(world: World, id: string): unknown {
  const invoice = world.state.invoices.get(id);
  const payment = invoice === undefined ? undefined : paymentOf(world, invoice);
  const data = payment === undefined ? [] : [copy(payment)];
  return { object: 'list', data, has_more: false, url: '/v1/invoices/payments' };
}

function secretOf(world: World, id: string): unknown {
  const invoice = world.state.invoices.get(id);
  const payment = invoice === undefined ? undefined : paymentOf(world, invoice);
  const intent = world.state.paymentIntents.get(payment?.payment.payment_intent ?? '');
  return intent === undefined ? null : { client_secret: intent.client_secret, type: 'payment_intent' };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
