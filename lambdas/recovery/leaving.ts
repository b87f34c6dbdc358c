import { after, parseInstant, toIso } from '../kernel/instant.ts';
import type { Change } from '../kernel/rows.ts';
import type { Context } from './context.ts';
import { recordChange } from './record.ts';
import { firstFailure } from './state.ts';

/** From here nothing is charged; mails that still wait for their morning are dropped, since the case is hushed. */
export const leaves = (context: Context): Change =>
  recordChange(context, { ...context.recovery, leavingSince: toIso(context.now) }, []);

/**
 * The ladder goes on where it stood: its calendar is moved by the time the customer was gone, so that nobody who comes
 * back meets the mails of two weeks in one minute. A hold is a promise of its own and does not move.
 */
export function stays(context: Context): Change {
  const { leavingSince, ...recovery } = context.recovery;
  if (recovery.paused || leavingSince === undefined) return recordChange(context, recovery, []);
  const gone = context.now - parseInstant(leavingSince);
  const firstFailureAt = toIso(after(firstFailure(recovery), { milliseconds: gone }));
  const firstFailureNote = `moved from ${recovery.firstFailureAt}: the subscription was cancelled from ${leavingSince} to ${toIso(context.now)}`;
  return recordChange(context, { ...recovery, firstFailureAt, firstFailureNote }, []);
}
