import { hash24 } from '../../lambdas/kernel/ids.ts';
import { after, type Instant, instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { PastFailure } from './failures.ts';
import type { Past, PastCard } from './history.ts';

type Step = Readonly<Record<string, unknown>> & { readonly at: string };

/** Long enough to see the pause and what its tail brings back. */
export const followed = { days: 30 } as const;

/**
 * One customer's past as a story that `npm run scenario` plays. Charges of ours would have been made at other instants than
 * Stripe's were: the card then answers what it really answered, and pays from the instant on at which it really paid.
 */
export function storyOf(past: Past, failures: readonly PastFailure[]): object {
  const [first] = failures;
  const last = failures.at(-1);
  if (!first || !last) throw new RangeError('a story needs a renewal that failed');
  const { account } = past;
  return {
    name: `${account.account}: ${failures.length === 1 ? 'one renewal' : `${failures.length} renewals`} that failed`,
    start: toIso(first.failedAt),
    until: toIso(after(last.failedAt, followed)),
    seed: 1,
    config: { mode: { default: 'live' } },
    accounts: [accountOf(past, failures)],
    story: onlyOnce(failures.flatMap((failure) => stepsOf(failure, past)).sort(byInstant)),
  };
}

const byInstant = (a: Step, b: Step): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** Two failures may tell of one cancellation or of one new card. */
function onlyOnce(steps: readonly Step[]): Step[] {
  const told = new Set<string>();
  return steps.filter((step) => {
    const { card } = Object(step) as { card?: { id?: string } };
    const name = step.do === 'card.added' ? `card ${card?.id}` : JSON.stringify(step);
    return !told.has(name) && told.add(name);
  });
}

function accountOf({ account, roles, subscriptions, cards }: Past, failures: readonly PastFailure[]): object {
  const used = [...new Set(failures.map(({ subscription }) => subscription))];
  const first = subscriptions.find(({ id }) => id === used[0]);
  return {
    id: account.account,
    name: account.account,
    ...(account.zone ? { timezone: account.zone } : {}),
    ...(account.country ? { country: account.country } : {}),
    ...(account.plan ? { plan: account.plan } : {}),
    ...(account.mrr ? { mrr: account.mrr } : {}),
    interval: intervalOf(first?.interval, first?.intervalCount),
    since: toIso(instant((failures[0]?.failedAt ?? 0) - 86_400_000)).slice(0, 10),
    // No address of anybody leaves the table: each role has one that is made up.
    contacts: [...new Set(roles)].map((role) => ({
      email: `${role}-${hash24(account.account).slice(0, 8)}@customer.test`,
      role,
    })),
    stripe: {
      customer: first?.customer ?? `cus_${account.account}`,
      subscription: used[0],
      ...(first?.billingMode ? { billingMode: first.billingMode } : {}),
      cards: failedCards(cards, failures).map((card, index) => ({
        ...card,
        charges: index === 0 ? [failures[0]?.code] : ['ok'],
      })),
      subscriptions: used.map((id) => ({
        id,
        ...(failures.some((one) => one.subscription === id)
          ? { card: cardId(failures.find((one) => one.subscription === id)?.card ?? '') }
          : {}),
      })),
    },
  };
}

function intervalOf(interval: string | undefined, count = 1): string {
  if (interval === 'month' && count === 3) return 'quarter';
  return interval ?? 'month';
}

const cardId = (budget: string): string => `pm_${hash24(budget).slice(0, 12)}`;

function failedCards(cards: readonly PastCard[], failures: readonly PastFailure[]): object[] {
  const budgets = [...new Set(failures.map(({ card }) => card))];
  return budgets.map((budget) => cardOf(budget, cards));
}

function cardOf(budget: string, cards: readonly PastCard[]): object {
  const known = cards.find(({ id, fingerprint }) => fingerprint === budget || id === budget);
  const exp =
    known?.expYear && known.expMonth ? `${known.expYear}-${String(known.expMonth).padStart(2, '0')}` : undefined;
  return {
    id: cardId(budget),
    fingerprint: budget,
    ...(known?.brand ? { brand: known.brand } : {}),
    ...(exp ? { exp } : {}),
  };
}

function stepsOf(failure: PastFailure, past: Past): Step[] {
  const { invoice, subscription, failedAt, card, code, end } = failure;
  const account = past.account.account;
  const at = toIso(failedAt);
  return [
    { at, do: 'card.answers', account, card: cardId(card), charges: [code] },
    { at, do: 'renewal', account, subscription, invoice: invoice.id, amount: invoice.amountDue.amount },
    ...endSteps(failure, end, past),
    ...cancelled(failure, past),
  ];
}

function endSteps(
  { invoice, card }: PastFailure,
  end: PastFailure['end'],
  { account: { account }, cards }: Past,
): Step[] {
  if (end.kind !== 'paid') return [];
  const at = toIso(end.at);
  if (end.otherCard) {
    const added = { ...cardOf(end.otherCard, cards), charges: ['ok'] };
    return [{ at, do: 'card.added', account, card: added, default: true }];
  }
  const answers = { at, do: 'card.answers', account, card: cardId(card), charges: ['ok'] };
  return end.by === 'customer' ? [answers, { at, do: 'customer.pays', account, invoice: invoice.id }] : [answers];
}

/** Whoever left while the payment was failing left in the replay as well. */
function cancelled({ subscription, failedAt }: PastFailure, { account: { account }, subscriptions }: Past): Step[] {
  const ended = subscriptions.find(({ id }) => id === subscription)?.endedAt as Instant | undefined;
  if (ended === undefined || ended <= failedAt || ended > after(failedAt, followed)) return [];
  return [{ at: toIso(ended), do: 'subscription.cancelled', account, subscription, when: 'now' }];
}
