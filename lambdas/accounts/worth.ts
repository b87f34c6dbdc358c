import type { Subscription } from '../billing/model.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { type Money, money, share, sumMoney, zero } from '../kernel/money.ts';
import type { Account } from './account.ts';
import { amountIn, tierOf } from './tier.ts';

export type Priced = Pick<Subscription, 'id' | 'status'> &
  Partial<Pick<Subscription, 'amount' | 'interval' | 'intervalCount' | 'plan' | 'planNames'>>;

/** What an account is worth a month; what is not known is absent and stays as it was. */
export type Worth = Pick<Account, 'mrr' | 'plan'> & Partial<Pick<Account, 'tier'>>;

/** Whether the account stands as it is worth; what is not known differs from nothing. */
export const isSameWorth = (known: Pick<Account, 'mrr' | 'tier' | 'plan'>, { mrr, tier, plan }: Worth): boolean =>
  (mrr === undefined || (mrr.amount === known.mrr?.amount && mrr.currency === known.mrr.currency)) &&
  (tier === undefined || tier === known.tier) &&
  (plan === undefined || plan === known.plan);

/** A pause or an open invoice does not make a customer smaller: the contract is still there. */
const paying: ReadonlySet<Subscription['status']> = new Set(['active', 'past_due', 'unpaid', 'paused']);

/** A mean year: a week is 52/12 of a month's price, a day 365/12. */
const perYear = { day: 365, week: 52, month: 12, year: 1 } as const;

/** Per month, before discounts; undefined for metered and tiered prices, whose amount Stripe does not tell. */
export function monthlyOf({ amount, interval, intervalCount = 1 }: Priced): Money | undefined {
  if (!amount || !interval || intervalCount < 1) return undefined;
  return share(amount, perYear[interval], 12 * intervalCount);
}

/** Tier from the account's MRR, several subscriptions added up (completions A13); undefined: nothing was ever bought. */
export function worthOf(all: readonly Priced[], config: RetentionConfig): Worth | undefined {
  if (all.length === 0) return undefined;
  const { currency } = config.company;
  const bought = all.filter(({ status }) => paying.has(status));
  if (bought.length > 0) return worthOfPaying(bought, config);
  const [trial] = all.filter(({ status }) => status === 'trialing');
  // Whoever left keeps the tier: it says how they were treated, and how they would be won back.
  return trial ? { mrr: zero(currency), tier: 'free_trial', ...planOf(trial, config) } : { mrr: zero(currency) };
}

function worthOfPaying(bought: readonly Priced[], config: RetentionConfig): Worth {
  const [lead] = [...bought].sort(
    (a, b) => worthInCompany(b, config) - worthInCompany(a, config) || (a.id < b.id ? -1 : 1),
  );
  const plan = lead ? planOf(lead, config) : {};
  const mrr = totalOf(bought.map(monthlyOf), config);
  return mrr ? { mrr, tier: tierOf(mrr, config), ...plan } : plan;
}

const worthInCompany = (one: Priced, { company, fx }: RetentionConfig): number => {
  const monthly = monthlyOf(one);
  return (monthly && amountIn(company.currency, monthly, fx)) ?? 0;
};

/** In the currency they share, else in the company's; unknown as soon as one part is: a part would pass for the whole. */
function totalOf(parts: readonly (Money | undefined)[], { company, fx }: RetentionConfig): Money | undefined {
  const known = parts.filter((part) => part !== undefined);
  const [first] = known;
  if (!first || known.length < parts.length) return undefined;
  const shared = known.every(({ currency }) => currency === first.currency) ? first.currency : company.currency;
  const amounts = known.map((part) => amountIn(shared, part, fx));
  return amounts.every((amount) => amount !== undefined)
    ? sumMoney(
        amounts.map((amount) => money(amount, shared)),
        shared,
      )
    : undefined;
}

/** A plan of ours goes by its price's lookup key or nickname; a price nobody configured leaves what an import said. */
function planOf({ plan, planNames = [] }: Priced, { plans }: RetentionConfig): Pick<Account, 'plan'> {
  const found = plans.find(({ id }) => planNames.includes(id) || id === plan);
  return found ? { plan: found.id } : {};
}
