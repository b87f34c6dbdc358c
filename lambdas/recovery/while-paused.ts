import type { Case } from '../cases/case.ts';
import { after, milliseconds, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { brakedSince, isHeldBack } from '../messaging/brake.ts';
import type { Performed } from './step-answer.ts';

/** As long again as it has been paused already: an emergency of days must not ask every few minutes. `resume-all` wakes it. */
const shortest = milliseconds({ minutes: 10 });
const longest = milliseconds({ hours: 6 });

/** `ops pause-all`: the step waits and comes back; it does not use up the retries of a failure. */
export async function whilePaused(row: Pick<Case, 'news'>, ports: Pick<Ports, 'clock' | 'rows'>): Promise<Performed> {
  const now = ports.clock.now();
  const elapsed = now - ((await brakedSince(ports)) ?? now);
  const due = after(now, { milliseconds: Math.min(Math.max(elapsed, shortest), longest) });
  return {
    kind: 'answer',
    answer: { verdict: 'WAIT', due: toIso(due), seen: row.news, detail: 'everything is paused' },
  };
}

/** A write that the brake refused changed nothing, and what was decided before it stands on the row. */
export async function unlessPaused(
  row: Pick<Case, 'news'>,
  ports: Pick<Ports, 'clock' | 'rows'>,
  visit: () => Promise<Performed>,
): Promise<Performed> {
  try {
    return await visit();
  } catch (error) {
    if (!isHeldBack(error)) throw error;
    return whilePaused(row, ports);
  }
}
