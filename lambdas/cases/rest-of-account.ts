import type { Rows } from '../kernel/rows.ts';
import { type Case, parseCase } from './case.ts';

/** What else an account has: recovery is about one subscription, its account may have two (completions A13). */
export interface Rest {
  /** Another subscription that has not ended. */
  readonly lives: boolean;
  /** What another open recovery case makes of the account. */
  readonly status?: 'past_due' | 'paused';
}

export async function restOfAccount(row: Pick<Case, 'account' | 'subject'>, rows: Rows): Promise<Rest> {
  const pk = `A#${row.account}`;
  const subscriptions = await rows.query({ pk, sk: { prefix: 'SUB#' } });
  const cases = await rows.query({ pk, sk: { prefix: 'CASE#payment-recovery#' } });
  const open = cases.items.filter((item) => item.entity === 'case' && item.status !== 'closed').map(parseCase);
  const others = open.filter((one) => one.subject !== row.subject);
  const [other] = others.filter(({ data }) => data.paused === undefined).concat(others);
  const lives = subscriptions.items.some((item) => item.id !== row.subject && item.status !== 'canceled');
  if (!other) return { lives };
  return { lives, status: other.data.paused === undefined ? 'past_due' : 'paused' };
}
