import { instant } from '../../lambdas/kernel/instant.ts';
import { signWebhook } from '../stripe/index.ts';
import { type World, webhookSecret } from '../world/world.ts';
import type { StoryAccount } from './account-schema.ts';
import { customerOf, subscriptionOf } from './people.ts';
import type { BuiltStep } from './step-schema.ts';
import { spanMs } from './when.ts';

type Of<N extends BuiltStep['do']> = Extract<BuiltStep, { do: N }>;
type StripeAct = Exclude<BuiltStep['do'], 'config' | 'note' | 'look' | 'webhook'>;
type Acts = { readonly [N in StripeAct]: (world: World, step: Of<N>, account: StoryAccount) => unknown };

const idOf = (card: string | { readonly id: string }): string => (typeof card === 'string' ? card : card.id);

const optional = <T>(value: T | undefined, name: string): Record<string, T> =>
  value === undefined ? {} : { [name]: value };

const acts: Acts = {
  renewal: ({ stripe }, step, account) =>
    stripe.renew({
      subscription: step.subscription ?? subscriptionOf(account),
      ...optional(step.invoice, 'invoice'),
      ...optional(step.amount, 'amount'),
    }),
  'stripe.charges': ({ stripe }, { invoice }) => stripe.stripeCharges(invoice),
  'customer.pays': (world, step) => {
    const usual = world.webhookDelayMs;
    world.webhookDelayMs = step.webhookDelay === undefined ? usual : spanMs(step.webhookDelay);
    world.stripe.customerPays(step.invoice, { ...(step.how ? { how: step.how } : {}), ...optional(step.card, 'card') });
    world.webhookDelayMs = usual;
  },
  'card.added': ({ stripe }, step, account) =>
    stripe.addCard(customerOf(account), step.card, { default: step.default ?? true }),
  'card.updated': ({ stripe }, { card, automatic, default: isDefault }) => {
    const { id, exp, fingerprint, last4, charges } = typeof card === 'string' ? { id: card } : card;
    stripe.updateCard(id, {
      automatic: automatic ?? false,
      ...(exp ? { exp } : {}),
      ...(fingerprint ? { fingerprint } : {}),
      ...(last4 ? { last4 } : {}),
      ...(charges ? { charges } : {}),
    });
    if (isDefault === true) stripe.setDefaultCard(id);
  },
  'card.removed': ({ stripe }, { card }) => stripe.removeCard(idOf(card)),
  'subscription.cancelled': ({ stripe }, step, account) =>
    stripe.cancelSubscription(step.subscription ?? subscriptionOf(account), { when: step.when ?? 'now' }),
  'subscription.resumed': ({ stripe }, step, account) =>
    stripe.resumeSubscription(step.subscription ?? subscriptionOf(account)),
  dispute: ({ stripe }, { invoice, amount }) => stripe.dispute(invoice, amount),
  credit_note: ({ stripe }, { invoice, amount }) =>
    stripe.creditNote(
      invoice,
      amount ?? stripe.peek('invoices').find(({ id }) => id === invoice)?.amount_remaining ?? 0,
    ),
  'invoice.voided': ({ stripe }, { invoice }) => stripe.voidInvoice(invoice),
  refund: ({ stripe }, { invoice, amount }) => stripe.refund(invoice, amount),
};

/** What Stripe, the customer or the bank does in this step. */
export function act(world: World, step: Of<StripeAct>, account: StoryAccount): void {
  const run = acts[step.do] as (world: World, step: Of<StripeAct>, account: StoryAccount) => unknown;
  run(world, step, account);
}

/** Stripe knows what it sends before it sends it; a bad or stale signature changes nothing at Stripe. */
export function sendWebhook(world: World, step: Of<'webhook'>): void {
  const body = JSON.stringify(step.event);
  const signature = step.signature ?? 'good';
  if (signature === 'good') world.stripe.adopt(step.event);
  const due = world.simulator.now() + (step.delay === undefined ? 0 : spanMs(step.delay));
  for (let copy = 0; copy < (step.copies ?? 1); copy++)
    world.simulator.at(due, 'delivery', 'webhook of the story', async () => {
      await world.deliver(body, signed(body, signature, world.simulator.now()));
    });
}

/** Stale is an hour old; Stripe's own tolerance is five minutes. */
function signed(body: string, signature: 'good' | 'bad' | 'stale', now: number): string {
  const at = instant(signature === 'stale' ? now - 3_600_000 : now);
  return signWebhook(body, signature === 'bad' ? 'whsec_of_somebody_else' : webhookSecret, Math.floor(at / 1000));
}
