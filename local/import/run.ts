import { type Cursor, freshCursor, loadCursor } from '../../lambdas/import/cursor.ts';
import { enrol, type Failing, failingNow } from '../../lambdas/import/failing.ts';
import { importPage } from '../../lambdas/import/import-page.ts';
import { addMonths } from '../../lambdas/kernel/calendar.ts';
import { toIso } from '../../lambdas/kernel/instant.ts';
import type { Ports } from '../../lambdas/kernel/ports.ts';
import type { Arguments } from './arguments.ts';
import { listOf } from './list-of.ts';
import type { Progress } from './progress.ts';

export interface Importing extends Pick<Arguments, 'months' | 'fresh' | 'openFailing' | 'yes'> {
  /** Patient ones: they wait where Stripe's budget refuses. */
  readonly ports: Ports;
  readonly say: (line: string) => void;
  readonly progress: () => Progress;
  /** After each page: a laptop's world is saved then. */
  readonly saved: () => void;
}

/** Page by page until everything is in; then what is failing, which opens nothing unless it was asked for. */
export async function runImport(importing: Importing): Promise<void> {
  const { ports, say, saved } = importing;
  const begun = await beginning(importing);
  const shown = importing.progress();
  let cursor = begun;
  try {
    while (cursor.phase !== 'done') {
      cursor = await importPage(cursor, ports);
      saved();
      shown.show(cursor);
    }
  } finally {
    shown.end();
  }
  say(`imported since ${cursor.since.slice(0, 10)}: ${told(cursor)}`);
  await tellFailing(importing, await failingNow('import', ports));
  saved();
}

/** An interrupted one goes on; a finished one begins again, and changes only what has changed at Stripe. */
async function beginning({ ports, months, fresh, say }: Importing): Promise<Cursor> {
  const stored = await loadCursor(ports);
  const now = ports.clock.now();
  if (!stored || fresh || stored.phase === 'done')
    return freshCursor(toIso(addMonths(now, -months, 'UTC')), toIso(now));
  say(`going on with the import of ${stored.startedAt.slice(0, 16)}Z at its ${stored.phase}; --fresh begins again`);
  return stored;
}

const told = ({ counts }: Cursor): string =>
  `${counts.customers} customers, ${counts.subscriptions} subscriptions, ${counts.invoices} invoices, ${counts.charges} charges`;

async function tellFailing(
  { ports, openFailing, yes, say, saved }: Importing,
  failing: readonly Failing[],
): Promise<void> {
  const count = `${failing.length} ${failing.length === 1 ? 'renewal is' : 'renewals are'} failing now without a case`;
  if (failing.length === 0) return say('no renewal is failing now without a case');
  if (!openFailing) return say(`${count}; npm run import -- --open-failing lists them and opens one for each`);
  for (const line of listOf(failing)) say(line);
  if (!yes) return say(`${count}; nothing was opened: --yes opens a case for each, in the mode of the configuration`);
  for (const one of failing) {
    await enrol(one, ports);
    saved();
  }
  const left = await failingNow('import', ports);
  say(`opened ${failing.length - left.length} cases${left.length > 0 ? `, ${left.length} were left to a person` : ''}`);
}
