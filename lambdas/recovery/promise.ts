import type { Case } from '../cases/case.ts';
import { loadCase } from '../cases/load-case.ts';
import { raiseNews } from '../cases/news.ts';
import { toIso } from '../kernel/instant.ts';
import type { Ports } from '../kernel/ports.ts';
import { steps } from './ladder.ts';
import { type PromiseOffer, type PromiseRefusal, promiseOffer } from './promise-rule.ts';
import { readContext } from './read-context.ts';
import { parseRecovery } from './state.ts';

/** Which case a link is about; another run of it is another debt. */
export interface PromisedCase {
  readonly account: string;
  readonly case: string;
  readonly run?: number;
}

export type OfferedDays = PromiseOffer | { readonly kind: 'over' };

export type Promised =
  | { readonly kind: 'promised' | 'repeat'; readonly on: string }
  | { readonly kind: 'refused'; readonly reason: PromiseRefusal }
  /** The case is closed, another run has it, or nobody knows it. */
  | { readonly kind: 'over' };

/** The days a customer may choose from now, after Stripe was asked what stands. It changes nothing. */
export async function offeredDays(about: PromisedCase, ports: Ports): Promise<OfferedDays> {
  const row = await openRun(about, ports);
  return row ? offerFor(row, ports) : { kind: 'over' };
}

/**
 * "Charge me on Friday": news on the case in one write, so the wait ends and the next step plans by it. The same day again
 * is a repeat; another day takes its place, as often as the customer likes, inside the same bounds.
 */
export async function raisePromise(about: PromisedCase & { on: string; by: string }, ports: Ports): Promise<Promised> {
  const row = await openRun(about, ports);
  if (!row) return { kind: 'over' };
  const { on, by } = about;
  const offer = await offerFor(row, ports);
  if (offer.kind === 'refused') return offer;
  if (offer.standing === on) return { kind: 'repeat', on };
  if (!offer.days.includes(on)) return { kind: 'refused', reason: 'out_of_bounds' };
  const { promise } = parseRecovery(row.data);
  const raised = await raiseNews(
    row,
    {
      // Named by what it replaces: two presses of one form are one fact, and a day may be chosen again later.
      events: [`promise:${row.run}:${promise?.at ?? 'first'}:${on}`],
      what: `the customer asked to be charged on ${on}`,
      set: [[['data', 'promise'], { on, at: toIso(ports.clock.now()), by }]],
    },
    ports,
  );
  if (raised.kind === 'closed') return { kind: 'over' };
  return { kind: raised.kind === 'raised' ? 'promised' : 'repeat', on };
}

async function openRun(about: PromisedCase, { rows }: Pick<Ports, 'rows'>): Promise<Case | undefined> {
  const row = await loadCase(rows, about.account, about.case);
  const isOver = !row || row.status === 'closed' || (about.run !== undefined && row.run !== about.run);
  return isOver ? undefined : row;
}

async function offerFor(row: Case, ports: Ports): Promise<PromiseOffer> {
  const { results } = parseRecovery(row.data);
  const step = steps.find((one) => !results[one]) ?? 'hold';
  const config = await ports.policies.load(row.policy);
  const { recovery, world, ladder, now } = await readContext(step, row, config, ports);
  if (row.intent) return { kind: 'refused', reason: 'processing' };
  return promiseOffer(recovery, world, ladder, now);
}
