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
import {
  addCard,
  type CardPlace,
  type CardUpdate,
  makeDefault,
  type NewCard,
  script,
  updateCard,
} from './card-acts.ts';
import { detach } from './customers.ts';
import { addDiscount } from './discounts.ts';
import { emit, update } from './events.ts';
import { preview, uncollectibleByRequest, voidByRequest } from './invoice-routes.ts';
import { found } from './lookup.ts';
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
import { cancel, convertTrial, renew } from './subscriptions.ts';
import type { ChargeRecord, FakeStripeOptions, Outcome } from './types.ts';
import { copy, World } from './world.ts';

/** What the world outside does to an account at Stripe: customers, cards, the turn of a period, people in the dashboard. */
export abstract class Outside {
  protected readonly world: World;

  constructor(options: FakeStripeOptions) {
    this.world = new World(options);
  }

  addCustomer(of: NewCustomer): Customer {
    return copy(addCustomer(this.world, of));
  }

  addCard(customer: string, card: NewCard, place: CardPlace = {}): PaymentMethod {
    return copy(addCard(this.world, this.customer(customer), card, place));
  }

  /** A price the API can be asked for, so that a subscription can be created or changed to it. */
  addPrice(of: Plan): Price {
    return copy(priceOf(this.world, of));
  }

  addSubscription(of: NewSubscription): Subscription {
    return copy(addSubscription(this.world, of));
  }

  createSubscription(of: Creation): Subscription {
    return copy(createSubscription(this.world, of));
  }

  startTrial(of: Creation & { readonly trialDays: number }): Subscription {
    return copy(createSubscription(this.world, of));
  }

  convertTrial(
    subscription: string,
    of: { readonly invoice?: string; readonly amount?: number } = {},
  ): Invoice | undefined {
    return copy(convertTrial(this.world, this.subscription(subscription), of));
  }

  /** Stripe's notice three days before a trial ends. */
  trialWillEnd(subscription: string): void {
    emit(this.world, 'customer.subscription.trial_will_end', this.subscription(subscription));
  }

  /** Stripe's notice before a renewal; its invoice has no id. */
  upcoming(subscription: string): void {
    const { id: _, ...object } = preview(this.world, { subscription });
    emit(this.world, 'invoice.upcoming', object);
  }

  /** The turn of the period, with the default card. Undefined when Stripe bills nothing. */
  renew(of: {
    readonly subscription: string;
    readonly invoice?: string;
    readonly amount?: number;
  }): Invoice | undefined {
    return copy(renew(this.world, this.subscription(of.subscription), of));
  }

  stripeCharges(invoice: string): ChargeRecord | undefined {
    return stripeCharges(this.world, this.invoice(invoice));
  }

  oneOffCharge(customer: string, of: OneOff): void {
    oneOffCharge(this.world, customer, of);
  }

  /** Undefined when there is nothing to pay any more. */
  customerPays(invoice: string, of: CustomerPayment = {}): ChargeRecord | undefined {
    return customerPays(this.world, this.invoice(invoice), of);
  }

  cancelSubscription(
    id: string,
    of: { readonly when: 'now' | 'period_end'; readonly reason?: string; readonly feedback?: string },
  ): void {
    cancel(this.world, this.subscription(id), of);
  }

  /** False when the customer's card declined the resumption. */
  resumeSubscription(id: string): boolean {
    return resumeFromOutside(this.world, this.subscription(id));
  }

  changeSubscription(id: string, of: Partial<Plan>): void {
    changeSubscription(this.world, this.subscription(id), of);
  }

  /** `months: null` lasts for ever. */
  addDiscount(id: string, of: { readonly percent: number; readonly months: number | null }): void {
    const subscription = this.subscription(id);
    const discount = addDiscount(this.world, subscription, of.percent, of.months);
    update(this.world, 'customer.subscription.updated', subscription, {
      discounts: [...subscription.discounts, discount],
    });
  }

  updateCard(card: string, of: CardUpdate): void {
    updateCard(this.world, this.card(card), of);
  }

  removeCard(card: string): void {
    detach(this.world, this.card(card));
  }

  /** What the card answers from now on: nobody is told, as nobody is told when money arrives on an account. */
  scriptCard(card: string, charges: readonly Outcome[]): void {
    script(this.world, this.card(card).id, charges);
  }

  setDefaultCard(card: string, on: 'customer' | 'subscription' = 'customer'): void {
    const { customer } = this.card(card);
    makeDefault(this.world, this.customer(customer ?? ''), card, on);
  }

  voidInvoice(id: string): void {
    voidByRequest(this.world, this.invoice(id));
  }

  markUncollectible(id: string): void {
    uncollectibleByRequest(this.world, this.invoice(id));
  }

  creditNote(invoice: string, amount: number): StripeObject {
    return copy(creditNote(this.world, this.invoice(invoice), amount));
  }

  dispute(invoice: string, amount?: number): StripeObject {
    return copy(dispute(this.world, this.invoice(invoice), amount));
  }

  refund(invoice: string, amount?: number): StripeObject {
    return copy(refund(this.world, this.invoice(invoice), amount));
  }

  protected customer(id: string): Customer {
    return found(this.world.state.customers, 'customer', id);
  }

  protected card(id: string): PaymentMethod {
    return found(this.world.state.paymentMethods, 'payment method', id);
  }

  protected subscription(id: string): Subscription {
    return found(this.world.state.subscriptions, 'subscription', id);
  }

  protected invoice(id: string): Invoice {
    return found(this.world.state.invoices, 'invoice', id);
  }
}
