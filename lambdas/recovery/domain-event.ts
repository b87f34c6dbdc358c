import { domainEvent as eventOf } from '../cases/domain-event.ts';
import type { Effect } from '../cases/effect.ts';
import type { Context } from './context.ts';

/** One debt has one name on the bus: its first failure. */
export const domainEvent = (type: string, { row, recovery }: Context, detail: Record<string, unknown>): Effect =>
  eventOf(type, debtOf({ row, recovery }), detail);

export const debtOf = ({ row, recovery }: Pick<Context, 'row' | 'recovery'>) => ({
  account: row.account,
  subscription: recovery.subscription,
  since: recovery.firstFailureAt,
});
