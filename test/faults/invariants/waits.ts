import type { Item } from '../../../lambdas/kernel/rows.ts';
import type { Life } from '../life.ts';
import { bySlot, minute, sameRun } from './cases.ts';
import { caseWrites, iso, rowOf, timeOf } from './look.ts';

/** Nothing open ever leaves the due index, and it stands there no later than ten minutes past its time. */
export const neverInvisible = (life: Life): string[] =>
  caseWrites(life).flatMap(({ after, at }) => {
    if (after.status === 'closed') return [];
    if (!after.duePk || !after.dueSk) return [`an open case out of the due index at ${iso(at)}`];
    const reach = after.status === 'attention' ? at + 24 * 60 * minute : at;
    const latest = Math.max(reach, timeOf(rowOf(after.wait).due) || 0) + 10 * minute;
    const due = timeOf(String(after.dueSk).slice(0, 24));
    return due <= latest + 1000 ? [] : [`an open case is looked at only at ${iso(due)}, written ${iso(at)}`];
  });

const isUntold = (row: Item): boolean =>
  row.status !== 'closed' && row.wait !== undefined && Number(row.answered) < Number(row.news);

/** Whoever waits is told of news, by the handler or by the sweep. */
export const newsIsAnswered = (life: Life): string[] =>
  bySlot(life, (writes) => {
    const limit = life.clean ? 2 * minute : 30 * minute;
    const untold = writes.findIndex(({ after }) => isUntold(after));
    return writes.flatMap(({ after, at }, index) => {
      if (untold < 0 || !isUntold(after)) return [];
      const told = writes.slice(index + 1).find((later) => !isUntold(later.after));
      const until = told?.at ?? life.world.simulator.now();
      return until - at > limit ? [`news of ${iso(at)} was told at ${told ? iso(until) : 'no time'}`] : [];
    });
  });

/** A newer wait replaces an older one, never the other way round. */
export const waitsGoForward = (life: Life): string[] =>
  caseWrites(life).flatMap((write) => {
    const [old, fresh] = [rowOf(write.before?.wait), rowOf(write.after.wait)];
    if (!sameRun(write) || !old.token || !fresh.token || old.token === fresh.token) return [];
    const newer =
      Number(fresh.turn) > Number(old.turn) || (fresh.turn === old.turn && Number(fresh.retry) > Number(old.retry));
    return newer ? [] : [`turn ${String(fresh.turn)} took the place of turn ${String(old.turn)} at ${iso(write.at)}`];
  });

/** A token goes when its wait is over. A closed or restarted run gives up its token with the run. */
export const tokensStay = (life: Life): string[] =>
  caseWrites(life).flatMap((write) => {
    const goes = sameRun(write) && write.before?.wait !== undefined && write.after.wait === undefined;
    const lost = goes && write.after.status !== 'closed' && write.tokenWasOpen;
    return lost ? [`a token that is still waited with was removed at ${iso(write.at)}`] : [];
  });
