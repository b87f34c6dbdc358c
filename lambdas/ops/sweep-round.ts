import type { expiryLane } from '../cards/expiry-due.ts';
import { Failure, isFinal } from '../kernel/failures.ts';
import { SHARDS } from '../kernel/ids.ts';
import { after, type Duration, type Instant, toIso } from '../kernel/instant.ts';
import { wordsOf } from '../kernel/log.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item } from '../kernel/rows.ts';
import { dueShards } from '../webhooks/delivery.ts';

/** Consecutive sweeps start far apart (11 and 32 share no factor): one that covers a third of the shards leaves none out for long. */
const stride = 11;

/** A row that failed lets the others pass; the next sweep finds it behind them. */
const backOfTheQueue = { seconds: 30 } as const;

/** What no repeat can cure is looked at again after a deploy or a person may have changed something. */
const again = { hours: 1 } as const;

/** Lanes the sweep acts on. A task that was told as overdue sorts behind every instant: from there on it is people's alone. */
const lanes = ['outbox', 'case', 'task', 'webhook'] as const;

/** A few rows a minute need no spreading, and each shard is a query a minute. */
const shardsOf = (lane: Lane): number => (lane === 'webhook' ? dueShards : SHARDS);

export const isSwept = (partition: string): boolean => lanes.some((lane) => partition.startsWith(`${lane}#`));

/** The daily scan walks a lane of its own. */
type Lane = (typeof lanes)[number] | typeof expiryLane;

type Look = (item: Item) => Promise<void>;

/** One walk over the due index: isolates every row, pages through full shards, and stops in time. */
export class SweepRound {
  failed = 0;
  readonly #ports: Ports;
  readonly #ends: Instant;
  readonly #first: number;

  constructor(ports: Ports, patience: Duration) {
    const now = ports.clock.now();
    this.#ports = ports;
    this.#ends = after(now, patience);
    this.#first = (Math.floor(now / 60_000) * stride) % SHARDS;
  }

  isOver(): boolean {
    return this.#ports.clock.now() >= this.#ends;
  }

  secondsLeft(): number {
    return Math.max(0, Math.ceil((this.#ends - this.#ports.clock.now()) / 1000));
  }

  /** How many rows were looked at. */
  async lane(lane: Lane, until: Instant, look: Look): Promise<number> {
    let seen = 0;
    let refused: unknown;
    const shards = shardsOf(lane);
    for (let step = 0; step < shards && !this.isOver(); step += 1) {
      try {
        seen += await this.#shard(`${lane}#all#${(this.#first + step) % shards}`, until, look);
      } catch (error) {
        this.failed += 1;
        refused = error;
      }
    }
    // One shard that could not be read is next minute's work; when none can be read, the sweep has failed.
    if (refused !== undefined && seen === 0) throw refused;
    return seen;
  }

  async #shard(pk: string, until: Instant, look: Look): Promise<number> {
    let seen = 0;
    for (let from: string | undefined; ; ) {
      const sk = { atMost: `${toIso(until)}#\uffff` };
      const page = await this.#ports.rows.query({ index: 'due', pk, sk, limit: 100, ...(from ? { from } : {}) });
      for (const item of page.items) {
        if (this.isOver()) return seen;
        await this.#one(item, until, look);
        seen += 1;
      }
      if (!page.next) return seen;
      from = page.next;
    }
  }

  async #one(item: Item, until: Instant, look: Look): Promise<void> {
    try {
      await look(item);
    } catch (error) {
      this.failed += 1;
      await this.#setAside(item, error, until).catch((second: unknown) => this.#log(item, second));
    }
  }

  async #setAside(item: Item, error: unknown, until: Instant): Promise<void> {
    this.#log(item, error);
    const hopeless = isFinal(error) || !(error instanceof Failure);
    if (hopeless) await this.#tellOnce(item, error);
    await this.#lookAgainAt(item, after(until, hopeless ? again : backOfTheQueue));
  }

  #log(item: Item, error: unknown): void {
    const { name, why } = wordsOf(error);
    this.#ports.log.error('due row failed', { account: String(item.account), id: item.sk, error: name, why });
  }

  /** One alert a row, however often it is found: the marker beside it remembers. */
  async #tellOnce(item: Item, error: unknown): Promise<void> {
    const { rows, bus, clock } = this.#ports;
    const marker = { pk: item.pk, sk: `STUCK#${item.sk}` };
    if (await rows.get(marker)) return;
    const { name, why } = wordsOf(error);
    const [account, at] = [String(item.account), toIso(clock.now())];
    const detail = { alert: 'overdue', case: item.sk, due: String(item.dueSk).slice(0, 24), why: `${name}: ${why}` };
    await bus.publish({ id: `alert/overdue/${account}/${item.sk}`, type: 'alert', account, detail });
    const ttl = Math.floor(clock.now() / 1000) + 30 * 86_400;
    await rows.put({ ...marker, entity: 'stuck', account, at, why: detail.why, ttl });
  }

  /** Only its place in the index, and only if nobody else has moved it: the row itself may be one we cannot read. */
  async #lookAgainAt({ pk, sk, dueSk }: Item, at: Instant): Promise<void> {
    await this.#ports.rows.update(
      { pk, sk },
      {
        set: [['dueSk', `${toIso(at)}${String(dueSk).slice(24)}`]],
        if: { kind: 'equals', path: 'dueSk', value: dueSk },
      },
    );
  }
}
