import type { FakeStripe } from '../stripe/index.ts';
import type { StoryAccount } from './account-schema.ts';
import { meant } from './mistakes.ts';
import { customerOf, subscriptionOf } from './people.ts';

/** A step names something that is not there at its instant: `field` is where the story says so. */
export class StepError extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.name = 'StepError';
    this.field = field;
  }
}

function pick<T extends { id: string }>(field: string, id: string, there: readonly T[], owner: string): T {
  const found = there.find((one) => one.id === id);
  if (found) return found;
  const known = there.map((one) => one.id);
  const has = known.length > 0 ? known.slice(-8).join(', ') : 'none';
  throw new StepError(field, `got "${id}", but at that instant ${owner} has ${has}${meant(id, known)}`);
}

const ofCustomer = <T extends { customer: string | null }>(all: readonly T[], account: StoryAccount): T[] =>
  all.filter(({ customer }) => customer === customerOf(account));

/** @throws StepError unless this account has such an invoice now */
export const invoiceAt = (stripe: FakeStripe, id: string, account: StoryAccount) =>
  pick('invoice', id, ofCustomer(stripe.peek('invoices'), account), account.id);

/** @throws StepError unless this account has such a card now */
export const cardAt = (stripe: FakeStripe, id: string, account: StoryAccount) =>
  pick('card', id, ofCustomer(stripe.peek('paymentMethods'), account), account.id);

/** @throws StepError unless this account has such a subscription now */
export const subscriptionAt = (stripe: FakeStripe, id: string | undefined, account: StoryAccount) =>
  pick('subscription', id ?? subscriptionOf(account), ofCustomer(stripe.peek('subscriptions'), account), account.id);

/** @throws StepError when another thing has this id already */
export function newId(field: string, id: string, there: readonly { id: string }[]): string {
  if (!there.some((one) => one.id === id)) return id;
  throw new StepError(field, `got "${id}", which exists already; give the new one an id of its own`);
}
