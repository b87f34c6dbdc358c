import { after, latest, toIso } from '../kernel/instant.ts';
import { pauseAt } from './calendar.ts';
import type { Context } from './context.ts';
import type { Recovery } from './state.ts';

/** Whoever reads the final notice has at least this long until the pause (docs/decisions/0007). */
const notice = { days: 2 } as const;

/** The final notice names the day of the pause, and the pause keeps it: on time that is day 14 anyway. */
export function withNamedPause({ recovery, ladder, now }: Context): Recovery {
  const planned = pauseAt(recovery, ladder);
  const named = latest(planned, after(now, notice));
  return named === planned ? recovery : { ...recovery, pauseNotBefore: toIso(named) };
}
