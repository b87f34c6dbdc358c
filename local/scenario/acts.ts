import type { World } from '../world/world.ts';
import type { StoryAccount } from './account-schema.ts';
import { cardAt, invoiceAt, newId, StepError, subscriptionAt } from './at-stripe.ts';
import { customerOf } from './people.ts';
import type { BuiltStep, Of } from './step-schema.ts';
import { subscriptionActs } from './subscription-acts.ts';
import { spanMs } from './when.ts';

/** What a step leaves to say: why nothing happened, or which part of it is not built. */
export type Said = string | undefined;

export type Act<N extends BuiltStep['do']> = (world: World, step: Of<N>, account: StoryAccount) => Said;

export const idOf = (card: string | { readonly id: string }): string => (typeof card === 'string' ? card : card.id);

export const given = <T>(value: T | undefined, name: string): Record<string, T> =>
  value === undefined ? {} : { [name]: value };

const renewal: Act<'renewal'> = ({ stripe }, { subscription, invoice, amount }, account) => {
  const { id, status } = subscriptionAt(stripe, subscription, account);
  if (invoice !== undefined) newId('invoice', invoice, stripe.peek('invoices'));
  const made = stripe.renew({ subscription: id, ...given(invoice, 'invoice'), ...given(amount, 'amount') });
  return made ? undefined : `Stripe bills nothing: subscription ${id} is ${status}`;
};

const customerPays: Act<'customer.pays'> = (world, { invoice, webhookDelay, how, card }, account) => {
  const { status } = invoiceAt(world.stripe, invoice, account);
  if (card !== undefined) cardAt(world.stripe, card, account);
  const usual = world.endpoint.delayMs;
  world.endpoint.delayMs = webhookDelay === undefined ? usual : spanMs(webhookDelay);
  const paid = world.stripe.customerPays(invoice, { ...(how ? { how } : {}), ...given(card, 'card') });
  world.endpoint.delayMs = usual;
  return paid
    ? undefined
    : `nothing to pay: invoice ${invoice} is ${status}${status === 'open' ? ' and in processing' : ''}`;
};

const stripeCharges: Act<'stripe.charges'> = ({ stripe }, { invoice }, account) => {
  const { status } = invoiceAt(stripe, invoice, account);
  return stripe.stripeCharges(invoice) ? undefined : `Stripe has nothing to charge: invoice ${invoice} is ${status}`;
};

const cardUpdated: Act<'card.updated'> = ({ stripe }, { card, automatic, default: isDefault }, account) => {
  const { id, exp, fingerprint, last4, charges } = typeof card === 'string' ? { id: card } : card;
  cardAt(stripe, id, account);
  stripe.updateCard(id, {
    automatic: automatic ?? false,
    ...(exp ? { exp } : {}),
    ...(fingerprint ? { fingerprint } : {}),
    ...(last4 ? { last4 } : {}),
    ...(charges ? { charges } : {}),
  });
  if (isDefault === true) stripe.setDefaultCard(id);
};

const creditNote: Act<'credit_note'> = ({ stripe }, { invoice, amount }, account) => {
  const { amount_remaining: left } = invoiceAt(stripe, invoice, account);
  if (amount === undefined && left === 0) return `nothing to credit: invoice ${invoice} has nothing open`;
  stripe.creditNote(invoice, amount ?? left);
  return undefined;
};

const acts = {
  ...subscriptionActs,
  renewal,
  'customer.pays': customerPays,
  'stripe.charges': stripeCharges,
  'card.added': ({ stripe }, { card, default: isDefault }, account) => {
    newId('card', card.id, stripe.peek('paymentMethods'));
    stripe.addCard(customerOf(account), card, { default: isDefault ?? true });
  },
  'card.updated': cardUpdated,
  'card.answers': ({ stripe }, { card, charges }, account) => {
    stripe.scriptCard(cardAt(stripe, card, account).id, charges);
  },
  'card.removed': ({ stripe }, { card }, account) => {
    stripe.removeCard(cardAt(stripe, idOf(card), account).id);
  },
  dispute: ({ stripe }, { invoice, amount }, account) => {
    stripe.dispute(invoiceAt(stripe, invoice, account).id, amount);
  },
  credit_note: creditNote,
  'invoice.voided': ({ stripe }, { invoice }, account) => {
    stripe.voidInvoice(invoiceAt(stripe, invoice, account).id);
  },
  refund: ({ stripe }, { invoice, amount }, account) => {
    stripe.refund(invoiceAt(stripe, invoice, account).id, amount);
  },
} as const satisfies { readonly [N in BuiltStep['do']]?: Act<N> };

export type StripeStep = Extract<BuiltStep, { do: keyof typeof acts }>;

export const isStripeStep = (step: BuiltStep): step is StripeStep => Object.hasOwn(acts, step.do);

/** What Stripe, the customer or the bank does in this step. @throws StepError for what is not there */
export function act(world: World, step: StripeStep, account: StoryAccount): Said {
  const run = acts[step.do] as (world: World, step: StripeStep, account: StoryAccount) => Said;
  try {
    return run(world, step, account);
  } catch (error) {
    if (error instanceof StepError) throw error;
    // A refusal of the fake Stripe: what the step asks for cannot happen now.
    throw new StepError('do', `Stripe refuses it: ${error instanceof Error ? error.message : String(error)}`);
  }
}
