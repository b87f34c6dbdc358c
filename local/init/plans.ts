import type Stripe from 'stripe';
import type { RetentionConfigInput } from '../../lambdas/kernel/config/index.ts';
import { stripeProblem } from '../connect/mistake.ts';
import type { StripeSays } from './answers.ts';

export type PlanRow = NonNullable<RetentionConfigInput['plans']>[number];

export type InitStripe = Pick<Stripe, 'accounts' | 'prices'>;

export interface AtStripe {
  readonly says: StripeSays;
  readonly plans: readonly PlanRow[];
  /** Prices that no plan row can hold, and why. */
  readonly left: readonly string[];
}

/** Company, currency, plans and prices as Stripe has them. Reads only. */
export async function readStripe(stripe: InitStripe): Promise<AtStripe> {
  const says = await accountSays(stripe);
  const prices: Stripe.Price[] = [];
  try {
    for await (const price of stripe.prices.list({
      active: true,
      type: 'recurring',
      limit: 100,
      expand: ['data.product'],
    }))
      prices.push(price);
  } catch (error) {
    throw stripeProblem(error, 'list prices');
  }
  return { says, ...plansOf(prices) };
}

/** A restricted key may not see the account: then it is asked instead. */
async function accountSays({ accounts }: InitStripe): Promise<StripeSays> {
  try {
    const { country, default_currency: currency, business_profile: profile } = await accounts.retrieveCurrent();
    return { country, currency, name: profile?.name ?? undefined };
  } catch {
    return {};
  }
}

/** The cheapest first: a smaller plan stands before the one it may be a way down from. */
export function plansOf(prices: readonly Stripe.Price[]): Omit<AtStripe, 'says'> {
  const rows = new Map<string, PlanRow>();
  const left: string[] = [];
  for (const price of [...prices].sort((a, b) => a.created - b.created)) {
    const interval = intervalOf(price);
    const { unit_amount: amount } = price;
    if (amount === null) left.push(`${price.id}: it has tiers or is metered, so it has no one price`);
    else if (interval === undefined)
      left.push(`${price.id}: it renews every ${price.recurring?.interval_count} ${price.recurring?.interval}s`);
    else add(rows, price, { amount, interval });
  }
  const worth = (row: PlanRow): number => Math.min(...Object.values(row.prices));
  return { plans: [...rows.values()].sort((a, b) => worth(a) - worth(b) || (a.id < b.id ? -1 : 1)), left };
}

/** Prices in several currencies under one lookup key or product and interval are one plan. */
function add(
  rows: Map<string, PlanRow>,
  price: Stripe.Price,
  of: { readonly amount: number; readonly interval: NonNullable<PlanRow['interval']> },
): void {
  const id = price.lookup_key ?? price.id;
  const before = rows.get(id);
  const name = nameOf(price);
  rows.set(id, {
    id,
    ...(name === undefined ? {} : { name }),
    prices: { ...before?.prices, [price.currency]: of.amount },
    ...(of.interval === 'month' ? {} : { interval: of.interval }),
  });
}

function nameOf({ product, nickname }: Stripe.Price): string | undefined {
  if (typeof product === 'object' && !product.deleted && product.name.trim() !== '') return product.name;
  return nickname?.trim() || undefined;
}

const plain = ['day', 'week', 'month', 'year'] as const;

function intervalOf({ recurring }: Stripe.Price): PlanRow['interval'] {
  if (!recurring) return undefined;
  const { interval, interval_count: count } = recurring;
  if (interval === 'month' && count === 3) return 'quarter';
  if (interval === 'month' && count === 12) return 'year';
  return count === 1 ? plain.find((one) => one === interval) : undefined;
}
