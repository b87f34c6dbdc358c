import type { RepairRow, Run } from '../../lambdas/reconcile/run-row.ts';
import { repairSchema, runSchema } from '../../lambdas/reconcile/run-row.ts';
import type { World } from '../world/world.ts';
import type { Noted } from './recorder.ts';
import { rowsOf } from './table-rows.ts';

const repairs = (world: World): RepairRow[] => rowsOf(world, 'reconcile-repair').map((row) => repairSchema.parse(row));

/** Each run of the reconciler with everything it put right: what differed, and what was done. */
export const reconciledOf = (world: World) =>
  rowsOf(world, 'reconcile')
    .map((row) => runSchema.parse(row))
    .map(({ startedAt, endedAt, by, account, looked, repaired, failed }: Run) => ({
      at: startedAt,
      endedAt: endedAt ?? null,
      by,
      account: account ?? null,
      looked,
      repaired,
      failed,
      repairs: repairs(world)
        .filter(({ run }) => run === startedAt)
        .map(({ at, account: of, kind, about, differs, did, failed: not }) => ({
          at,
          account: of,
          kind,
          about,
          differs,
          did,
          ...(not ? { failed: true } : {}),
        })),
    }));

/** The same repairs for the timeline. */
export const repairNotes = (world: World): Noted[] =>
  repairs(world).map(({ at, account, about, differs, did }) => ({
    at,
    kind: 'note',
    account,
    text: `reconciler: ${about}: ${differs}: ${did}`,
    schedule: 'reconcile',
  }));
