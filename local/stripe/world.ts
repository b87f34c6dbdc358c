import type {
  Charge,
  Customer,
  Invoice,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  Price,
  StripeObject,
  Subscription,
} from './objects.ts';
import type { Actor, CallRecord, ChargeRecord, FakeStripeOptions, Outcome, StripeEvent } from './types.ts';

/** How a card answers: the n-th charge takes the n-th outcome, the last one repeats. */
export interface Wallet {
  charges: Outcome[];
  used: number;
}

export interface Settlement {
  due: number;
  becomes: string;
  actor: Actor;
  /** Position in the charge log, to write the end of the story into. */
  log: number;
}

export interface StoredAnswer {
  at: number;
  path: string;
  /** The parameters as canonical text. */
  params: string;
  status: number;
  body: Record<string, unknown>;
}

export interface PendingItem {
  amount: number;
  currency: string;
  description: string;
  subscription: string;
}

export interface Discount {
  id: string;
  object: 'discount';
  percent: number;
  /** Epoch seconds; null = forever. */
  end: number | null;
  [field: string]: unknown;
}

/** Everything the fake knows. Maps, arrays and plain JSON only, so that the whole of it can be stored. */
export interface State {
  counters: Map<string, number>;
  customers: Map<string, Customer>;
  paymentMethods: Map<string, PaymentMethod>;
  /** Detached payment method → the customer it was of; it can never be attached again. */
  detached: Map<string, string>;
  wallets: Map<string, Wallet>;
  products: Map<string, StripeObject>;
  prices: Map<string, Price>;
  coupons: Map<string, StripeObject>;
  subscriptions: Map<string, Subscription>;
  discounts: Map<string, Discount>;
  invoices: Map<string, Invoice>;
  invoicePayments: Map<string, InvoicePayment>;
  paymentIntents: Map<string, PaymentIntent>;
  charges: Map<string, Charge>;
  refunds: Map<string, StripeObject>;
  disputes: Map<string, StripeObject>;
  creditNotes: Map<string, StripeObject>;
  portalSessions: Map<string, StripeObject>;
  checkoutSessions: Map<string, StripeObject>;
  setupIntents: Map<string, StripeObject>;
  portalConfigurations: Map<string, StripeObject>;
  webhookEndpoints: Map<string, StripeObject>;
  events: Map<string, StripeEvent>;
  settlements: Map<string, Settlement>;
  /** Invoice → epoch seconds of Stripe's own next attempt. */
  retries: Map<string, number>;
  /** Subscription → epoch seconds of the end that was asked for. */
  endings: Map<string, number>;
  /** Resumption invoice → paused subscription that its first attempt resumes. */
  resuming: Map<string, string>;
  /** Customer → items for the next invoice. */
  pendingItems: Map<string, PendingItem[]>;
  answers: Map<string, StoredAnswer>;
  /** Objects that we changed ourselves: a foreign event must not overwrite them whole. */
  touched: Map<string, number>;
  chargeLog: ChargeRecord[];
  callLog: CallRecord[];
}

/** What a report or a check may look at. */
export type Peeked =
  | 'customers'
  | 'invoices'
  | 'subscriptions'
  | 'paymentMethods'
  | 'charges'
  | 'paymentIntents'
  | 'portalSessions'
  | 'checkoutSessions';

const younger: ReadonlySet<string> = new Set([
  'checkoutSessions',
  'setupIntents',
  'portalConfigurations',
  'webhookEndpoints',
]);

const emptyState = (): State => ({
  counters: new Map(),
  customers: new Map(),
  paymentMethods: new Map(),
  detached: new Map(),
  wallets: new Map(),
  products: new Map(),
  prices: new Map(),
  coupons: new Map(),
  subscriptions: new Map(),
  discounts: new Map(),
  invoices: new Map(),
  invoicePayments: new Map(),
  paymentIntents: new Map(),
  charges: new Map(),
  refunds: new Map(),
  disputes: new Map(),
  creditNotes: new Map(),
  portalSessions: new Map(),
  checkoutSessions: new Map(),
  setupIntents: new Map(),
  portalConfigurations: new Map(),
  webhookEndpoints: new Map(),
  events: new Map(),
  settlements: new Map(),
  retries: new Map(),
  endings: new Map(),
  resuming: new Map(),
  pendingItems: new Map(),
  answers: new Map(),
  touched: new Map(),
  chargeLog: [],
  callLog: [],
});

/** What is behind the events that are being emitted: an API call, or nothing. */
export interface Cause {
  readonly request: string;
  readonly idempotencyKey?: string;
}

/** A JSON value copied deep; the state is never handed out by reference. */
export function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (value === null || typeof value !== 'object') return value;
  const result: Record<string, unknown> = {};
  // The hottest loop of a simulated year: no entries array, no call for plain fields.
  for (const name of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[name];
    if (field !== undefined) result[name] = typeof field === 'object' ? copy(field) : field;
  }
  return result as T;
}

/** FNV-1a: a short, stable tag that keeps the ids of two fakes apart. */
function tag(seed: string): string {
  let hash = 0x811c9dc5;
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(7, '0').slice(-5);
}

export class World {
  readonly state: State = emptyState();
  readonly livemode: boolean;
  readonly emit: (event: StripeEvent) => void;
  cause: Cause | undefined;
  /** While a foreign event is taken in, nothing is emitted. */
  silent = false;
  /** Set when the charge of this call is to lose its answer. */
  lost = false;
  /** Where the customer's portal and an invoice's own page stand. */
  readonly pages: { readonly portal: string; readonly checkout: string; readonly invoice: string };
  readonly #now: () => number;
  readonly #tag: string;

  constructor(options: FakeStripeOptions) {
    const { pages } = options;
    this.pages = {
      portal: pages ? `${pages}/stripe/portal` : 'https://billing.stripe.test/p/session',
      checkout: pages ? `${pages}/stripe/checkout` : 'https://checkout.stripe.test/c/pay',
      invoice: pages ? `${pages}/stripe/invoice` : 'https://invoice.stripe.test/i',
    };
    this.#now = options.now;
    this.emit = options.emit;
    this.livemode = options.livemode ?? false;
    this.#tag = tag(options.seed ?? 'holdfast');
  }

  get milliseconds(): number {
    return this.#now();
  }

  get seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  /** `in_` + seed tag + a counter per prefix: the same history gives the same ids. */
  id(prefix: string): string {
    const next = (this.state.counters.get(prefix) ?? 0) + 1;
    this.state.counters.set(prefix, next);
    return `${prefix}_1F${this.#tag}${next.toString(36).toUpperCase().padStart(6, '0')}`;
  }

  toJSON(): Record<string, unknown> {
    const parts = Object.entries(this.state).map(([name, part]) => [name, part instanceof Map ? [...part] : part]);
    return copy(Object.fromEntries(parts));
  }

  load(saved: unknown): void {
    const from = copy(saved) as Record<string, unknown[]>;
    for (const [name, part] of Object.entries(this.state)) {
      // Younger parts than what is stored begin empty.
      const stored = from[name] ?? (younger.has(name) ? [] : undefined);
      if (!Array.isArray(stored)) throw new Error(`the stored fake Stripe has no part "${name}": start it afresh`);
      if (part instanceof Map) for (const [key, value] of stored as [string, unknown][]) part.set(key, value);
      else part.push(...stored);
    }
  }
}
