import type { Effect } from '../cases/effect.ts';
import type { Context } from './context.ts';

/** What the user's own integrations hear on the bus. */
export function domainEvent(type: string, { row, recovery }: Context, detail: Record<string, unknown>): Effect {
  const id = `${type}/${row.account}/${row.subject}/${recovery.firstFailureAt}`;
  return { kind: 'event', id, type, account: row.account, detail: { subscription: recovery.subscription, ...detail } };
}
