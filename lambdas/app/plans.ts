import * as z from 'zod';
import type { Case } from '../cases/case.ts';
import type { RetentionConfig } from '../kernel/config/index.ts';
import { type Instant, instant, toIso } from '../kernel/instant.ts';
import type { Item } from '../kernel/rows.ts';
import { holdEndsAt, pauseAt } from '../recovery/calendar.ts';
import { ladderOf } from '../recovery/policy.ts';
import { type Recovery, recoverySchema } from '../recovery/state.ts';
import type { Plans } from './access.ts';

/** An open case with the configuration its run follows: another day's policy would promise another day. */
export interface PlannedCase {
  readonly row: Case;
  readonly config: Pick<RetentionConfig, 'ladder' | 'attemptWindow' | 'payday'>;
}

/** The part of a subscription's row that says when it stops by itself. */
const endingRow = z.object({
  status: z.string(),
  cancelAtPeriodEnd: z.boolean().optional(),
  trialEnd: z.number().optional(),
  periodEnd: z.number().optional(),
});

/** The earliest pause and hold of the cases; the end of the subscriptions only where none of them goes on. */
export function plansOf(cases: readonly PlannedCase[], subscriptions: readonly Item[]): Plans {
  const debts = cases.flatMap(({ row, config }) =>
    row.status === 'closed' || row.mode !== 'live'
      ? []
      : [{ recovery: recoverySchema.parse(row.data), ladder: ladderOf(config) }],
  );
  const isLocked = ({ recovery }: { readonly recovery: Recovery }) => recovery.paused !== undefined;
  const firstOf = (all: readonly Instant[]): string | undefined =>
    all.length === 0 ? undefined : toIso(instant(Math.min(...all)));
  return {
    pauseAt: firstOf(debts.filter((one) => !isLocked(one)).map(({ recovery, ladder }) => pauseAt(recovery, ladder))),
    holdUntil: firstOf(debts.filter(isLocked).map(({ recovery, ladder }) => holdEndsAt(recovery, ladder))),
    endsAt: endOf(subscriptions),
  };
}

const living: ReadonlySet<string> = new Set(['trialing', 'active', 'past_due', 'unpaid', 'paused']);

function endOf(subscriptions: readonly Item[]): string | undefined {
  const alive = subscriptions.map((item) => endingRow.parse(item)).filter(({ status }) => living.has(status));
  const ends = alive.map(({ status, cancelAtPeriodEnd, trialEnd, periodEnd }) => {
    if (cancelAtPeriodEnd) return periodEnd;
    return status === 'trialing' ? trialEnd : undefined;
  });
  const known = ends.filter((end) => end !== undefined);
  if (known.length === 0 || known.length < ends.length) return undefined;
  return toIso(instant(Math.max(...known)));
}
