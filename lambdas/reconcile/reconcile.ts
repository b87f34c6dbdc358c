import { loadAccount } from '../accounts/load-account.ts';
import { Conflict, Throttled } from '../kernel/failures.ts';
import { after, before, type Duration, type Instant, parseInstant, toIso } from '../kernel/instant.ts';
import { wordsOf } from '../kernel/log.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Change } from '../kernel/rows.ts';
import { examine, report, type Suspect } from './examine.ts';
import { lastKey, phases, type Run, runKey, runSchema } from './run-row.ts';
import { slowly } from './slowly.ts';
import { type Seen, type Walk, walkPage } from './walks.ts';

export type Went =
  | { readonly kind: 'done' | 'more'; readonly run: Run }
  /** Another call works on it right now. */
  | { readonly kind: 'busy' };

/** So many calls in a row may get no further at one account before it is left, and told: its own reads may be more than a second allows. */
const mostStalls = 5;

/**
 * Goes on with a run from where it stands, page by page, until its time is over or Stripe's budget is used up. Every page
 * is written down before the next one: a call that dies has its last page looked at again, and finds nothing to do there.
 */
export async function reconcile(startedAt: string, patience: Duration, reached: Ports): Promise<Went> {
  const ports = slowly(reached);
  const until = after(ports.clock.now(), patience);
  let run = await lease(startedAt, until, ports);
  if (!run) return { kind: 'busy' };
  while (run.phase !== 'done' && ports.clock.now() < until) {
    const seen = await look(run, run.phase, ports);
    const did = seen ? await examineAll(seen.suspects, run, ports) : waits;
    run = await write(run, seen && !did.later ? advanced(run, seen, did) : held(run, did), ports);
    if (did.later) return { kind: 'more', run };
  }
  if (run.phase !== 'done') return { kind: 'more', run: await write(run, { leaseUntil: undefined }, ports) };
  return { kind: 'done', run: run.endedAt === undefined ? await end(run, ports) : run };
}

/** The line an alarm counts: many repairs mean that webhooks are lost. */
async function end(run: Run, ports: Ports): Promise<Run> {
  const ended = await write(run, { endedAt: toIso(ports.clock.now()), leaseUntil: undefined }, ports);
  await ports.rows.put({ ...(await lastOf(ended, ports)), ...lastKey, entity: 'reconcile-last' });
  ports.log.info('reconcile done', { count: ended.repaired, failed: ended.failed });
  return ended;
}

/** More than a page has room for. */
const mostShown = 20;

async function lastOf({ startedAt, endedAt, by, account, looked, repaired, failed }: Run, { rows }: Ports) {
  const page = await rows.query({ pk: `RECONCILE#${startedAt}`, limit: mostShown });
  const repairs = page.items.map(({ account: of, about, differs, did }) => ({ account: of, about, differs, did }));
  return { startedAt, endedAt, by, account, looked, repaired, failed, repairs };
}

/** The next page of a walk, or the one account that was asked for; undefined: Stripe's budget is used up. */
async function look(run: Run, phase: Walk, ports: Ports): Promise<Seen | undefined> {
  try {
    return run.account === undefined ? await walkPage(phase, run.after, ports) : await theOne(run.account, ports);
  } catch (error) {
    if (error instanceof Throttled) return undefined;
    throw error;
  }
}

async function theOne(account: string, { rows }: Ports): Promise<Seen> {
  const customer = (await loadAccount(rows, account))?.customers[0] ?? account;
  return { looked: 1, suspects: [{ account, customer }] };
}

interface Did {
  readonly repaired: number;
  readonly failed: number;
  /** Whom this call has passed on the page. */
  readonly passed: readonly string[];
  /** Stripe's budget was used up before the page was done. */
  readonly later: boolean;
}

const waits: Did = { repaired: 0, failed: 0, passed: [], later: true };

type Progress = Partial<Record<keyof Run, unknown>>;

const counted = (run: Run, { repaired, failed }: Did): Progress => ({
  repaired: run.repaired + repaired,
  failed: run.failed + failed,
});

function advanced(run: Run, { looked, next }: Seen, did: Did): Progress {
  const place = { ...counted(run, did), looked: run.looked + looked, stalls: 0, passed: undefined };
  if (next !== undefined) return { ...place, after: next };
  const ended = run.account !== undefined;
  return { ...place, phase: ended ? 'done' : (phases[phases.indexOf(run.phase) + 1] ?? 'done'), after: undefined };
}

/** The page stays, and whoever was passed on it is not read again. */
const held = (run: Run, did: Did): Progress => ({
  ...counted(run, did),
  passed: [...(run.passed ?? []), ...did.passed],
  stalls: did.passed.length > 0 ? 0 : run.stalls + 1,
  leaseUntil: undefined,
});

/** One account that fails is somebody's trouble, not everybody's; one that has to wait for Stripe lets all wait. */
async function examineAll(suspects: readonly Suspect[], run: Run, ports: Ports): Promise<Did> {
  const known = new Set(run.passed ?? []);
  const did = { repaired: 0, failed: 0, passed: [] as string[] };
  for (const suspect of suspects) {
    if (known.has(suspect.customer)) continue;
    try {
      did.repaired += await examine(suspect, run.startedAt, ports);
    } catch (error) {
      if (error instanceof Throttled && (did.passed.length > 0 || run.stalls < mostStalls))
        return { ...did, later: true };
      did.failed += 1;
      await tellFailed(suspect, error, run, ports);
    }
    known.add(suspect.customer);
    did.passed.push(suspect.customer);
  }
  return { ...did, later: false };
}

async function tellFailed({ account, customer }: Suspect, error: unknown, run: Run, ports: Ports): Promise<void> {
  const { name, why } = wordsOf(error);
  const of = account ?? customer;
  ports.log.error('account not reconciled', { account: of, error: name, why });
  const told = { account: of, kind: 'event', about: customer, differs: 'not known', did: `${name}: ${why}` } as const;
  await report(told, run.startedAt, ports, true);
}

/** Who holds a run is alone with it until then: two would only do the same twice. */
async function lease(startedAt: string, until: Instant, { rows, clock }: Ports): Promise<Run | undefined> {
  const item = await rows.get(runKey(startedAt));
  if (!item) return undefined;
  const run = runSchema.parse(item);
  if (run.leaseUntil !== undefined && parseInstant(run.leaseUntil) > clock.now()) return undefined;
  return attempt(run, { leaseUntil: toIso(after(until, { minutes: 1 })) }, { rows });
}

async function write(run: Run, change: Progress, ports: Pick<Ports, 'rows'>): Promise<Run> {
  const written = await attempt(run, change, ports);
  if (!written)
    throw new Conflict(`reconciler run ${run.startedAt} is further than this call: whoever holds it goes on`);
  return written;
}

async function attempt(run: Run, change: Progress, { rows }: Pick<Ports, 'rows'>): Promise<Run | undefined> {
  const entries = Object.entries(change);
  const set: Change['set'] = entries.filter(([, value]) => value !== undefined);
  const remove = entries.filter(([, value]) => value === undefined).map(([name]) => name);
  const written = await rows.update(runKey(run.startedAt), {
    set,
    add: [['version', 1]],
    ...(remove.length > 0 ? { remove } : {}),
    if: { kind: 'equals', path: 'version', value: run.version },
  });
  return written.kind === 'done' ? runSchema.parse(written.item) : undefined;
}

/** A run that has not come to its end in so long is given up: the next night begins anew. */
export const isFresh = (run: Run, now: Instant): boolean => parseInstant(run.startedAt) > before(now, { hours: 20 });
