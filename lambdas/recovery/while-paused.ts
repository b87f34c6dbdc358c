import type { Case } from '../cases/case.ts';
import { after, toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { isHeldBack } from '../messaging/brake.ts';
import type { Performed } from './step-answer.ts';

/** How long a step waits before it asks whether things go on. */
const askAgain = { minutes: 10 } as const;

/** `ops pause-all`: the step waits and comes back; it does not use up the retries of a failure. */
export const whilePaused = (row: Pick<Case, 'news'>, { clock }: Pick<Ports, 'clock'>): Performed => ({
  kind: 'answer',
  answer: {
    verdict: 'WAIT',
    due: toIso(after(clock.now(), askAgain)),
    seen: row.news,
    detail: 'everything is paused',
  },
});

/** A write that the brake refused changed nothing, and what was decided before it stands on the row. */
export async function unlessPaused(
  row: Pick<Case, 'news'>,
  ports: Pick<Ports, 'clock'>,
  visit: () => Promise<Performed>,
): Promise<Performed> {
  try {
    return await visit();
  } catch (error) {
    if (!isHeldBack(error)) throw error;
    return whilePaused(row, ports);
  }
}
