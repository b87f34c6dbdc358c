import { remember } from '../cases/case.ts';
import { toIso } from '../kernel/instant.ts';
import type { Change, Path } from '../kernel/rows.ts';
import type { Context } from './context.ts';

/** A step that gets on takes back a flag of its own; whoever decides beside it must leave the flag to the step. */
const stepsOwn: ReadonlySet<Path> = new Set<Path>(['status', 'attention']);

/**
 * The change as it is where somebody else than the execution made it: news in the same write, so that no crash leaves a
 * customer who has paid waiting for the next rung. The change itself for a step's own decision.
 */
export function asNews(change: Change, { heard, row, now }: Pick<Context, 'heard' | 'row' | 'now'>): Change {
  if (!heard) return change;
  const entry = { at: toIso(now), event: heard.event, what: heard.what };
  const told: ReadonlyMap<Path, unknown> = new Map<Path, unknown>([
    ['applied', remember(row.applied, heard.event)],
    ['log', [...row.log.slice(-20), entry]],
  ]);
  const mine = (path: Path): boolean => row.status !== 'attention' || !stepsOwn.has(path);
  return {
    ...change,
    set: (change.set ?? []).filter(([path]) => mine(path)).map(([path, value]) => [path, told.get(path) ?? value]),
    add: [...(change.add ?? []), ['news', 1]],
    remove: (change.remove ?? []).filter(mine),
  };
}
