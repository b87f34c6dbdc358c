import { before, type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import { wordsOf } from '../../lambdas/kernel/log.ts';
import type { Item, Key, Query, Rows } from '../../lambdas/kernel/rows.ts';
import type { Board } from '../console/board.ts';
import { BoardKeeper, type Completed } from '../console/board-keeper.ts';
import type { Freshness } from '../console/source.ts';
import type { ReadTable } from './read-table.ts';
import { everyItem, lists, past, type StageList } from './stage-lists.ts';

/** What changes by the minute is read every 30 seconds; who is a customer changes slowly, and costs the most to read. */
export const roundSeconds = 30;
const accountsEvery = 20;
/** Nobody has looked for so long: nothing is read until somebody does. */
const idleMinutes = 10;

/** As far back as what is over is listed, and at most so many of a shard (about 100,000 in all). */
const history = { endedMessages: { days: 30 }, closedCases: { days: 90 } } as const;
const mostOfShard = 3200;
/** An index may be behind; SES's word that a mail was sent may come a quarter of an hour after it. */
const overlap = { minutes: 20 } as const;

const gaps: readonly string[] = [
  'Messages that ended more than 30 days ago, cases closed more than 90 days ago, and what lies before the newest 100,000 of them are on the pages of their accounts only.',
  'Tasks that were done before this console was started are on the pages of their accounts only.',
];

export interface StageBoardOf {
  readonly table: ReadTable;
  now(): Instant;
  readonly completed: Completed;
}

const idOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

const slim = ({ pk, sk, version }: Item): Item => ({ pk, sk, version });

/** The board of a stage, read from the indexes of its table: what stands in them again and again, what has left them once. */
export class StageBoard {
  readonly #of: StageBoardOf;
  readonly #keeper: BoardKeeper;
  /** What stood in each list when it was read last. */
  readonly #standing = new Map<StageList, ReadonlyMap<string, Item>>();
  #rounds = 0;
  #pastSince: Instant | undefined;
  #readAt: Instant | undefined;
  #readUnits = 0;
  #trouble: string | undefined;
  #askedAt: Instant;
  #round: Promise<void> | undefined;

  constructor(of: StageBoardOf) {
    this.#of = of;
    this.#askedAt = of.now();
    this.#keeper = new BoardKeeper(of.completed);
    this.#keeper.leaveOut(gaps);
  }

  /** The first one waits until everything has been read once; a later one takes what there is. */
  async board(): Promise<Board> {
    this.#askedAt = this.#of.now();
    if (this.#readAt === undefined) await this.renew();
    else if (this.#of.now() - this.#readAt > 2 * roundSeconds * 1000) void this.renew();
    return this.#keeper.board();
  }

  freshness(): Freshness {
    return {
      ...(this.#readAt === undefined ? {} : { readAt: this.#readAt }),
      ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }),
      everySeconds: roundSeconds,
      readUnits: this.#readUnits,
    };
  }

  /** To be called every `roundSeconds`. */
  async tick(): Promise<void> {
    if (this.#askedAt > before(this.#of.now(), { minutes: idleMinutes })) await this.renew();
  }

  /** Reads what may have changed. Whoever asks meanwhile waits for the same round; one that fails is tried again at the next. */
  renew(): Promise<void> {
    this.#round ??= this.#read()
      .then(() => {
        this.#trouble = undefined;
      })
      .catch((error: unknown) => {
        this.#trouble = wordsOf(error).why;
      })
      .finally(() => {
        this.#round = undefined;
      });
    return this.#round;
  }

  async #read(): Promise<void> {
    const used = this.#of.table.used();
    const now = this.#of.now();
    if (this.#rounds % accountsEvery === 0) await this.#readList(lists.accounts);
    // What is over first: an index that is behind may still show an open case there, and must not have the last word.
    const closed = await this.#readPast('closedCases', now);
    await this.#readPast('endedMessages', now);
    const moved = await this.#readList(lists.openCases);
    await this.#readAccountsOf([...closed, ...moved]);
    await this.#readList(lists.openTasks);
    await this.#readList(lists.waitingMessages);
    this.#pastSince = before(now, overlap);
    this.#rounds += 1;
    this.#readAt = now;
    this.#readUnits = this.#of.table.used() - used;
  }

  /** An account's state follows its cases: the accounts of those that moved are not left to the next whole reading. */
  async #readAccountsOf(moved: readonly Key[]): Promise<void> {
    if (this.#rounds === 0) return;
    const accounts = new Set(moved.map(({ pk }) => pk));
    await this.#readRows([...accounts].map((pk) => ({ pk, sk: 'ACCOUNT' })));
  }

  get #rows(): Rows {
    return this.#of.table.rows;
  }

  /** @returns the items that came, changed or left since the list was read before; one that left as its row is now */
  async #readList(list: StageList): Promise<Key[]> {
    const queries = list.partitions.map((pk): Query => ({ index: list.index, pk }));
    const items = await everyItem(queries, this.#rows);
    const before = this.#standing.get(list) ?? new Map<string, Item>();
    const standing = new Map(items.map((item) => [idOf(item), slim(item)]));
    const moved = items.filter((item) => before.get(idOf(item))?.version !== item.version || !before.has(idOf(item)));
    const left = [...before].filter(([id]) => !standing.has(id)).map(([, item]) => item);
    for (const item of items) this.#keeper.take(item, item);
    await this.#readRows(left);
    this.#standing.set(list, standing);
    return [...moved, ...left];
  }

  async #readRows(keys: readonly Key[]): Promise<void> {
    for (const { pk, sk } of keys) this.#keeper.take({ pk, sk }, await this.#rows.get({ pk, sk }));
  }

  /** @returns whose they are */
  async #readPast(list: keyof typeof past, now: Instant): Promise<Key[]> {
    const from = toIso(this.#pastSince ?? before(now, history[list]));
    // "~" is after every digit and letter an instant is written with.
    const queries = past[list].map((pk): Query => ({ index: 'list', pk, sk: { from, to: '~' }, newestFirst: true }));
    const enough = (read: readonly Item[]): boolean => read.length >= mostOfShard;
    const items = await everyItem(queries, this.#rows, enough);
    for (const item of items) this.#keeper.take(item, item);
    return items;
  }
}
