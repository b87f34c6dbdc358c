import { ServiceUnavailable, Throttled } from '../kernel/failures.ts';
import { type Instant, toIso } from '../kernel/instant.ts';
import type { Lane, Ports } from '../kernel/ports.ts';
import { type Change, type Condition, ifAbsent, type Written } from '../kernel/rows.ts';
import {
  type Ask,
  type BudgetRow,
  entries,
  type Limits,
  liveLimits,
  nextCut,
  parseBudgetRow,
  type Ruling,
  rule,
  slotOf,
  sum,
  type Tokens,
} from './stripe-budget-rules.ts';
import { covers, filled, hopedFor, type Purse, purseIn, shortOf, spend } from './stripe-purse.ts';

export type BudgetStore = Pick<Ports, 'rows' | 'clock'>;

/** One row for the deployment: it has one Stripe account in one mode. */
export const budgetKey = { pk: 'STRIPE#BUDGET', sk: 'BUDGET' } as const;

/** A second without a lease of anybody else. */
const quietSlots = 2;

/** Lost races for the row before the caller's own retry takes over. */
const mostRounds = 8;

/**
 * One process's hold on the requests a second that all processes share. What it leases it spends by itself; what it does
 * not spend, because it had no use for it or because it died, counts until its second is over and is then free again.
 */
export class StripeBudget {
  readonly #store: BudgetStore;
  readonly #limits: Limits;
  readonly #purses = new Map<Lane, Purse>();
  #alone = false;
  /** The row as last seen. Within a slot it only fills up, so a refusal read off an old look is still right. */
  #seen: BudgetRow | undefined;

  constructor(store: BudgetStore, limits: Limits = liveLimits) {
    this.#store = store;
    this.#limits = limits;
  }

  /**
   * Returns when the call may be made, at once.
   * @throws Throttled when this lane has no room now; `facts.retryAt` says when it may have
   */
  async take(lane: Lane, need: Tokens): Promise<void> {
    for (let round = 0; round < mostRounds; round += 1) {
      const purse = this.#purse(lane);
      if (covers(purse, need)) {
        this.#purses.set(lane, spend(purse, need));
        return;
      }
      await this.#fill(lane, purse, need);
    }
    throw new Throttled(`the Stripe budget was contended ${mostRounds} times in lane ${lane}: try again`);
  }

  /** Stripe answered 429: somebody spends more than we know of, so everybody here halves for some seconds. */
  async slowDown(calledAt: Instant): Promise<void> {
    for (let round = 0; round < mostRounds; round += 1) {
      const row = await this.#look();
      const cut = row && nextCut(row.cut, calledAt, this.#store.clock.now());
      if (!row || !cut) return;
      const change: Change = { set: [['cut', cut]], if: sameCut(row) };
      if (this.#saw(await reached(() => this.#store.rows.update(budgetKey, change)))) return;
    }
  }

  #purse(lane: Lane): Purse {
    return purseIn(slotOf(this.#store.clock.now()), this.#purses.get(lane));
  }

  async #fill(lane: Lane, purse: Purse, need: Tokens): Promise<void> {
    const short = shortOf(purse, need);
    const hoped = hopedFor(purse, need);
    const ahead =
      sum(hoped) > sum(short) && (await this.#lease({ lane, tokens: hoped, ahead: true })).kind === 'granted';
    const leased = ahead ? hoped : short;
    const answer = ahead ? undefined : await this.#lease({ lane, tokens: short });
    if (answer?.kind === 'refused') throw refusal(lane, short, answer.until);
    const now = this.#purse(lane);
    // Granted in a slot that ended meanwhile: nothing to spend, the next round asks again.
    if (now.slot === purse.slot) this.#purses.set(lane, filled(now, leased));
  }

  async #lease(ask: Omit<Ask, 'now'>): Promise<{ kind: 'granted' } | Extract<Ruling, { kind: 'refused' }>> {
    for (let round = 0; round < mostRounds; round += 1) {
      await this.#lookAgain();
      const ruling = rule(this.#seen, { ...ask, now: this.#store.clock.now() }, this.#limits);
      if (ruling.kind === 'refused') return ruling;
      if (this.#saw(await this.#write(ruling, ask.tokens))) return { kind: 'granted' };
      this.#alone = false;
    }
    return { kind: 'refused', until: this.#store.clock.now() };
  }

  /**
   * Among other processes an old look is refreshed by a read, a fifth of the price of a write that would be refused. Who
   * finds its look unchanged after a quiet second is alone, and writes at once until it is refused.
   */
  async #lookAgain(): Promise<void> {
    const old = this.#seen;
    const slot = slotOf(this.#store.clock.now());
    if (old && (this.#alone || old.slot >= slot)) return;
    const row = await this.#look();
    const unchanged = row?.slot === old?.slot && row?.total === old?.total;
    this.#alone = old !== undefined && unchanged && slot - old.slot > quietSlots;
  }

  #write(ruling: Exclude<Ruling, { kind: 'refused' }>, tokens: Tokens): Promise<Written> {
    const seen = this.#seen;
    if (ruling.kind === 'open' || !seen) {
      const row = ruling.kind === 'open' ? ruling.row : undefined;
      return reached(() =>
        this.#store.rows.put({ ...budgetKey, entity: 'stripe-budget', ...row }, seen ? unchanged(seen) : ifAbsent),
      );
    }
    return reached(() => this.#store.rows.update(budgetKey, counted(seen, ruling.most, tokens)));
  }

  #saw(written: Written): boolean {
    this.#seen = written.item && parseBudgetRow(written.item);
    return written.kind === 'done';
  }

  async #look(): Promise<BudgetRow | undefined> {
    const item = await reached(() => this.#store.rows.get(budgetKey));
    this.#seen = item && parseBudgetRow(item);
    return this.#seen;
  }
}

const sameCut = (row: BudgetRow): Condition => ({ kind: 'equals', path: ['cut', 'at'], value: row.cut.at });

/** The total only grows within a slot: the same total is the same row. */
const unchanged = (row: BudgetRow): Condition => ({
  kind: 'all',
  of: [
    { kind: 'equals', path: 'slot', value: row.slot },
    { kind: 'equals', path: 'total', value: row.total },
    sameCut(row),
  ],
});

const counted = (row: BudgetRow, most: { total: number; taken: Tokens }, tokens: Tokens): Change => ({
  add: [['total', sum(tokens)], ...entries(tokens).map(([name, count]) => [['taken', name], count] as const)],
  if: {
    kind: 'all',
    of: [
      { kind: 'equals', path: 'slot', value: row.slot },
      sameCut(row),
      { kind: 'atMost', path: 'total', value: most.total },
      ...entries(most.taken).map(([name, value]) => roomFor(['taken', name], value)),
    ],
  },
});

const roomFor = (path: readonly string[], value: number): Condition => ({
  kind: 'any',
  of: [
    { kind: 'absent', path },
    { kind: 'atMost', path, value },
  ],
});

const refusal = (lane: Lane, tokens: Tokens, until: Instant): Throttled =>
  new Throttled(
    `no Stripe request left this second for ${Object.keys(tokens).join(', ')} in lane ${lane}: try again at ${toIso(until)}`,
    { facts: { lane, retryAt: toIso(until) } },
  );

/**
 * Asks the table twice: what only keeps the pace should not fail what it paces. Nothing has gone to Stripe yet, and a
 * lease whose answer was lost is counted twice and lapses with its slot.
 */
async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call().catch(call);
  } catch (cause) {
    throw new ServiceUnavailable('the Stripe budget could not be reached, nothing was sent to Stripe: try again', {
      cause,
    });
  }
}
