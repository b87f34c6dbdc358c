import type { ClaimsRead } from '../app/token-claims.ts';
import type { Card, Customer, Decline, Invoice, Setup, Subscription } from '../billing/model.ts';
import type { MailPort } from '../messaging/mail-port.ts';
import type { BillingLists } from './billing-lists.ts';
import type { Instant } from './instant.ts';
import type { Log } from './log.ts';
import type { Money } from './money.ts';
import type { Rows } from './rows.ts';

/** Everything a handler may reach. Handlers get these as an argument and import no adapter; the local runtime and AWS fill them. */
export interface Ports {
  readonly clock: Clock;
  readonly rows: Rows;
  readonly billing: Billing;
  /** Stripe's account page by page, for the import and the reconciler. */
  readonly lists: BillingLists;
  readonly workflows: Workflows;
  readonly queues: Queues;
  readonly mail: MailPort;
  readonly links: Links;
  readonly appTokens: AppTokens;
  readonly outbound: Outbound;
  readonly signingKeys: SigningKeys;
  readonly bus: Bus;
  readonly secrets: Secrets;
  readonly policies: Policies;
  readonly stage: Stage;
  readonly log: Log;
}

export interface Clock {
  now(): Instant;
}

export interface Stage {
  readonly name: string;
  /** Stripe's mode of this deployment: events and keys of the other mode are refused. */
  readonly livemode: boolean;
}

export type QueueName = 'billing-events' | 'outbox' | 'execution-events' | 'mail-events' | 'webhooks-out';

export interface Queues {
  /** At least once, in no order. `delaySeconds` is 0 to 900, as in SQS. */
  send(queue: QueueName, body: string, options?: { readonly delaySeconds?: number }): Promise<void>;
  /** Lets a failed message come back after `seconds` instead of after the queue's visibility timeout. */
  retryAfter(queue: QueueName, receipt: string, seconds: number): Promise<void>;
}

export type Journey = 'payment-recovery';

export interface ExecutionInput {
  readonly account: string;
  /** The sort key of the case row. */
  readonly case: string;
  readonly run: number;
  /** Hash of the resolved policy the run was opened with. */
  readonly policy: string;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Workflows {
  /** Repeating it with the same name and input is harmless. `taken`: the name belongs to a closed or different execution. */
  start(journey: Journey, name: string, input: ExecutionInput): Promise<'started' | 'taken'>;
  /** `closed`: the token's wait is over already, by timeout or by another answer; nothing was done. */
  answer(token: string, output: unknown): Promise<'answered' | 'closed'>;
  status(journey: Journey, name: string): Promise<ExecutionStatus | undefined>;
  stop(journey: Journey, name: string, why: string): Promise<void>;
}

export interface DomainEvent {
  /** Derived from what caused it: a repeat has the same id. */
  readonly id: string;
  readonly type: string;
  readonly account: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Bus {
  publish(event: DomainEvent): Promise<void>;
}

export interface Secrets {
  /** The active webhook secrets, two while one is being rotated. */
  stripeWebhookSecrets(): Promise<readonly string[]>;
}

export interface Links {
  /** A signed link to one of our own pages, bound to one purpose. */
  mint(purpose: string, claims: Readonly<Record<string, string>>, expires: Instant): Promise<string>;
  /** What a link of that purpose says, if it is one of ours, unchanged and not too old. */
  read(purpose: string, token: string): Promise<LinkRead>;
}

export interface AppTokens {
  /** Whose token it is: minted by the user's own server, or given to somebody who logged in to their app. */
  read(token: string): Promise<ClaimsRead>;
  /** The key of the user's own server itself, for calls from there. */
  isServerKey(text: string): boolean;
}

export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Sent =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  /** Nobody answered, or the address may not be called; `why` may be shown and logged. */
  | { readonly kind: 'failed'; readonly why: string };

/** Servers of others, by addresses out of the configuration. A failure is an answer: nothing is thrown for one. */
export interface Outbound {
  send(request: OutboundRequest): Promise<Sent>;
}

export interface SigningKeys {
  /** The keys of that name that sign outgoing webhooks, two while one is rolled. */
  of(name: string): Promise<readonly string[]>;
}

export type LinkRead =
  | { readonly kind: 'good'; readonly claims: Readonly<Record<string, string>>; readonly expires: Instant }
  /** It was ours. */
  | { readonly kind: 'expired'; readonly expires: Instant }
  /** Cut, changed, of another purpose, or never ours. */
  | { readonly kind: 'broken' };

export interface Policies {
  /** The policy row of that hash, parsed. Rows never change, so a process may keep what it read. */
  load(hash: string): Promise<import('./config/index.ts').RetentionConfig>;
  /** What runs opened from now on follow. */
  current(): Promise<{ readonly hash: string; readonly config: import('./config/index.ts').RetentionConfig }>;
}

/** Lanes of the shared Stripe budget, most urgent first (design §3). */
export type Lane = 'attempt' | 'goal' | 'reread' | 'projection' | 'reconciler' | 'import';

export type PayOutcome =
  | { readonly kind: 'paid'; readonly charge?: string }
  | { readonly kind: 'declined'; readonly decline: Decline }
  /** Money is on its way (bank debits): neither paid nor failed, and not to be paid again. */
  | { readonly kind: 'processing' }
  /** Stripe refused the request itself (paid, void, gone): the invoice has to be read again. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The same key is being worked on right now (409). */
  | { readonly kind: 'in_flight' }
  /** A stored server error was replayed under this key: the key is burnt, the outcome unknown. */
  | { readonly kind: 'burnt' };

/** Stripe as the journeys need it. Reads are fresh; writes take our idempotency key. */
export interface Billing {
  invoice(id: string, lane: Lane): Promise<Invoice>;
  /** Oldest first. */
  openInvoices(subscription: string, lane: Lane): Promise<readonly Invoice[]>;
  subscription(id: string, lane: Lane): Promise<Subscription>;
  /** Those that have not ended. */
  subscriptionsOf(customer: string, lane: Lane): Promise<readonly Subscription[]>;
  customer(id: string, lane: Lane): Promise<Customer>;
  card(id: string, lane: Lane): Promise<Card | undefined>;
  cardsOf(customer: string, lane: Lane): Promise<readonly Card[]>;
  /** What Stripe knows of a failed charge beyond the intent: its outcome (a block shows only there). */
  decline(charge: string, lane: Lane): Promise<Decline | undefined>;
  /** Whose charge it was; disputes name only the charge. */
  customerOfCharge(charge: string, lane: Lane): Promise<string | undefined>;
  /** What this customer paid in that very amount since then, refunds left out, with the invoice each of them paid. */
  successfulCharges(ask: ChargeAsk, lane: Lane): Promise<readonly SuccessfulCharge[]>;
  setup(id: string, lane: Lane): Promise<Setup | undefined>;
  /** Stops Stripe's own retries on one invoice (`auto_advance: false`). */
  holdCollection(invoice: string, key: string): Promise<void>;
  /** Gives one open invoice back to Stripe's own retries (`auto_advance: true`). One that is not open any more is left as it is. */
  releaseCollection(invoice: string, key: string): Promise<void>;
  pay(call: PayCall): Promise<PayOutcome>;
  setDefaultCard(subscription: string, card: string, key: string): Promise<void>;
  /** A true pause without credit for unused time where the subscription allows it, else `pause_collection: void`. */
  pause(subscription: Subscription, key: string): Promise<'subscription' | 'collection'>;
  resumeCollection(subscription: string, key: string): Promise<void>;
  /** Ends a true pause by billing a new period to the default card; whatever is not `paid` leaves the subscription paused. */
  resume(subscription: string, key: string): Promise<PayOutcome>;
  /** Forgives an open invoice, for good. One that is not open any more is left as it is. */
  voidInvoice(invoice: string, key: string): Promise<void>;
  creditBalance(customer: string, credit: Money, why: string, key: string): Promise<void>;
  /** `customer`: they asked for it themselves, which no brake holds up. */
  cancel(subscription: string, key: string, by?: 'customer'): Promise<void>;
  /** Ends it with its period, or takes that back; nothing is billed or credited by it. */
  cancelAtPeriodEnd(subscription: string, ends: boolean, key: string): Promise<void>;
  /** Where the customer changes the card and nothing else. The address opens it for whoever has it, for minutes. */
  portalSession(ask: PortalAsk): Promise<string>;
  /** The address of a page of Stripe's that saves one more card and charges nothing. */
  setupSession(ask: SetupAsk): Promise<string>;
  /** Reads for somebody who knows of nothing newer than `fact`: an answer to the same question since then may serve again. */
  recent?(fact: Instant): BillingReads;
}

export type BillingReads = Pick<
  Billing,
  | 'invoice'
  | 'openInvoices'
  | 'subscription'
  | 'subscriptionsOf'
  | 'customer'
  | 'card'
  | 'cardsOf'
  | 'decline'
  | 'customerOfCharge'
  | 'successfulCharges'
  | 'setup'
>;

export interface ChargeAsk {
  readonly customer: string;
  readonly amount: Money;
  readonly since: Instant;
}

export interface SuccessfulCharge {
  readonly charge: string;
  /** Absent: it paid no invoice. */
  readonly invoice?: string;
}

export interface PayCall {
  readonly invoice: string;
  readonly paymentMethod: string;
  readonly key: string;
  /** The customer is present and asked for it: the bank may ask back. */
  readonly onSession?: boolean | undefined;
}

export interface SetupAsk {
  readonly customer: string;
  /** Comes back with the saved card. */
  readonly reference: string;
  readonly returnUrl: string;
  readonly key: string;
}

export interface PortalAsk {
  readonly customer: string;
  /** Where the browser is sent, changed or not. */
  readonly returnUrl: string;
}
