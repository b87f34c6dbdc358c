import { type Instant, toIso } from '../kernel/instant.ts';
import type { Change } from '../kernel/rows.ts';
import { type Case, closedList, dueWithoutWait, sinceVersion } from './case.ts';
import type { Effect } from './effect.ts';

export interface Closing {
  readonly outcome: string;
  readonly stage: string;
  readonly settled: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly effects: readonly Effect[];
}

/** Ends the run in exactly one named outcome; the closed run is kept beside the slot, which is free again after this write. */
export function closeChange(row: Case, closing: Closing, now: Instant): Change {
  const closed = {
    status: 'closed',
    stage: closing.stage,
    outcome: closing.outcome,
    closedAt: toIso(now),
    data: closing.data,
    settled: [...new Set([...row.settled, ...closing.settled])].slice(-50),
  };
  return sinceVersion(row, {
    set: [
      ...Object.entries(closed),
      ...dueWithoutWait(row, now),
      ...closedList(row, closed.closedAt),
      ['pending', [...row.pending, ...closing.effects, copyOfRun(row, closed)]],
    ],
    remove: ['wait', 'attention'],
  });
}

function copyOfRun(row: Case, closed: Readonly<Record<string, unknown>>): Effect {
  const { pk, sk, wait: _wait, pending: _pending, duePk: _a, dueSk: _b, listPk: _c, listSk: _d, ...kept } = row;
  return { kind: 'row', pk, sk: `${sk}#RUN#${row.run}`, item: { ...kept, ...closed, entity: 'closed-run' } };
}
