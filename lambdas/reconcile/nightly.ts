import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { isFresh, reconcile } from './reconcile.ts';
import { begin, type Run, runs } from './run-row.ts';

export const nightly = 'nightly';

/** Of the function's 290 seconds (registry): the last page and its repairs need the rest. */
const patience = { seconds: 220 } as const;

export interface Reconciled {
  readonly looked: number;
  readonly repaired: number;
  readonly failed: number;
  readonly done: boolean;
}

/** Called each minute of the night: begins the night's run, goes on with it, and rests when it is done. */
export async function reconcileNightly(ports: Ports): Promise<Reconciled> {
  const run = await tonight(ports);
  if (run.endedAt !== undefined) return said(run);
  const went = await reconcile(run.startedAt, patience, ports);
  return said(went.kind === 'busy' ? run : went.run);
}

/** The newest of the night, whether it is done or not; a person's own runs are theirs to end. */
async function tonight(ports: Ports): Promise<Run> {
  const now = ports.clock.now();
  const known = (await runs(20, ports)).find(({ by }) => by === nightly);
  const today = known?.startedAt.slice(0, 10) === toIso(now).slice(0, 10);
  if (known && (today || (known.endedAt === undefined && isFresh(known, now)))) return known;
  return begin(nightly, undefined, ports);
}

const said = ({ looked, repaired, failed, endedAt }: Run): Reconciled => ({
  looked,
  repaired,
  failed,
  done: endedAt !== undefined,
});
