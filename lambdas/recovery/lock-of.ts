import type { Rest } from '../cases/rest.ts';
import type { Lock } from '../pause/lock.ts';
import type { Context } from './context.ts';
import { debtOf } from './domain-event.ts';

/** The pause of day 14, as the lock is announced. */
export const lockOf = (context: Pick<Context, 'row' | 'recovery'>, rest: Rest): Lock => ({
  ...debtOf(context),
  reason: 'unpaid',
  rest,
});
