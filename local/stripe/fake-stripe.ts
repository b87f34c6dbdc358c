import {
  addCustomer,
  addSubscription,
  type Creation,
  changeSubscription,
  createSubscription,
  type NewCustomer,
  type NewSubscription,
  type Plan,
  priceOf,
} from './acts.ts';
import { type Adoption, adopt } from './adopt.ts';
import { addCard, type CardPlace, type CardUpdate, makeDefault, type NewCard, updateCard } from './card-acts.ts';
import { settle } from './collect.ts';
import { detach } from './customers.ts';
import { addDiscount } from './discounts.ts';
import { emit, update } from './events.ts';
import { handle } from './front-door.ts';
import { preview, uncollectibleByRequest, voidByRequest } from './invoice-routes.ts';
import { earliest, found } from './lookup.ts';
import {
  type CustomerPayment,
  creditNote,
  customerPays,
  dispute,
  type OneOff,
  oneOffCharge,
  refund,
  stripeCharges,
} from './money-acts.ts';
import type { Customer, Invoice, PaymentMethod, Price, StripeObject, Subscription } from './objects.ts';
import { resumeFromOutside } from './subscription-pause.ts';
import { cancel, convertTrial, end, renew } from './subscriptions.ts';
import type {
  CallRecord,
  ChargeRecord,
  FakeStripeOptions,
  StripeEvent,
  StripeRequest,
  StripeResponse,
} from './types.ts';
import { copy, type State, World } from './world.ts';

/**
 * Stripe as Holdfast sees it: an API that remembers, and an outside world that acts on it. Everything is synchronous,
 * takes its time from `now`, and gives the same ids and events for the same history.
 */
export class FakeStripe {
  /** Keys whose answer is still on its way; not stored, a restart has nothing in flight. */
  readonly inFlight = new Set<string>();
  readonly #world: World;

  constructor(options: FakeStripeOptions) {
    this.#world = new World(options);
  }

  static restore(options: FakeStripeOptions, json: unknown): FakeStripe {
    const fake = new FakeStripe(options);
    fake.#world.load(json);
    return fake;
  }

  toJSON(): unknown {
    return this.#world.toJSON();
  }

  /** Every charge attempt of every actor, in order. */
  get charges(): readonly ChargeRecord[] {
    return this.#world.state.chargeLog;
  }

  /** Every API request, in order. */
  get calls(): readonly CallRecord[] {
    return this.#world.state.callLog;
  }

  handle(request: StripeRequest): StripeResponse {
    return handle(this.#world, request, this.inFlight);
  }

  /** A copy of the stored objects of one kind, for reports and checks: `peek('invoices')`. */
  peek<K extends 'customers' | 'invoices' | 'subscriptions' | 'paymentMethods' | 'charges' | 'paymentIntents'>(
    kind: K,
  ): (State[K] extends Map<string, infer T> ? T : never)[] {
    return copy([...this.#world.state[kind].values()]) as (State[K] extends Map<string, infer T> ? T : never)[];
  }

  addCustomer(of: NewCustomer): Customer {
    return copy(addCustomer(this.#world, of));
  }

  addCard(customer: string, card: NewCard, place: CardPlace = {}): PaymentMethod {
    return copy(addCard(this.#world, this.#customer(customer), card, place));
  }

  /** A price the API can be asked for, so that a subscription can be created or changed to it. */
  addPrice(of: Plan): Price {
    return copy(priceOf(this.#world, of));
  }

  addSubscription(of: NewSubscription): Subscription {
    return copy(addSubscription(this.#world, of));
  }

  createSubscription(of: Creation): Subscription {
    return copy(createSubscription(this.#world, of));
  }

  startTrial(of: Creation & { readonly trialDays: number }): Subscription {
    return copy(createSubscription(this.#world, of));
  }

  convertTrial(
    subscription: string,
    of: { readonly invoice?: string; readonly amount?: number } = {},
  ): Invoice | undefined {
    return copy(convertTrial(this.#world, this.#subscription(subscription), of));
  }

  /** Stripe's notice three days before a trial ends. */
  trialWillEnd(subscription: string): void {
    emit(this.#world, 'customer.subscription.trial_will_end', this.#subscription(subscription));
  }

  /** Stripe's notice before a renewal; its invoice has no id. */
  upcoming(subscription: string): void {
    const { id: _, ...object } = preview(this.#world, { subscription });
    emit(this.#world, 'invoice.upcoming', object);
  }

  /** The turn of the period, with the default card. Undefined when Stripe bills nothing. */
  renew(of: {
    readonly subscription: string;
    readonly invoice?: string;
    readonly amount?: number;
  }): Invoice | undefined {
    return copy(renew(this.#world, this.#subscription(of.subscription), of));
  }

  stripeCharges(invoice: string): ChargeRecord | undefined {
    return stripeCharges(this.#world, this.#invoice(invoice));
  }

  /** Undefined when there is nothing to pay any more. */
  oneOffCharge(customer: string, of: OneOff): void {
    oneOffCharge(this.#world, customer, of);
  }

  customerPays(invoice: string, of: CustomerPayment = {}): ChargeRecord | undefined {
    return customerPays(this.#world, this.#invoice(invoice), of);
  }

  cancelSubscription(
    id: string,
    of: { readonly when: 'now' | 'period_end'; readonly reason?: string; readonly feedback?: string },
  ): void {
    cancel(this.#world, this.#subscription(id), of);
  }

  /** False when the customer's card declined the resumption. */
  resumeSubscription(id: string): boolean {
    return resumeFromOutside(this.#world, this.#subscription(id));
  }

  changeSubscription(id: string, of: Partial<Plan>): void {
    changeSubscription(this.#world, this.#subscription(id), of);
  }

  /** `months: null` lasts for ever. */
  addDiscount(id: string, of: { readonly percent: number; readonly months: number | null }): void {
    const subscription = this.#subscription(id);
    const discount = addDiscount(this.#world, subscription, of.percent, of.months);
    update(this.#world, 'customer.subscription.updated', subscription, {
      discounts: [...subscription.discounts, discount],
    });
  }

  updateCard(card: string, of: CardUpdate): void {
    updateCard(this.#world, this.#card(card), of);
  }

  removeCard(card: string): void {
    detach(this.#world, this.#card(card));
  }

  setDefaultCard(card: string, on: 'customer' | 'subscription' = 'customer'): void {
    const { customer } = this.#card(card);
    makeDefault(this.#world, this.#customer(customer ?? ''), card, on);
  }

  voidInvoice(id: string): void {
    voidByRequest(this.#world, this.#invoice(id));
  }

  markUncollectible(id: string): void {
    uncollectibleByRequest(this.#world, this.#invoice(id));
  }

  creditNote(invoice: string, amount: number): StripeObject {
    return copy(creditNote(this.#world, this.#invoice(invoice), amount));
  }

  dispute(invoice: string, amount?: number): StripeObject {
    return copy(dispute(this.#world, this.#invoice(invoice), amount));
  }

  refund(invoice: string, amount?: number): StripeObject {
    return copy(refund(this.#world, this.#invoice(invoice), amount));
  }

  /** The next payment in processing that settles; `due` in epoch milliseconds. */
  nextSettlement(): { due: number; intent: string } | undefined {
    const next = earliest([...this.#world.state.settlements].map(([id, { due }]) => [id, due] as const));
    return next && { due: next.due, intent: next.id };
  }

  settle(intent: string): void {
    settle(this.#world, intent);
  }

  /** Stripe's own next retry of an invoice whose `auto_advance` is on. */
  nextAutomaticAttempt(): { due: number; invoice: string } | undefined {
    const next = earliest([...this.#world.state.retries]);
    return next && { due: next.due, invoice: next.id };
  }

  automaticAttempt(invoice: string): ChargeRecord | undefined {
    this.#world.state.retries.delete(invoice);
    return stripeCharges(this.#world, this.#invoice(invoice));
  }

  /** The next subscription that ends because its end was asked for. */
  nextEnding(): { due: number; subscription: string } | undefined {
    const next = earliest([...this.#world.state.endings]);
    return next && { due: next.due, subscription: next.id };
  }

  endSubscription(id: string): void {
    end(this.#world, this.#subscription(id));
  }

  /** Takes in the objects of a recorded or hand-made event of any API version. Emits nothing. */
  adopt(event: StripeEvent | Record<string, unknown>, of: Adoption = {}): void {
    adopt(this.#world, event, of);
  }

  #customer(id: string): Customer {
    return found(this.#world.state.customers, 'customer', id);
  }

  #card(id: string): PaymentMethod {
    return found(this.#world.state.paymentMethods, 'payment method', id);
  }

  #subscription(id: string): Subscription {
    return found(this.#world.state.subscriptions, 'subscription', id);
  }

  #invoice(id: string): Invoice {
    return found(this.#world.state.invoices, 'invoice', id);
  }
}
