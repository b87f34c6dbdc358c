import { addCustomer } from './acts.ts';
import { adoptInvoice } from './adopt-invoice.ts';
import {
  idOf,
  isRaw,
  metadataOf,
  newSubscription,
  numberOf,
  type Raw,
  rawOf,
  readCard,
  readSubscription,
  subscriptionIdOf,
  textOf,
} from './adopt-shapes.ts';
import { addCard, script } from './card-acts.ts';
import { chargeShape } from './charges.ts';
import { detach } from './customers.ts';
import type { Customer, StripeObject, Subscription } from './objects.ts';
import { paymentMethodShape } from './shapes.ts';
import type { Outcome, StripeEvent } from './types.ts';
import { copy, type World } from './world.ts';

export interface Adoption {
  /** What the default card of an adopted failed invoice does from now on; default: declines insufficient_funds. */
  readonly charges?: readonly Outcome[];
  /** Of a subscription that has to be made up; default flexible. */
  readonly billingMode?: 'flexible' | 'classic';
}

/**
 * Takes in the objects of a foreign event, so that later reads and payments find them. It emits nothing. An event of
 * our own is known already; of an object we changed ourselves only what the event says is new is taken.
 */
export function adopt(world: World, event: StripeEvent | Record<string, unknown>, of: Adoption): void {
  const raw = rawOf(rawOf(event.data).object);
  const type = textOf(event.type) ?? '';
  if (world.state.events.has(textOf(event.id) ?? '')) return;
  const before = rawOf(rawOf(event.data).previous_attributes);
  const silent = world.silent;
  world.silent = true;
  try {
    take(world, raw, type, before, of);
  } finally {
    world.silent = silent;
  }
}

function take(world: World, raw: Raw, type: string, before: Raw, of: Adoption): void {
  const previous = Object.keys(before);
  const object = textOf(raw.object) ?? (type.startsWith('invoice.') ? 'invoice' : type.split('.')[0]);
  if (object === 'invoice') takeInvoice(world, raw, type, of);
  else if (object === 'subscription') takeSubscription(world, raw, type, previous, of);
  else if (object === 'payment_method') takeCard(world, raw, type, previous);
  else if (object === 'card') takeSource(world, raw, type);
  else if (object === 'customer') takeCustomer(world, raw, type, previous);
  else if (object === 'charge') takeCharge(world, raw);
  else if (object === 'dispute') takeDispute(world, raw);
  // Of anything else (intents, credit notes, bank accounts) and of a card that left only the owner is made up.
  const owner = idOf(raw.customer) ?? idOf(before.customer);
  if (owner !== undefined) ensureCustomer(world, raw, owner);
}

function takeInvoice(world: World, raw: Raw, type: string, of: Adoption): void {
  const customer = ensureCustomer(world, raw, idOf(raw.customer));
  const subscription = subscriptionIdOf(raw);
  const fails = type === 'invoice.payment_failed' || type === 'invoice.payment_action_required';
  if (fails) ensureCard(world, customer, of.charges ?? ['insufficient_funds']);
  if (subscription !== undefined) ensureSubscription(world, raw, subscription, customer.id, fails, of);
  if (type === 'invoice.deleted') world.state.invoices.delete(String(raw.id));
  else if (typeof raw.id === 'string') adoptInvoice(world, raw, type, of.charges?.[0]);
}

export function ensureCustomer(world: World, raw: Raw, id = 'cus_adopted'): Customer {
  const known = world.state.customers.get(id);
  if (known !== undefined) return known;
  const email = textOf(raw.customer_email);
  const name = textOf(raw.customer_name);
  return addCustomer(world, { id, ...(email === undefined ? {} : { email }), ...(name === undefined ? {} : { name }) });
}

function ensureCard(world: World, customer: Customer, charges: readonly Outcome[]): void {
  const owned = [...world.state.paymentMethods.values()].some((method) => method.customer === customer.id);
  if (owned) return;
  addCard(world, customer, { id: `pm_adopted_${customer.id}`, charges }, { default: true, silent: true });
}

function ensureSubscription(world: World, raw: Raw, id: string, customer: string, fails: boolean, of: Adoption): void {
  const known = world.state.subscriptions.get(id);
  if (known !== undefined) {
    if (fails && known.status === 'active') known.status = 'past_due';
    return;
  }
  const currency = textOf(raw.currency) ?? 'usd';
  const plan = {
    id: 'price_adopted',
    amount: numberOf(raw.subtotal) ?? numberOf(raw.total) ?? 0,
    currency,
    interval: 'month',
  };
  const details = rawOf(rawOf(raw.parent).subscription_details);
  const read = readSubscription(
    world,
    { id, customer, plan, status: fails ? 'past_due' : 'active', metadata: metadataOf(details.metadata) },
    '',
  );
  world.state.subscriptions.set(id, newSubscription(world, read, of.billingMode ?? 'flexible'));
}

function takeSubscription(world: World, raw: Raw, type: string, previous: readonly string[], of: Adoption): void {
  const read = readSubscription(world, raw, type);
  ensureCustomer(world, raw, read.customer);
  const known = world.state.subscriptions.get(read.id);
  if (known === undefined) {
    world.state.subscriptions.set(read.id, newSubscription(world, read, of.billingMode ?? 'classic'));
    return;
  }
  if (known.status === 'canceled') return;
  const ended: readonly (keyof Subscription)[] =
    read.status === 'canceled' ? ['status', 'canceled_at', 'ended_at'] : [];
  merge(world, known, read, [...previous.map(currentName), ...ended.map(String)]);
}

/** The period and the plan of old versions live in `items` today. */
const currentName = (name: string): string => (/^(current_period_|plan$|quantity$)/.test(name) ? 'items' : name);

/** Whole when nobody here changed the object; otherwise only the fields the event names as changed. */
function merge(world: World, known: StripeObject, read: Record<string, unknown>, named: readonly string[]): void {
  const all = !world.state.touched.has(known.id);
  for (const [name, value] of Object.entries(read)) if (all || named.includes(name)) known[name] = copy(value);
}

function takeCard(world: World, raw: Raw, type: string, previous: readonly string[]): void {
  const read = readCard(world, raw);
  const known = world.state.paymentMethods.get(read.id);
  if (type === 'payment_method.detached') {
    if (known?.customer != null) detach(world, known);
    return;
  }
  if (typeof read.customer === 'string') ensureCustomer(world, raw, read.customer);
  if (known !== undefined) {
    merge(world, known, read, type.endsWith('updated') ? [...previous, 'card'] : previous);
    return;
  }
  world.state.paymentMethods.set(read.id, { ...paymentMethodShape(world, null, { id: read.id }), ...read });
  script(world, read.id, ['ok']);
}

/** Stripe answers for the older kind of card as for a payment method; its facts stand at the top there. */
function takeSource(world: World, raw: Raw, type: string): void {
  const { id, customer, created, brand, ...rest } = raw;
  const card = { ...rest, ...(typeof brand === 'string' ? { brand: brand.toLowerCase() } : {}) };
  if (type.endsWith('deleted')) world.state.paymentMethods.delete(String(id));
  else takeCard(world, { id, customer, created, card, type: 'card' }, type, []);
}

function takeCustomer(world: World, raw: Raw, type: string, previous: readonly string[]): void {
  const id = textOf(raw.id);
  if (id === undefined) return;
  const settings = rawOf(raw.invoice_settings);
  const customer = ensureCustomer(world, { customer_email: raw.email, customer_name: raw.name }, id);
  const card = idOf(settings.default_payment_method);
  merge(
    world,
    customer,
    {
      ...(raw.email === undefined ? {} : { email: raw.email }),
      ...(raw.name === undefined ? {} : { name: raw.name }),
      ...(isRaw(raw.metadata) ? { metadata: metadataOf(raw.metadata) } : {}),
      ...(isRaw(raw.address) ? { address: raw.address } : {}),
      ...(card === undefined
        ? {}
        : { invoice_settings: { ...customer.invoice_settings, default_payment_method: card } }),
    },
    previous,
  );
  if (type === 'customer.deleted') customer.deleted = true;
}

function takeCharge(world: World, raw: Raw): void {
  const id = textOf(raw.id);
  if (id === undefined || world.state.charges.has(id)) return;
  const customer = idOf(raw.customer) ?? null;
  if (customer !== null) ensureCustomer(world, raw, customer);
  const shape = chargeShape(world, {
    id,
    amount: numberOf(raw.amount) ?? 0,
    currency: textOf(raw.currency) ?? 'usd',
    customer,
    intent: idOf(raw.payment_intent) ?? null,
  });
  const said = Object.keys(shape).filter((name) => raw[name] !== undefined && typeof raw[name] !== 'object');
  world.state.charges.set(id, {
    ...shape,
    ...copy(Object.fromEntries(said.map((name) => [name, raw[name]]))),
    customer,
  });
}

function takeDispute(world: World, raw: Raw): void {
  const id = textOf(raw.id);
  const charge = idOf(raw.charge);
  if (id === undefined) return;
  if (charge !== undefined && !world.state.charges.has(charge)) {
    takeCharge(world, {
      id: charge,
      amount: raw.amount,
      currency: raw.currency,
      customer: `cus_of_${charge}`,
      status: 'succeeded',
    });
  }
  world.state.disputes.set(id, { ...copy(raw), id, object: 'dispute', charge: charge ?? null });
}
