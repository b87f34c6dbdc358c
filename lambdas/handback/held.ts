import { type Case, parseCase } from '../cases/case.ts';
import { openCases } from '../cases/open-cases.ts';
import { SHARDS } from '../kernel/ids.ts';
import type { Ports } from '../kernel/ports.ts';
import type { Item, Rows } from '../kernel/rows.ts';
import { parseRecovery } from '../recovery/state.ts';

/** What a run keeps Stripe from collecting, as our rows have it. */
export interface Held {
  readonly account: string;
  readonly subject: string;
  readonly invoices: readonly string[];
}

/** Invoices of runs that are open and live: while these stand, nobody but we collects them. Reads the table only. */
export async function heldByUs(rows: Rows, isOurs: (row: Case) => Promise<boolean> = always): Promise<Held[]> {
  const held: Held[] = [];
  for await (const item of openCases(rows)) {
    const row = parseCase(item);
    const invoices = row.mode === 'live' ? Object.keys(parseRecovery(row.data).taken) : [];
    if (invoices.length > 0 && (await isOurs(row))) held.push({ account: row.account, subject: row.subject, invoices });
  }
  return held;
}

const always = async (): Promise<boolean> => true;

/** Ends that leave something of ours at Stripe: a person's stop, and our own hand-back. */
const leaving: ReadonlySet<unknown> = new Set(['stopped', 'handed_back']);

/** Closed slots whose end may have left an invoice held or a subscription paused. */
export async function* leftBehind({ rows }: Pick<Ports, 'rows'>): AsyncGenerator<Case> {
  for (let shard = 0; shard < SHARDS; shard += 1)
    for await (const item of listed(`closed:payment-recovery#${shard}`, rows))
      if (item.entity === 'case' && leaving.has(item.outcome)) yield parseCase(item);
}

async function* listed(pk: string, rows: Rows): AsyncGenerator<Item> {
  let from: string | undefined;
  do {
    const page = await rows.query({ index: 'list', pk, ...(from === undefined ? {} : { from }) });
    yield* page.items;
    from = page.next;
  } while (from !== undefined);
}
