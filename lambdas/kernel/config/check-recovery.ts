import { minutesOfTime } from '../calendar.ts';
import { type Check, complain } from './check.ts';
import { durationMs } from './duration.ts';
import { retryOffsets } from './ladder-offsets.ts';

const DAY = 86_400_000;
const inDays = (milliseconds: number): string => `${Number((milliseconds / DAY).toFixed(2))} days`;

/** The machine `payment-recovery` names one state per attempt. */
const RETRY_STATES = 4;

export const ladderChecks: readonly Check[] = [
  ({ ladder }) =>
    ladder.retries.length === RETRY_STATES
      ? []
      : complain(['ladder', 'retries'], ladder.retries.length, {
          allowed: `exactly ${RETRY_STATES} rows, one per retry state of the machine`,
          fix: 'to write less often set `mail: null` on a row, to end sooner move the rows together',
        }),

  ({ ladder }) => {
    const offsets = retryOffsets(ladder.retries);
    const gap = durationMs(ladder.minimumGap);
    return ladder.retries.flatMap((row, index) => {
      const before = index === 0 ? 0 : (offsets[index - 1] ?? 0);
      const field = row.at === undefined ? 'after' : 'at';
      if ((offsets[index] ?? 0) - before >= gap) return [];
      return complain(['ladder', 'retries', index, field], row[field], {
        allowed: `at least ladder.minimumGap (${ladder.minimumGap}) after the attempt before, which is at ${inDays(before)}`,
        fix: 'move this attempt later, in increasing order, or lower ladder.minimumGap',
      });
    });
  },

  ({ ladder }) => {
    const last = retryOffsets(ladder.retries).at(-1) ?? 0;
    if (durationMs(ladder.pauseAt) > last) return [];
    return complain(['ladder', 'pauseAt'], ladder.pauseAt, {
      allowed: `later than the last retry, which is at ${inDays(last)}`,
      fix: 'pause later, so that the last notice leaves time to act',
    });
  },

  ({ ladder }) =>
    ladder.withoutRetry.flatMap((row, index) => {
      const before = ladder.withoutRetry[index - 1];
      const late = durationMs(row.at) >= durationMs(ladder.pauseAt);
      const early = before !== undefined && durationMs(row.at) <= durationMs(before.at);
      if (!late && !early) return [];
      return complain(['ladder', 'withoutRetry', index, 'at'], row.at, {
        allowed: `later than the row before and earlier than ladder.pauseAt (${ladder.pauseAt})`,
        fix: 'put the reminders in increasing order, before the pause',
      });
    }),

  ({ ladder }) =>
    durationMs(ladder.tail.until) > durationMs(ladder.pauseAt)
      ? []
      : complain(['ladder', 'tail', 'until'], ladder.tail.until, {
          allowed: `later than ladder.pauseAt (${ladder.pauseAt})`,
          fix: 'end the tail after the pause, or set ladder.tail.attempts to 0',
        }),

  ({ attemptWindow }) =>
    minutesOfTime(attemptWindow.from) < minutesOfTime(attemptWindow.to)
      ? []
      : complain(['attemptWindow', 'to'], attemptWindow.to, {
          allowed: `later than attemptWindow.from (${attemptWindow.from})`,
          fix: 'a window does not span midnight: swap the two',
        }),

  ({ deletion }) =>
    deletion.afterDays > deletion.noticeDays
      ? []
      : complain(['deletion', 'afterDays'], deletion.afterDays, {
          allowed: `more than deletion.noticeDays (${deletion.noticeDays})`,
          fix: 'leave time between the notice and the deletion, the source has 30 days',
        }),
];
