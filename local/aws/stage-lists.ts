import { tiers } from '../../lambdas/accounts/account.ts';
import { SHARDS } from '../../lambdas/kernel/ids.ts';
import type { Item, Query, Rows } from '../../lambdas/kernel/rows.ts';

/** What stands in an index as long as something is true of it. */
export interface StageList {
  readonly index: 'due' | 'list';
  readonly partitions: readonly string[];
}

const sharded = (lane: string): string[] => Array.from({ length: SHARDS }, (_one, shard) => `${lane}#${shard}`);

export const lists = {
  accounts: { index: 'list', partitions: tiers.flatMap((tier) => sharded(`account:${tier}`)) },
  openCases: { index: 'list', partitions: sharded('case:payment-recovery') },
  waitingMessages: { index: 'due', partitions: sharded('outbox#all') },
  openTasks: { index: 'due', partitions: sharded('task#all') },
} as const satisfies Readonly<Record<string, StageList>>;

/** What is over, newest last: lists that only grow, but for a case that is opened again. */
export const past = {
  endedMessages: sharded('mail'),
  closedCases: sharded('closed:payment-recovery'),
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** One row of every recovery that has ended, which stays when its slot opens again. */
export const outcomes: readonly string[] = sharded('outcome:payment-recovery');

/** Queries under way at once: enough that a round trip to another continent does not make a round last minutes. */
const atOnce = 16;

/** Every item of all of these queries, each followed to its last page or until `enough` says so. */
export async function everyItem(
  queries: readonly Query[],
  rows: Rows,
  enough: (read: readonly Item[]) => boolean = () => false,
): Promise<Item[]> {
  const found: Item[][] = [];
  const waiting = [...queries.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      found[next[0]] = await pagesOf(next[1], rows, enough);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found.flat();
}

async function pagesOf(query: Query, rows: Rows, enough: (read: readonly Item[]) => boolean): Promise<Item[]> {
  const read: Item[] = [];
  let from: string | undefined;
  do {
    const page = await rows.query({ ...query, ...(from === undefined ? {} : { from }) });
    read.push(...page.items);
    from = page.next;
  } while (from !== undefined && !enough(read));
  return read;
}
