import type { Account } from '../accounts/account.ts';
import { isSameWorth, type Worth } from '../accounts/worth.ts';
import type { Item } from '../kernel/rows.ts';
import { hasEnded } from './compare-subscription.ts';
import type { Repair } from './repair.ts';
import { isOpen, type Ours } from './view.ts';

const here: ReadonlySet<Account['status']> = new Set(['trialing', 'active', 'past_due', 'paused']);

/** What the account's own row says, against its subscriptions and cases once these are as Stripe has them. */
export function compareAccount(ours: Ours, worth: Worth | undefined): readonly Repair[] {
  const { account } = ours;
  if (!account) return [];
  const to = statusOf(account.status, ours);
  const worthless = account.wholeAt !== undefined && worth !== undefined && !isSameWorth(account, worth);
  const [about, was] = [account.account, account.status];
  return [
    ...(to && to !== was
      ? [{ kind: 'status' as const, about, from: was, to, differs: `its subscriptions say ${to}, the account ${was}` }]
      : []),
    ...(worthless
      ? [{ kind: 'worth' as const, about, differs: 'MRR, tier or plan is not what its subscriptions say' }]
      : []),
  ];
}

/** Undefined: nothing certain. A status other journeys set is theirs. */
function statusOf(status: Account['status'], { subscriptions, cases }: Ours): Account['status'] | undefined {
  const open = cases.filter(isOpen);
  if (open.length > 0) {
    const working = open.some(({ mode, data }) => mode === 'live' && data.paused === undefined && isTaken(data));
    return working && status === 'active' ? 'past_due' : undefined;
  }
  if (!here.has(status) || subscriptions.length === 0) return undefined;
  const living = subscriptions.filter((row) => !hasEnded(row));
  if (living.length === 0) return subscriptions.some((row) => row.status === 'canceled') ? 'churned' : undefined;
  const owing = status === 'past_due' || status === 'paused';
  return owing && living.every(runs) ? 'active' : undefined;
}

const isTaken = (data: Readonly<Record<string, unknown>>): boolean => Object(data.results)['take-over'] !== undefined;

const runs = ({ status, pauseCollection }: Item): boolean => status === 'active' && pauseCollection === undefined;
